// What passes between the worker and the toast in the page.

/** Shown as text only. */
export interface ToastWords {
  readonly vendor: string
  /** Number and total, as far as they were read. */
  readonly facts: readonly string[]
}

declare global {
  /** What the injected script leaves in its isolated world; takes `ToastWords` as JSON text. */
  // `var` is how a global is declared.
  var counterfoilToast: ((words: string) => void) | undefined
}
