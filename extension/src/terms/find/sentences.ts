/**
 * Sentences of acceptance, and how the person agrees to each: by a box, or by the button below. A sentence counts only beside a control that
 * sends something; every site says at its foot that using it means to agree.
 */
import { cleanText, fold } from '../../capture/clean.ts'
import { phrases } from '../../capture/match.ts'
import { PLACE_ORDER } from '../../capture/review-phrases.ts'
import type { Act } from '../types.ts'
import { AGREE, NEWSLETTER, SIGN_UP } from './agree-words.ts'
import { around, nameOf, parentOf, textOf, type Elements } from './elements.ts'
import { mark } from './lexicon.ts'
import type { Regions } from './places.ts'

export interface Sentence {
  readonly element: Element
  readonly wording: string
  readonly act: Act
}

interface Forms {
  readonly sentences: readonly Sentence[]
  /** Around the buttons that send and the boxes of their forms. */
  readonly near: ReadonlySet<Element>
}

const agree = phrases(AGREE)
const newsletter = phrases(NEWSLETTER)
const placeOrder = phrases(PLACE_ORDER)
const signUp = phrases(SIGN_UP)

const LONGEST = 900
const SHORTEST = 8
const MOST_KEPT = 600
/** What stands with a button, in characters and steps up. */
const BESIDE = 1_500
const STEPS = 6
const MOST_SENTENCES = 12
const MOST_BLOCKS = 250
const MOST_NEAR = 24
const INLINE = new Set('A ABBR B BDI BIG CITE EM FONT I MARK NOBR Q SMALL SPAN STRONG SUB SUP U WBR BUTTON INPUT'.split(' '))

export function formsOf({ boxes, buttons }: Elements, candidates: readonly Element[], regions: Regions): Forms {
  const senders = buttons.filter((button) => regions.of(button) !== 'banner' && sends(button)).slice(-MOST_NEAR)
  const near = new Set<Element>()
  for (const button of senders) surround(button, near)
  const ordering = senders.some((button) => isOrder(fold(nameOf(button, 60))))
  const forms = new Set(senders.map((button) => formOf(button)).filter((form) => form !== null))
  const found = new Map<Element, Sentence>()
  const add = (element: Element, wording: string, act: Act): void => {
    const text = cleanText(wording, MOST_KEPT)
    if (text === null || found.has(element) || found.size >= MOST_SENTENCES) return
    // Of a sentence and what is around it, the one with the box, else the shorter.
    for (const [other, sentence] of found) {
      if (!other.contains(element) && !element.contains(other)) continue
      if (sentence.act !== 'button' || act === 'button') return
      found.delete(other)
    }
    found.set(element, { element, wording: text, act })
  }
  for (const box of boxes) {
    const region = regions.of(box)
    if (region === 'banner' || region === 'header') continue
    const spoken = beside(box, boxes)
    if (spoken === null) continue
    near.add(spoken.element)
    if (isAcceptance(spoken.text) && isShown(spoken.element)) add(spoken.element, spoken.text, isTicked(box) ? 'ticked' : 'unticked')
  }
  const counts = (element: Element): boolean => {
    const region = regions.of(element)
    if (region === 'banner' || region === 'header') return false
    const form = formOf(element)
    if (form !== null && forms.has(form)) return true
    for (const up of around(element)) if (near.has(up)) return true
    return ordering && region === 'main'
  }
  if (senders.length > 0) {
    const blocks = new Set<Element>()
    for (const link of candidates) {
      const block = blockOf(link)
      if (block !== null && blocks.size < MOST_BLOCKS) blocks.add(block)
    }
    for (const place of near) for (const block of leaves(place)) if (blocks.size < MOST_BLOCKS) blocks.add(block)
    for (const block of blocks) {
      if (found.has(block) || !counts(block)) continue
      const spoken = sentenceAt(block)
      if (spoken !== null && isShown(block)) add(spoken.element, spoken.text, 'button')
    }
  }
  return { sentences: [...found.values()], near }
}

const MENTION = /\b(?:recaptcha|hcaptcha|turnstile)\b/i

/** Speaks of agreeing, and of terms. */
function isAcceptance(text: string): boolean {
  if (text.length < SHORTEST || text.length > LONGEST || MENTION.test(text)) return false
  const folded = fold(text)
  if (!agree.has(folded)) return false
  const said = mark(text).marks.flatMap((entry) => entry.types.filter(({ strength }) => strength === 'clear' || strength === 'bare'))
  const types = new Set(said.map(({ type }) => type))
  if (types.size === 0) return false
  const firm = said.some(({ type, strength }) => strength === 'clear' && (type === 'Terms of Service' || type === 'General Conditions of Sale'))
  if (firm) return true
  // What a banner says of cookies, and what a person may be sent.
  const ofCookies = types.has('Trackers Policy') && (types.size === 1 || (folded.match(/cookie/g)?.length ?? 0) > 1)
  return !ofCookies && !newsletter.has(folded)
}

/** The smallest part around a block that is a sentence of acceptance; a list of documents may follow its beginning. */
function sentenceAt(block: Element): { element: Element; text: string } | null {
  let up: Element | null = block
  for (let n = 0; up !== null && n < 3 && up.tagName !== 'BODY' && up.tagName !== 'FORM'; n++, up = parentOf(up)) {
    const text = textOf(up, LONGEST + 1)
    if (text.length > LONGEST) return null
    if (isAcceptance(text)) return { element: up, text: sentencesOf(text) }
  }
  return null
}

/** Of a paragraph, the sentences that speak of it. */
function sentencesOf(text: string): string {
  if (text.length <= MOST_KEPT) return text
  const parts = text.split(/(?<=[.!?。！？])\s+(?=\p{Lu}|[^\p{L}])|(?<=。)/u)
  const kept = parts.filter((part) => agree.has(fold(part)))
  return kept.length === 0 ? text : kept.join(' ')
}

function blockOf(link: Element): Element | null {
  for (const up of around(link)) {
    if (up === link || (INLINE.has(up.tagName) && up.tagName !== 'LABEL')) continue
    return up.tagName === 'BODY' || up.tagName === 'FORM' ? null : up
  }
  return null
}

/** Elements with text of their own. */
function leaves(place: Element): Element[] {
  return [...place.querySelectorAll('p, div, span, label, small, li, td, dd, em')].slice(0, MOST_BLOCKS).filter((element) => {
    for (let child = element.firstChild; child !== null; child = child.nextSibling) if (child.nodeType === 3 && (child.nodeValue ?? '').trim().length >= SHORTEST) return true
    return false
  })
}

function formOf(element: Element): Element | null {
  for (const up of around(element)) if (up.tagName === 'FORM') return up
  return null
}

/** The search field's button and the newsletter's send something too. */
function sends(button: Element): boolean {
  const name = fold(nameOf(button, 80)).replace(/[^\p{L}\p{N}]+$/u, '')
  if (isOrder(name) || (name.length < 40 && signUp.is(name))) return true
  const form = formOf(button)
  const type = (button.getAttribute('type') ?? (button.tagName === 'BUTTON' ? 'submit' : '')).toLowerCase()
  if (form === null || type !== 'submit') return false
  const role = form.getAttribute('role')
  const action = `${form.getAttribute('action') ?? ''} ${form.getAttribute('class') ?? ''} ${form.getAttribute('id') ?? ''}`.slice(0, 400)
  if (role === 'search' || /search|suche|recherche|newsletter|add-?to-?cart|cart\/add|coupon|voucher|currency|language|locale|wishlist|filter|i18n|set_?lang/i.test(action)) return false
  const fields = form.querySelectorAll('input:not([type=hidden]):not([type=submit]):not([type=search]):not([type=button]), select, textarea, [role=checkbox]')
  return fields.length >= 2 || form.querySelector('[type=password], [type=checkbox], [role=checkbox]') !== null
}

function isOrder(name: string): boolean {
  return name.length > 1 && name.length < 60 && placeOrder.has(name)
}

function surround(button: Element, near: Set<Element>): void {
  let up = parentOf(button)
  for (let n = 0; up !== null && n < STEPS; n++, up = parentOf(up)) {
    if (/^(?:BODY|HTML|MAIN|FOOTER)$/.test(up.tagName) || textOf(up, BESIDE + 1).length > BESIDE || up.querySelector('footer, header, nav') !== null) return
    near.add(up)
  }
}

const MOST_ROW_STEPS = 4

/** What a box is called by its label, or by the row that it has to itself. */
function beside(box: Element, boxes: readonly Element[]): { element: Element; text: string } | null {
  const label = labelOf(box)
  if (label !== null) {
    const text = textOf(label, LONGEST + 1)
    // A label may hold one word, and the sentence stand beside it.
    if (text.length >= SHORTEST && text.length <= LONGEST && isAcceptance(text)) return { element: label, text }
  }
  let up = parentOf(box)
  let best: { element: Element; text: string } | null = null
  for (let n = 0; up !== null && n < MOST_ROW_STEPS && !/^(?:BODY|FORM|MAIN|FIELDSET)$/.test(up.tagName); n++, up = parentOf(up)) {
    const around = up
    if (boxes.some((other) => other !== box && around.contains(other) && !(other.contains(box) || box.contains(other) || paired(other, box)))) break
    const text = textOf(up, LONGEST + 1)
    if (text.length > LONGEST) break
    if (text.length >= SHORTEST) {
      if (best === null) best = { element: up, text }
      if (isAcceptance(text)) return { element: up, text }
    }
  }
  return best
}

/** A styled box and the input behind it. */
function paired(one: Element, other: Element): boolean {
  return one.parentNode !== null && one.parentNode === other.parentNode && one.getAttribute('role') !== other.getAttribute('role') && (one.tagName === 'INPUT') !== (other.tagName === 'INPUT')
}

function labelOf(box: Element): Element | null {
  const wrapping = box.closest('label')
  if (wrapping !== null) return wrapping
  const root = box.getRootNode() as Document | ShadowRoot
  const named = box.getAttribute('aria-labelledby')?.trim().split(/\s+/)[0]
  const id = box.getAttribute('id')
  const byId = named === undefined || named === '' || named.length > 200 ? null : (root.getElementById?.(named) ?? null)
  if (byId !== null || id === null || id === '' || id.length > 200) return byId
  const labels = root.querySelectorAll('label[for]')
  for (let n = 0; n < labels.length && n < 500; n++) if (labels[n]?.getAttribute('for') === id) return labels[n] as Element
  return null
}

const MARKED = /(?:^|[\s_-])(?:checked|is-checked|active|selected|ticked)(?:\s|$)/

function isTicked(box: Element): boolean {
  // A document without a browser has the attribute only.
  if (box.tagName === 'INPUT') return (box as { checked?: boolean } & Element).checked ?? box.hasAttribute('checked')
  const said = box.getAttribute('aria-checked')
  return said !== null ? said === 'true' : MARKED.test(box.getAttribute('class') ?? '')
}

/** Other ways of paying keep their sentences in the page, unseen. Only a page that is shown can tell. */
function isShown(element: Element): boolean {
  if (element.closest('[hidden], template') !== null) return false
  for (const up of around(element)) if (/display\s*:\s*none/i.test((up.getAttribute('style') ?? '').slice(0, 500))) return false
  if (element.ownerDocument.defaultView === null || typeof element.checkVisibility !== 'function') return true
  return element.checkVisibility({ visibilityProperty: true })
}
