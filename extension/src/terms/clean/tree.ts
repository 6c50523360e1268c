/**
 * The document as a small tree of our own, read in one walk and never written to. All that follows works on this tree, so that a document is
 * neither copied nor asked twice, and so that no depth of nesting becomes a depth of calls.
 */
import { emailOf } from './email.ts'
import { iconic, kindOf, type Furniture } from './furniture.ts'
import { DEEPEST, MOST_NODES, MOST_TEXT, TooLarge } from './limits.ts'

export interface Part {
  /** Lower case. */
  readonly tag: string
  /** For the few attributes that are only asked of parts that are kept. */
  readonly element: Element
  readonly parent: Part | null
  readonly children: (Part | string)[]
  readonly furniture: Furniture
  readonly block: boolean
  /** In an article or the page's main part. */
  readonly within: boolean
  /** Has blocks below it, whatever it is itself. */
  holdsBlocks: boolean
  /** Characters of text, those of them in links that lead away, and those in text that reads like sentences. */
  chars: number
  linked: number
  prose: number
  /** The prose that is not in furniture; and with what only class names say is furniture. */
  solid: number
  framed: number
  /** Links that lead away, things to press, and things to fill in. */
  links: number
  buttons: number
  fields: number
  /** Of those, the ones for passwords that are no furniture's. */
  secrets: number
  /** Characters that are directly the block's own, with what is inline in it. */
  own: number
  ownLinked: number
}

const NEVER = new Set(
  'script style svg math iframe object embed applet canvas audio video map area link meta base param source track picture img select datalist option optgroup progress meter head title frameset frame noframes dialog-polyfill'.split(' '),
)
const BLOCKS = new Set(
  'address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul textarea'.split(' '),
)
const NO_FIELD = new Set(['hidden', 'checkbox', 'radio', 'submit', 'button', 'image', 'reset'])
/** Text of this length, links aside, is a sentence more often than a label. */
const SENTENCE = 60
/** A sign of these scripts says as much as two or three letters. */
const DENSE = /[\u0e00-\u0e7f\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]/
const DENSE_WEIGHT = 2.5
/** Where sites show terms to be scrolled through. */
const LONG_FIELD = 300
const ELEMENT = 1
const TEXT = 3

/** Stand among a part's texts: for a line's end, and where a dissolved block began or ended. No parsed text is one of these. */
export const BREAK = '\u0001'
export const PARTED = '\u0002'

interface Frame {
  readonly part: Part
  /** What ends with this frame: the part; a block that was dissolved in its part; or, as with slots, nothing. */
  readonly ends: 'part' | 'block' | 'nothing'
  readonly block: Part
  readonly away: boolean
  next: Node | null
  /** Instead of `next`: what a slot shows. */
  readonly slotted: readonly Node[] | null
  at: number
  readonly host: Element | null
}

/** Throws `TooLarge`. */
export function read(root: Element): Part {
  const top = partOf(root, 'body', null)
  const frames: Frame[] = [{ part: top, ends: 'part', block: top, away: false, ...inside(root, null) }]
  let nodes = 0
  let text = 0
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const node = frame.slotted === null ? frame.next : (frame.slotted[frame.at++] ?? null)
    if (node === null) {
      frames.pop()
      if (frame.ends === 'part') close(frame.part)
      else if (frame.ends === 'block') frame.part.children.push(PARTED)
      continue
    }
    if (frame.slotted === null) frame.next = node.nextSibling
    if (++nodes > MOST_NODES) throw new TooLarge()
    if (node.nodeType === TEXT) {
      const data = (node as Text).data
      if ((text += data.length) > MOST_TEXT) throw new TooLarge()
      add(frame, data)
    } else if (node.nodeType === ELEMENT) {
      const opened = open(node as Element, frame, frames.length)
      if (opened !== null) frames.push(opened)
    }
  }
  return top
}

function open(element: Element, frame: Frame, depth: number): Frame | null {
  const tag = element.localName
  const { part, block } = frame
  if (NEVER.has(tag)) return null
  if (tag === 'br') {
    part.children.push(BREAK)
    return null
  }
  if (tag === 'input' || (tag === 'textarea' && (element.textContent?.length ?? 0) < LONG_FIELD)) {
    const type = element.getAttribute('type')?.toLowerCase() ?? ''
    if (!NO_FIELD.has(type)) part.fields++
    if (type === 'password') part.secrets++
    return null
  }
  if (tag === 'noscript' || (tag === 'template' && !element.hasAttribute('shadowrootmode'))) return null
  const email = emailOf(element, tag)
  if (email !== null) {
    add(frame, email)
    return null
  }
  if (tag === 'slot' && frame.host !== null) {
    const slotted = slottedIn(frame.host, element.getAttribute('name') ?? '')
    // A host's own children are not in the shadow.
    return { ...frame, ends: 'nothing', ...(slotted.length > 0 ? { next: null, slotted, at: 0, host: null } : inside(element, frame.host)) }
  }
  if (depth > DEEPEST) {
    const dissolved = BLOCKS.has(tag)
    if (dissolved) part.children.push(PARTED)
    return { ...frame, ends: dissolved ? 'block' : 'nothing', ...inside(element, frame.host) }
  }
  const made = partOf(element, tag, part)
  if (!made.block && iconic(element, tag)) return null
  part.children.push(made)
  let { away } = frame
  if (tag === 'a' && leadsAway(element)) {
    away = true
    made.links = 1
  } else if (tag === 'button' || (made.furniture === 'control' && tag !== 'label')) made.buttons = 1
  return { part: made, ends: 'part', block: made.block ? made : block, away, ...inside(element, frame.host) }
}

function partOf(element: Element, tag: string, parent: Part | null): Part {
  const within = parent !== null && (parent.within || parent.tag === 'article' || parent.tag === 'main')
  return { tag, element, parent, children: [], furniture: kindOf(element, tag, within), block: BLOCKS.has(tag), within, holdsBlocks: false, chars: 0, linked: 0, prose: 0, solid: 0, framed: 0, links: 0, buttons: 0, fields: 0, secrets: 0, own: 0, ownLinked: 0 }
}

/** An open shadow root, attached or declared, is what is seen of its element. */
function inside(element: Element, host: Element | null): Pick<Frame, 'next' | 'slotted' | 'at' | 'host'> {
  if (element.localName === 'template') return { next: (element as HTMLTemplateElement).content.firstChild, slotted: null, at: 0, host: element.parentElement }
  const shadow = element.shadowRoot
  return { next: (shadow ?? element).firstChild, slotted: null, at: 0, host: shadow == null ? host : element }
}

function slottedIn(host: Element, name: string): Node[] {
  const found: Node[] = []
  for (let node = host.firstChild; node !== null; node = node.nextSibling) {
    const wanted = node.nodeType === ELEMENT ? ((node as Element).getAttribute('slot') ?? '') : ''
    if (wanted === name && !(node.nodeType === ELEMENT && (node as Element).localName === 'template')) found.push(node)
  }
  return found
}

function add({ part, block, away }: Frame, data: string): void {
  part.children.push(data)
  const trimmed = data.trim()
  if (trimmed === '') return
  const length = DENSE.test(trimmed.slice(0, 8)) ? Math.round(trimmed.length * DENSE_WEIGHT) : trimmed.length
  part.chars += length
  block.own += length
  if (!away) return
  part.linked += length
  block.ownLinked += length
}

/** A part is whole: what is below it counts for the one above. */
function close(part: Part): void {
  const { parent, furniture } = part
  const plain = part.own - part.ownLinked
  if (part.block && plain >= SENTENCE) {
    part.prose += plain
    part.solid += plain
    part.framed += plain
  }
  if (parent === null) return
  parent.chars += part.chars
  parent.linked += part.linked
  parent.prose += part.prose
  // Sentences in furniture say nothing of where the text is.
  const apart = furniture === 'certain' || furniture === 'consent'
  if (!apart) parent.framed += part.framed
  if (!apart && furniture !== 'frame') parent.solid += part.solid
  parent.links += part.links
  parent.buttons += part.buttons
  parent.fields += part.fields
  if (furniture === 'none') parent.secrets += part.secrets
  parent.holdsBlocks ||= part.block || part.holdsBlocks
}

/** To a place in the same text is nowhere. */
function leadsAway(link: Element): boolean {
  const target = link.getAttribute('href')
  return target !== null && !target.startsWith('#')
}
