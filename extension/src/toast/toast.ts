/**
 * A few quiet words on the page when an order was saved, and how to take it back. In a closed shadow root, in the browser's top layer, as
 * large as its card and no larger. Its style is set property by property: a page's policy on styles does not reach that, and no style of
 * the page is as strong.
 */
import { browser } from '../browser.ts'
import type { Answer, ToastAnswered } from '../messages.ts'
import type { ToastWords } from './contract.ts'
import { ReallySeen } from './really-seen.ts'

const STAYS = 8_000
const ANSWER_STAYS = 4_000

type Style = Readonly<Record<string, string>>

const FONT = "14px/1.4 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
const INK = 'light-dark(#1a2422, #e7eceb)'
const QUIET = 'light-dark(#55615e, #a5b1ad)'
const ACCENT = 'light-dark(#0b6a5c, #72cfbc)'

const HOST: Style = {
  all: 'initial', 'color-scheme': 'light dark', direction: 'ltr', 'unicode-bidi': 'isolate', position: 'fixed', inset: 'auto 16px 16px auto', margin: '0', padding: '0',
  width: 'min(340px, calc(100vw - 32px))', height: 'auto', 'max-height': 'calc(100vh - 32px)', overflow: 'auto', display: 'block', 'z-index': '2147483647', 'box-sizing': 'border-box',
  font: FONT, color: INK, background: 'light-dark(#ffffff, #1c2321)', border: '1px solid light-dark(#dcdfda, #3b4743)', 'border-radius': '12px',
  'box-shadow': '0 6px 24px rgb(0 0 0 / 18%), 0 1px 3px rgb(0 0 0 / 12%)', opacity: '1', visibility: 'visible', 'pointer-events': 'auto', transform: 'none', filter: 'none',
  'clip-path': 'none', 'mix-blend-mode': 'normal', transition: 'none', animation: 'none', 'user-select': 'none',
}
const CARD: Style = { padding: '12px 8px 6px 14px' }
const HEAD: Style = { display: 'flex', 'align-items': 'flex-start', gap: '8px' }
const TEXT: Style = { flex: '1', 'min-width': '0', 'overflow-wrap': 'anywhere' }
const TITLE: Style = { 'font-weight': '600' }
const FACTS: Style = { color: QUIET, 'font-size': '13px' }
const BUTTONS: Style = { display: 'flex', 'flex-wrap': 'wrap', gap: '0 4px', margin: '4px 0 0 -8px' }
const BUTTON: Style = {
  all: 'unset', 'box-sizing': 'border-box', cursor: 'pointer', padding: '6px 8px', 'border-radius': '6px', 'min-height': '32px', font: FONT, 'font-size': '13px', 'font-weight': '600', color: ACCENT,
}
const LATER: Style = { ...BUTTON, 'font-weight': '400', color: QUIET }
const CLOSE: Style = { ...BUTTON, 'min-width': '32px', padding: '0', 'text-align': 'center', 'font-size': '18px', 'font-weight': '400', color: QUIET, 'margin-top': '-4px' }
const FOCUS: Style = { outline: `2px solid ${ACCENT}`, 'outline-offset': '-2px' }

const DONE: Record<Answer, string> = {
  undo: 'Undone. The order is in the bin.',
  'not-an-order': 'The order is in the bin. Pages like this one won’t be saved again.',
  never: 'You won’t see these any more. Settings can bring them back.',
}
const FAILED = 'That didn’t work. Please use Counterfoil’s button in the toolbar.'

let close: (() => void) | null = null

export function showToast({ vendor, facts }: ToastWords): void {
  close?.()
  const host = made('div', HOST)
  const shadow = host.attachShadow({ mode: 'closed' })
  const [card, head, text, title, details, buttons] = [CARD, HEAD, TEXT, TITLE, FACTS, BUTTONS].map((style) => made('div', style)) as [HTMLElement, HTMLElement, HTMLElement, HTMLElement, HTMLElement, HTMLElement]
  const seen = new ReallySeen(host)
  const gone = new AbortController()
  let waits = STAYS
  let answered = false

  /** A click leaves the focus behind as well, and would hold the toast for ever. */
  const keyed = (): boolean => shadow.activeElement?.matches(':focus-visible') ?? false

  const end = (): void => {
    gone.abort()
    seen.stop()
    clearInterval(clock)
    host.remove()
    if (close === end) close = null
  }
  close = end

  const answer = async (chosen: Answer): Promise<void> => {
    answered = true
    // The focus does not fall back to the page.
    if (keyed()) shut.focus()
    buttons.remove()
    dress(card, { 'padding-bottom': '12px' })
    const message: ToastAnswered = { kind: 'toast-answered', answer: chosen, document: performance.timeOrigin }
    const done: unknown = await browser.runtime.sendMessage(message).catch(() => false)
    title.textContent = done === true ? DONE[chosen] : FAILED
    if (chosen !== 'never') details.remove()
    waits = ANSWER_STAYS
  }

  const button = (label: string, style: Style, act: () => void, needsSight: boolean): HTMLElement => {
    const pressable = made('button', style)
    pressable.setAttribute('type', 'button')
    pressable.textContent = label
    pressable.addEventListener('click', (event) => {
      if (!event.isTrusted || answered && needsSight) return
      // A click by the keyboard has no place; one that closes harms nobody.
      const place = event.detail === 0 ? null : { x: event.clientX, y: event.clientY }
      if (!needsSight || seen.at(place)) act()
    })
    pressable.addEventListener('focus', () => pressable.matches(':focus-visible') && dress(pressable, FOCUS))
    pressable.addEventListener('blur', () => dress(pressable, { outline: 'none' }))
    return pressable
  }

  const shut = button('×', CLOSE, end, false)
  shut.setAttribute('aria-label', 'Close this message')
  buttons.append(
    button('Undo', BUTTON, () => void answer('undo'), true),
    button('Not an order', BUTTON, () => void answer('not-an-order'), true),
    button('Don’t show these', LATER, () => void answer('never'), true),
  )
  text.setAttribute('role', 'status')
  text.setAttribute('aria-live', 'polite')
  card.setAttribute('role', 'group')
  card.setAttribute('aria-label', 'Counterfoil')
  card.lang = 'en'
  head.append(text, shut)
  card.append(head, buttons)
  shadow.append(card)
  host.popover = 'manual'
  document.documentElement.append(host)
  host.showPopover()

  // What is there from the start is no change, and would not be read out.
  setTimeout(() => {
    title.textContent = 'Order saved to Counterfoil'
    const shop = document.createElement('bdi')
    shop.textContent = vendor
    details.append(shop, ...facts.flatMap((fact) => {
      const each = document.createElement('bdi')
      each.textContent = fact
      return [' · ', each]
    }))
    text.append(title, details)
    seen.watch()
  }, 50)

  for (const type of ['keydown', 'keyup', 'keypress']) card.addEventListener(type, (event) => event.stopPropagation())
  addEventListener('keydown', (event) => {
    if (event.isTrusted && event.key === 'Escape') end()
  }, { capture: true, signal: gone.signal })

  const clock = setInterval(() => {
    if (!host.isConnected) return end()
    seen.watch()
    const held = document.hidden || host.matches(':hover') || keyed()
    if (!held && (waits -= 250) <= 0) end()
  }, 250)
}

function made(tag: string, style: Style): HTMLElement {
  const element = document.createElement(tag)
  dress(element, style)
  return element
}

function dress(element: HTMLElement, style: Style): void {
  for (const [property, value] of Object.entries(style)) element.style.setProperty(property, value, 'important')
}
