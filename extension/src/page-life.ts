/**
 * The life of a page beside the gate: when to look at it again, and when to tell the worker. Runs on every permitted page, so it sleeps
 * but for a few moments: after the page came, after it became another one without loading, and after the person did something.
 */
import type { PageKind } from './capture/types.ts'
import type { FromGate } from './messages.ts'

/** The Navigation API, which Firefox 140 lacks and TypeScript does not know. */
interface WithNavigation {
  readonly Navigation?: unknown
  readonly navigation?: EventTarget
}

interface MovedTo extends Event {
  readonly navigationType: 'push' | 'replace' | 'traverse' | 'reload' | null
}

export interface Surroundings {
  gate(): PageKind
  /** False once the extension was updated or removed: this script is an orphan then. */
  isAlive(): boolean
  /** True once the worker is done with it; false if it died over it. */
  tell(message: FromGate): Promise<boolean>
}

/** A page that has not changed for so long has rendered. */
const QUIET = 800
/** One that never rests is looked at all the same. */
const IMPATIENT = 4_000
const SETTLES = 20_000
/** Steps of a checkout come by themselves at one address; the bank's part in between takes minutes. */
const STEPS = 15 * 60_000
/** Texts can change for ever (clocks, stocks): so often one page is told, and so often again when the person did something. */
const TELLS = 5
/** A page can give itself new addresses for ever: so many it may have before the person does something again. */
const MOVES = 30
const MOST_TEXT = 500_000

export function liveWith({ gate, isAlive, tell }: Surroundings): void {
  const observer = new MutationObserver(changed)

  let address = addressNow()
  let visit = 0
  let again = comesAgain()
  let settledAt = 0
  let life = SETTLES
  let gap = QUIET
  let firstChange = 0
  let lastChange = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let told: { visit: number; page: PageKind; text: string } | null = null
  let tells = TELLS
  let moves = MOVES

  function settle(): void {
    settledAt = performance.now()
    gap = QUIET
    observer.observe(document, { subtree: true, childList: true, characterData: true })
  }

  function changed(): void {
    lastChange = performance.now()
    // Not by a timer: a page that rests costs nothing while it is observed.
    if (lastChange - settledAt > life) return observer.disconnect()
    if (timer !== undefined) return
    firstChange = lastChange
    timer = setTimeout(check, gap)
  }

  function check(): void {
    const now = performance.now()
    const restless = now - lastChange < QUIET && now - firstChange < IMPATIENT
    timer = restless ? setTimeout(check, QUIET) : undefined
    if (restless) return
    gap = Math.min(gap * 1.5, IMPATIENT)
    look()
  }

  function look(): void {
    if (!isAlive()) return observer.disconnect()
    const page = gate()
    life = page === 'checkout' ? STEPS : SETTLES
    if (page === 'none') {
      if (told !== null && told.visit !== visit) {
        told = null
        void tell({ kind: 'page-left' })
      }
      return
    }
    const text = (document.body?.textContent ?? '').slice(0, MOST_TEXT)
    const other = told === null || told.visit !== visit || told.page !== page
    if (!other && (told?.text === text || tells === 0)) return
    if (!other) tells--
    const telling = (told = { visit, page, text })
    void tell({ kind: 'page-seen', page, visit: `${performance.timeOrigin}/${visit}`, again }).then((done) => {
      if (done || told !== telling || tells-- <= 0) return
      told = null
      timer ??= setTimeout(check, IMPATIENT)
    })
  }

  function arrive(seenBefore: boolean, isNew: boolean): void {
    address = addressNow()
    again = seenBefore
    if (isNew) {
      visit++
      tells = TELLS
    }
    settle()
    // What stands there now may still be the page before.
    changed()
  }

  function moved(type?: string | null): void {
    if (addressNow() !== address && moves-- > 0) arrive(type === 'traverse', type !== 'replace')
  }

  function acted({ isTrusted }: Event): void {
    if (!isTrusted) return
    tells = TELLS
    moves = MOVES
    settle()
  }

  // By the type of its interface: an element of the page's can be named `navigation`, but is no function.
  const { Navigation, navigation } = globalThis as WithNavigation
  if (typeof Navigation === 'function' && navigation) {
    navigation.addEventListener('currententrychange', (event) => event.isTrusted && moved((event as MovedTo).navigationType))
  } else {
    addEventListener('popstate', ({ isTrusted }) => isTrusted && moved('traverse'))
    setInterval(() => document.hidden || moved(), 1_000)
  }
  for (const type of ['click', 'change', 'submit']) addEventListener(type, acted, true)
  addEventListener('pageshow', ({ persisted, isTrusted }) => {
    if (!persisted || !isTrusted) return
    // The badge went with the page.
    told = null
    arrive(true, false)
  })

  const begin = (): void => {
    settle()
    look()
  }
  if ((document as { prerendering?: boolean }).prerendering) document.addEventListener('prerenderingchange', begin, { once: true })
  else begin()
}

/** Fragments are places in a page, but for those that are routes. */
function addressNow(): string {
  const [page = '', fragment = ''] = location.href.split('#', 2)
  return /^!?\//.test(fragment) ? location.href : page
}

/** Loaded anew or gone back to. */
function comesAgain(): boolean {
  const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  return entry?.type === 'reload' || entry?.type === 'back_forward'
}
