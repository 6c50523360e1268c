/**
 * Literals out of a script's text: objects, arrays, strings, numbers, without running anything. It forgives what shops get wrong in
 * JSON too (comments, trailing commas, single quotes, line ends in strings). What is not a literal (a variable, a call, a sum) is left
 * out, and never half of it taken: `"7" + rest` is no 7. Every character is looked at once or twice, so time is linear.
 */

/** How much text may be looked at, and how deep; shared by all that is read from one page. */
export class Allowance {
  characters: number

  constructor(characters: number) {
    this.characters = characters
  }

  /** A part of it for one literal: no purchase is as long as the state of a whole application. */
  portion(characters: number): Allowance {
    const portion = new Allowance(Math.min(characters, this.characters))
    this.characters -= portion.characters
    return portion
  }
}

const MAX_DEPTH = 12
const MAX_STRING = 2_000
/** Stands for what is not a literal. */
const UNKNOWN = Symbol('unknown')

const SLASH = 47
const WORD = /-?(?:\d[\d.]*(?:[eE]-?\d+)?|\.\d+)|[A-Za-z_$][\w$.]{0,40}/y
const KEY = /[\p{L}_$][\p{L}\d_$-]{0,60}|\d{1,15}/uy

const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0xfeff || code === 0x2028 || code === 0x2029

class Spent extends Error {}

class Reader {
  readonly text: string
  readonly allowance: Allowance
  at: number
  /** Code was passed over. */
  passed = false

  constructor(text: string, at: number, allowance: Allowance) {
    this.text = text
    this.at = at
    this.allowance = allowance
  }

  /** The character here, after white space and comments; empty at the end. */
  peek(): string {
    for (;;) {
      const start = this.at
      while (isSpace(this.text.charCodeAt(this.at))) this.at++
      if (this.text.charCodeAt(this.at) !== SLASH) {
        this.spend(this.at - start)
        return this.text.charAt(this.at)
      }
      if (this.text.startsWith('//', this.at)) this.at = this.after('\n')
      else if (this.text.startsWith('/*', this.at)) this.at = this.after('*/')
      this.spend(this.at - start)
      if (this.at === start) return this.text.charAt(this.at)
    }
  }

  value(depth: number): unknown {
    const first = this.peek()
    let value: unknown = UNKNOWN
    if (first === '"' || first === "'" || first === '`') value = this.string(first)
    else if (first === '{' && depth < MAX_DEPTH) value = this.object(depth + 1)
    else if (first === '[' && depth < MAX_DEPTH) value = this.list(']', depth + 1)
    else value = this.word(depth)
    // A literal is whole only where something closes it.
    if (value !== UNKNOWN && ',}]);'.includes(this.peek())) return value
    if (value !== UNKNOWN && this.peek() === '' && depth === 0) return value
    // What begins the next statement on a line of its own.
    if (value !== UNKNOWN && depth === 0 && /[\w$(]/.test(this.peek())) return value
    this.skip()
    return UNKNOWN
  }

  /** Numbers, names of constants, and the calls that only turn a literal into a number or a text. */
  word(depth: number): unknown {
    const found = this.take(WORD)
    if (/^-?[\d.]/.test(found)) return /^-?\d{1,15}(\.\d+)?$|^-?\.\d+$/.test(found) ? Number(found) : /^\d{16,40}$/.test(found) ? found : UNKNOWN
    if (found === 'true' || found === 'false') return found === 'true'
    if (found === 'null' || found === 'undefined') return null
    if (/^(parseFloat|parseInt|Number|String)$/.test(found) && this.peek() === '(') {
      this.at++
      const [inner, more] = this.list(')', depth + 1)
      return more === undefined && (typeof inner === 'string' || typeof inner === 'number') ? inner : UNKNOWN
    }
    return UNKNOWN
  }

  string(quote: string): unknown {
    const start = ++this.at
    const pieces: string[] = []
    let from = start
    for (;;) {
      const close = this.text.indexOf(quote, this.at)
      const end = close < 0 ? this.text.length : close
      const escape = this.text.slice(this.at, end).indexOf('\\')
      this.spend(end - this.at + 1)
      if (escape < 0) {
        this.at = end
        break
      }
      this.at += escape
      pieces.push(this.text.slice(from, this.at), this.escaped())
      from = ++this.at
    }
    pieces.push(this.text.slice(from, this.at))
    this.at++
    const text = pieces.join('')
    return quote === '`' && text.includes('${') ? UNKNOWN : text.slice(0, MAX_STRING)
  }

  /** Leaves the place on the last character of the escape. */
  escaped(): string {
    const code = this.text.charAt(++this.at)
    const simple: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '\n': '' }
    const size = code === 'u' ? 4 : code === 'x' ? 2 : 0
    const hex = this.text.slice(this.at + 1, this.at + 1 + size)
    if (size === 0 || !/^[0-9a-f]+$/i.test(hex) || hex.length < size) return simple[code] ?? code
    this.at += size
    return String.fromCharCode(Number.parseInt(hex, 16))
  }

  object(depth: number): unknown {
    // Without a prototype: a key may be called anything.
    const object = Object.create(null) as Record<string, unknown>
    this.at++
    for (;;) {
      const first = this.peek()
      if (first === '' || first === ')' || first === ']') return object
      if (first === '}') {
        this.at++
        return object
      }
      if (first === ',' || first === ';') {
        this.at++
        continue
      }
      const key = first === '"' || first === "'" ? this.string(first) : this.take(KEY)
      if (typeof key === 'string' && key !== '' && this.peek() === ':') {
        this.at++
        const value = this.value(depth)
        if (value !== UNKNOWN) object[key] = value
      } else this.skip()
    }
  }

  take(pattern: RegExp): string {
    pattern.lastIndex = this.at
    const [found = ''] = pattern.exec(this.text) ?? []
    this.at += found.length
    this.spend(found.length)
    return found
  }

  list(close: string, depth: number): unknown[] {
    const list: unknown[] = []
    if (close === ']') this.at++
    for (;;) {
      const first = this.peek()
      if (first === '' || '}])'.includes(first)) {
        if (first === close) this.at++
        return list
      }
      if (first === ',' || first === ';') {
        this.at++
        continue
      }
      const value = this.value(depth)
      list.push(value === UNKNOWN ? null : value)
    }
  }

  /** Over what is not understood, to what closes it. */
  skip(): void {
    const start = this.at
    let open = 0
    for (; this.at < this.text.length; this.at++) {
      const char = this.text.charAt(this.at)
      if (char === '"' || char === "'" || char === '`') {
        this.string(char)
        this.at--
      } else if ('([{'.includes(char)) {
        this.passed = true
        open++
      }
      else if (')]}'.includes(char)) {
        if (open-- === 0) break
      } else if (open === 0 && (char === ',' || char === ';')) break
    }
    this.spend(this.at - start)
  }

  after(mark: string): number {
    const found = this.text.indexOf(mark, this.at)
    return found < 0 ? this.text.length : found + mark.length
  }

  spend(characters: number): void {
    this.allowance.characters -= characters
    if (this.allowance.characters < 0) throw new Spent()
  }
}

export interface Literals {
  values: unknown[]
  /** Where to look on: behind what was read, or inside it where code was passed over that may say more. */
  next: number
}

const PORTION = 40_000

/** The arguments of a call, from just behind its parenthesis, with null in place of each that is no literal. None where they are too long. */
export function readArguments(text: string, at: number, allowance: Allowance): Literals {
  return attempt(text, at, allowance, (reader) => reader.list(')', 0))
}

/** One value; none where it is no literal or too long. */
export function readValue(text: string, at: number, allowance: Allowance, most = PORTION): Literals {
  return attempt(text, at, allowance, (reader) => [reader.value(0)].filter((value) => value !== UNKNOWN), most)
}

function attempt(text: string, at: number, allowance: Allowance, read: (reader: Reader) => unknown[], most = PORTION): Literals {
  const portion = allowance.portion(most)
  const reader = new Reader(text, at, portion)
  try {
    const values = read(reader)
    return { values, next: reader.passed ? at : reader.at }
  } catch (error) {
    if (error instanceof Spent) return { values: [], next: reader.at }
    throw error
  } finally {
    allowance.characters += Math.max(0, portion.characters)
  }
}

const WRAPPING = /^\s*(?:<!--|\/\/\s*<!\[CDATA\[|\/\*\s*<!\[CDATA\[\s*\*\/|<!\[CDATA\[)|(?:\/\/\s*\]\]>|\/\*\s*\]\]>\s*\*\/|\]\]>|-->)\s*$/g

/** What is broken and longer than this is made to be slow. */
const MOST_BROKEN = 100_000

/** JSON as pages write it. */
export function lenientJson(text: string, allowance: Allowance): unknown {
  if (text.length > allowance.characters) return null
  try {
    const value = JSON.parse(text) as unknown
    allowance.characters -= text.length
    return value
  } catch {
    return readValue(text.replace(WRAPPING, ''), 0, allowance, MOST_BROKEN).values[0] ?? null
  }
}
