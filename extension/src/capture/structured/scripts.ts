/**
 * The calls and assignments in the text of a page's own scripts, read and never run. This works where a tag waits for consent that was
 * not given, where a blocker ate it, and where nobody may look into the page's variables.
 */
import { isData } from './plain.ts'
import { Allowance, readArguments, readValue } from './literal.ts'
import type { Said } from './said.ts'

const MAX_SCRIPT = 400_000
const MAX_TEXT = 2_000_000
const MAX_PARSED = 200_000
const MAX_SAID = 300

/** A script without one of these words tells of no purchase. */
const TELLING = /transaction_?id|orderid|order_(?:id|number|no|ref|total)|order(?:Number|Ref|No)\b|actionField|purchaseID|trackEcommerceOrder|trackTransaction|addTrans|['"](?:Purchase|checkout)['"]|Order Completed|Shopify\.checkout/i
/** Scripts that wait for consent are `text/plain`. */
const SCRIPT = /^(|module|text\/plain|(text|application)\/(x-)?(java|ecma)script.*)$/i
const OPENING = /([(=])\s*(?=[{["'])/g
/** The name before it, with the array's index in front of a `push` left off. */
const NAME = /([A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*){0,5})\s*$/
/** Calls that say nothing by themselves. */
const DULL = /^(?:if|for|while|switch|return|function|catch|typeof|new|\$|jQuery|require|define|import|eval)$|\.(?:querySelector(?:All)?|getElementById|addEventListener|createElement|setAttribute|getAttribute|getItem|setItem|match|replace|split|test|join|indexOf|includes|log|on|concat|css|attr|find|closest|contains|then|parse|stringify)$/
const LINE_COMMENTS = /^[ \t]*\/\/.*$/gm
const MAX_OPENINGS = 2_000

export function saidByScripts(document: Document): Said[] {
  const said: Said[] = []
  const allowance = new Allowance(MAX_PARSED)
  let length = 0
  for (const script of document.querySelectorAll('script:not([src])')) {
    if (!SCRIPT.test(script.getAttribute('type')?.trim() ?? '')) continue
    const text = script.textContent ?? ''
    length += text.length
    if (length > MAX_TEXT || said.length >= MAX_SAID || allowance.characters <= 0) break
    if (text.length > MAX_SCRIPT || !TELLING.test(text)) continue
    read(withoutComments(text), said, allowance)
  }
  return said
}

/** An order in a comment was not placed. */
function withoutComments(text: string): string {
  const kept: string[] = []
  let from = 0
  for (let open = text.indexOf('/*'); open >= 0; open = text.indexOf('/*', from)) {
    const close = text.indexOf('*/', open + 2)
    if (close < 0) break
    kept.push(text.slice(from, open))
    from = close + 2
  }
  kept.push(text.slice(from))
  return kept.join(' ').replace(LINE_COMMENTS, '')
}

function read(text: string, said: Said[], allowance: Allowance): void {
  const fields = new Map<string, Record<string, unknown>>()
  OPENING.lastIndex = 0
  let openings = 0
  for (let match = OPENING.exec(text); match !== null && said.length < MAX_SAID && ++openings < MAX_OPENINGS; match = OPENING.exec(text)) {
    const name = NAME.exec(text.slice(Math.max(0, match.index - 80), match.index))?.[1]
    if (name === undefined || DULL.test(name)) continue
    const call = match[1] === '('
    // A comparison is no assignment.
    if (!call && /[=!<>]\s*$/.test(text.slice(Math.max(0, match.index - 3), match.index))) continue
    const found = (call ? readArguments : readValue)(text, match.index + 1, allowance)
    if (allowance.characters <= 0) return
    if (call) said.push(...byCall(name, found.values))
    else if (found.values.length > 0) assign(name, found.values[0], said, fields)
    OPENING.lastIndex = Math.max(OPENING.lastIndex, found.next)
  }
  for (const [name, value] of fields) said.push({ name, value })
}

function byCall(name: string, args: unknown[]): Said[] {
  const method = /^(.*)\.(push|unshift)$/.exec(name)
  if (method !== null) {
    // `push("event", "purchase", {…})` is one command; `push({…}, {…})` are several entries.
    return typeof args[0] === 'string' ? [{ name: method[1] ?? name, value: args }] : args.filter((value) => typeof value === 'object' && value !== null).map((value) => ({ name: method[1] ?? name, value }))
  }
  const track = /\.(track|trackTransaction|addTrans)$/.exec(name)?.[1]
  if (track !== undefined) return [{ name, value: [track, ...args] }]
  if (isData(args[0])) return args.filter(isData).map((value) => ({ name, value }))
  return [{ name, value: args }]
}

/** `x.a = 1; x.b = 2` tells as much as `x = {a: 1, b: 2}`. */
function assign(name: string, value: unknown, said: Said[], fields: Map<string, Record<string, unknown>>): void {
  const bare = name.replace(/^(?:window|self|top|globalThis)\./, '')
  if (Array.isArray(value)) said.push(...value.filter((entry) => typeof entry === 'object' && entry !== null).slice(0, 50).map((entry) => ({ name: bare, value: entry as unknown })))
  else if (isData(value)) said.push({ name: bare, value })
  else {
    const dot = bare.lastIndexOf('.')
    if (dot < 0 || fields.size > 50) return
    const owner = bare.slice(0, dot)
    const known = fields.get(owner) ?? (Object.create(null) as Record<string, unknown>)
    known[bare.slice(dot + 1)] = value
    fields.set(owner, known)
  }
}
