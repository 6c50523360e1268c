/**
 * The text inside a block of Markdown: emphasis, code, links. One pass over the text, whatever is in it: what does not close stays as it was
 * written, and nesting ends where no honest text goes.
 */

export type Inline =
  | string
  | { readonly kind: 'strong' | 'emphasis' | 'strike'; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  /** `url` as written; whoever shows it looks at it first. */
  | { readonly kind: 'link'; readonly url: string; readonly children: readonly Inline[] }
  | { readonly kind: 'break' }

interface Opening {
  readonly marker: string
  /** Where its own characters stand in what was read so far. */
  readonly at: number
}

/** Openings that wait at once: deeper ones are taken as written. */
const MOST_OPEN = 12
const LONGEST_URL = 4_000
const MARKERS: Readonly<Record<string, 'strong' | 'emphasis' | 'strike'>> = { '**': 'strong', __: 'strong', '*': 'emphasis', _: 'emphasis', '~~': 'strike' }
const SPECIAL = /[\\`*_~[\]<!&\n]/g
const ESCAPABLE = /[!-/:-@[-`{-~]/
/** What our Markdown is written with where a sign would else be one of a tag. */
const REFERENCE = /&(amp|lt|gt|quot);/y
const REFERRED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' }
const WORD = /[\p{L}\p{N}]/u
/** The one tag with a meaning: table cells have no other way to break a line. */
const BREAK = /<br *\/?>/iy
const AUTOLINK = /<(https?:\/\/[^\s<>]{1,2000}|[^\s<>@]{1,100}@[^\s<>@]{1,200})>/y
const DESTINATION = /\(\s*(?:<([^<>\n]*)>|((?:\\.|[^\s\\()]|\((?:\\.|[^\s\\()])*\))*))(?:\s+(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'))?\s*\)/y

export function inlineOf(text: string): readonly Inline[] {
  return new Reading(text).read()
}

/** What a person reads of it, without marks and addresses. */
export function plainOf(inline: readonly Inline[]): string {
  return inline.map((each) => (typeof each === 'string' ? each : each.kind === 'break' ? ' ' : each.kind === 'code' ? each.text : plainOf(each.children))).join('')
}

class Reading {
  readonly #text: string
  readonly #read: Inline[] = []
  readonly #open: Opening[] = []
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  read(): readonly Inline[] {
    while (this.#at < this.#text.length) {
      SPECIAL.lastIndex = this.#at
      const next = SPECIAL.exec(this.#text)?.index ?? this.#text.length
      if (next > this.#at) this.#take(this.#text.slice(this.#at, next))
      this.#at = next
      if (next < this.#text.length) this.#special(this.#text[next] ?? '')
    }
    return joined(this.#read)
  }

  #take(part: Inline): void {
    this.#read.push(part)
  }

  #special(char: string): void {
    if (char === '\\') this.#escape()
    else if (char === '`') this.#code()
    else if (char === '\n') this.#newline()
    else if (char === '<') this.#angle()
    else if (char === '&') this.#reference()
    else if (char === '[') this.#opening('[', 1)
    else if (char === ']') this.#closeLink()
    else if (char === '!') this.#image()
    else this.#run(char)
  }

  #escape(): void {
    const next = this.#text[this.#at + 1]
    if (next === '\n') {
      this.#take({ kind: 'break' })
      this.#at += 2
    } else if (next !== undefined && ESCAPABLE.test(next)) {
      this.#take(next)
      this.#at += 2
    } else this.#literal(1)
  }

  #reference(): void {
    REFERENCE.lastIndex = this.#at
    const [whole, name] = REFERENCE.exec(this.#text) ?? []
    if (whole === undefined) return this.#literal(1)
    this.#take(REFERRED[name ?? ''] ?? '')
    this.#at += whole.length
  }

  #literal(length: number): void {
    this.#take(this.#text.slice(this.#at, this.#at + length))
    this.#at += length
  }

  #newline(): void {
    const before = this.#read.at(-1)
    const hard = typeof before === 'string' && before.endsWith('  ')
    this.#take(hard ? { kind: 'break' } : ' ')
    this.#at++
  }

  #code(): void {
    const length = lengthOf(this.#text, this.#at, '`')
    const fence = '`'.repeat(length)
    // Looked for nearby only: a lone one would search the whole text again at every other.
    const near = this.#text.slice(this.#at + length, this.#at + length + 2_000)
    const end = near.indexOf(fence)
    if (end < 0) return this.#literal(length)
    this.#take({ kind: 'code', text: near.slice(0, end).trim() })
    this.#at += length + end + length
  }

  #angle(): void {
    BREAK.lastIndex = this.#at
    const broken = BREAK.exec(this.#text)?.[0]
    if (broken !== undefined) {
      this.#take({ kind: 'break' })
      this.#at += broken.length
      return
    }
    AUTOLINK.lastIndex = this.#at
    const [whole, address] = AUTOLINK.exec(this.#text) ?? []
    if (whole === undefined || address === undefined) return this.#literal(1)
    this.#take({ kind: 'link', url: address, children: [address] })
    this.#at += whole.length
  }

  /** Pictures are not kept; their words are, if they have any. */
  #image(): void {
    if (this.#text[this.#at + 1] !== '[') return this.#literal(1)
    this.#at++
  }

  #opening(marker: string, length: number): void {
    if (this.#open.length < MOST_OPEN) this.#open.push({ marker, at: this.#read.length })
    this.#take(this.#text.slice(this.#at, this.#at + length))
    this.#at += length
  }

  #closeLink(): void {
    const index = this.#open.findLastIndex(({ marker }) => marker === '[')
    const opening = this.#open[index]
    if (!opening) return this.#literal(1)
    this.#open.splice(index)
    const url = this.#destination()
    if (url === null) return this.#literal(1)
    const children = joined(this.#read.splice(opening.at).slice(1))
    if (children.length > 0) this.#take({ kind: 'link', url, children })
  }

  /** Of the link whose text ends here; moves past it. */
  #destination(): string | null {
    if (this.#text[this.#at + 1] !== '(') return null
    // A piece of it, so that no text is looked through for a closing bracket that never comes.
    const piece = this.#text.slice(this.#at + 1, this.#at + 1 + LONGEST_URL)
    DESTINATION.lastIndex = 0
    const [whole, angled, bare] = DESTINATION.exec(piece) ?? []
    if (whole === undefined) return null
    this.#at += 1 + whole.length
    return (angled ?? bare ?? '').replace(/\\([!-/:-@[-`{-~])/g, '$1')
  }

  #run(char: string): void {
    let left = lengthOf(this.#text, this.#at, char)
    if (left > 3 || (char === '~' && left !== 2)) return this.#literal(left)
    const before = this.#text[this.#at - 1] ?? ' '
    const after = this.#text[this.#at + left] ?? ' '
    const inWord = char === '_' && WORD.test(before) && WORD.test(after)
    const closes = !/\s/.test(before) && !inWord
    const opens = !/\s/.test(after) && !inWord
    while (closes && left > 0) {
      const index = this.#open.findLastIndex(({ marker }) => marker === '[' || (marker.startsWith(char) && marker.length <= left))
      const opening = this.#open[index]
      // What opened outside of a link's words does not end inside.
      if (!opening || opening.marker === '[' || opening.at === this.#read.length - 1) break
      this.#open.splice(index)
      const children = joined(this.#read.splice(opening.at).slice(1))
      const kind = MARKERS[opening.marker]
      if (kind !== undefined) this.#take({ kind, children })
      left -= opening.marker.length
      this.#at += opening.marker.length
    }
    while (left > 0) {
      const length = left >= 2 ? 2 : 1
      if (opens && MARKERS[char.repeat(length)] !== undefined) this.#opening(char.repeat(length), length)
      else this.#literal(length)
      left -= length
    }
  }
}

function lengthOf(text: string, at: number, char: string): number {
  let end = at
  while (text[end] === char) end++
  return end - at
}

/** Neighbouring pieces of text as one. */
function joined(parts: readonly Inline[]): readonly Inline[] {
  const all: Inline[] = []
  let text = ''
  for (const part of parts) {
    if (typeof part === 'string') text += part
    else {
      if (text !== '') all.push(part.kind === 'break' ? text.trimEnd() : text)
      text = ''
      all.push(part)
    }
  }
  if (text !== '') all.push(text)
  return all
}
