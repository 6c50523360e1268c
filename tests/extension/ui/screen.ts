// A screen without a browser: what preact renders, with the focus as browsers have it. An element that is taken out or moved loses it.
import { parseHTML } from 'linkedom'
import { type ComponentChild, render } from 'preact'
import { afterEach, beforeEach, vi } from 'vitest'

interface Shown {
  readonly document: Document
  readonly window: { HTMLElement: { prototype: HTMLElement }; Event: typeof Event }
}

class Screen {
  readonly #document: Document
  readonly #event: typeof Event
  #focused: Element | null = null

  constructor() {
    const { document, window } = parseHTML('<!doctype html><html><head></head><body><main></main></body></html>') as unknown as Shown
    this.#document = document
    this.#event = window.Event
    const seize = (element: Element | null): void => void (this.#focused = element)
    window.HTMLElement.prototype.focus = function (this: HTMLElement) {
      seize(this)
    }
    const lose = (moved: Node): void => {
      if (this.#focused && moved.contains(this.#focused)) this.#focused = null
    }
    for (let prototype = Object.getPrototypeOf(document.createElement('div')) as Record<string, unknown> | null; prototype; prototype = Object.getPrototypeOf(prototype) as typeof prototype)
      for (const name of ['insertBefore', 'removeChild', 'appendChild', 'remove']) {
        const real = Object.getOwnPropertyDescriptor(prototype, name)?.value as ((...given: unknown[]) => unknown) | undefined
        if (!real) continue
        prototype[name] = function (this: Node, ...given: unknown[]) {
          lose(name === 'remove' ? this : (given[0] as Node))
          return real.apply(this, given)
        }
      }
    Object.defineProperty(document, 'activeElement', { get: () => this.focused })
    vi.stubGlobal('document', document)
    vi.stubGlobal('location', new URL('chrome-extension://counterfoil/setup.html'))
  }

  get body(): HTMLElement {
    return this.#document.body
  }

  /** The body, where nothing has it. */
  get focused(): Element {
    return this.#focused?.isConnected ? this.#focused : this.body
  }

  get all(): HTMLElement[] {
    return [...this.#document.querySelectorAll<HTMLElement>('*')]
  }

  show(what: ComponentChild): void {
    render(what, this.#document.querySelector('main') as Element)
  }

  find(selector: string): HTMLElement {
    const found = this.#document.querySelector<HTMLElement>(selector)
    if (!found) throw new Error(`${selector} is not on the screen: ${this.body.textContent}`)
    return found
  }

  button(words: string): HTMLElement {
    const found = [...this.#document.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === words)
    if (!found) throw new Error(`there is no button “${words}”: ${this.body.textContent}`)
    return found
  }

  /** As a click does: the focus is on what is pressed. */
  press(words: string): void {
    const button = this.button(words)
    button.focus()
    button.dispatchEvent(new this.#event('click', { bubbles: true, cancelable: true }))
  }

  submit(): void {
    this.find('form').dispatchEvent(new this.#event('submit', { bubbles: true, cancelable: true }))
  }

  type(selector: string, text: string): void {
    const field = this.find(selector) as HTMLInputElement
    field.value = text
    field.dispatchEvent(new this.#event('input', { bubbles: true }))
  }
}

/** A new one for each test of the file that imports it. */
export let screen: Screen
beforeEach(() => {
  screen = new Screen()
})
afterEach(() => {
  screen.show(null)
  vi.unstubAllGlobals()
})

/** What is done before the next frame: rendering, and whatever else waits for no timer. */
export async function sameTask(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
}
