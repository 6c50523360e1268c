/** How one gets about in the popup, as every view knows it. */
import type { Draft } from '../app.ts'
import { isPopup, openSetup, openTerms } from '../browser.ts'
import { fragmentOf, type Route } from '../terms-page/route.ts'

export type View =
  | { name: 'home' }
  | { name: 'vendor'; key: string }
  | { name: 'order'; id: string }
  | { name: 'edit'; id: string }
  | { name: 'bin' }
  | { name: 'waiting' }
  /** `draft`: what a page says, to start from. */
  | { name: 'add'; draft: Draft | null }

/** A word from the popup to the person, such as "Moved to the bin." */
export interface Word {
  text: string
  action?: { label: string; run: () => void }
  bad?: boolean
}

/** What every view may do to the popup. */
export interface Moves {
  go: (view: View) => void
  back: () => void
  say: (word: Word | null) => void
}

export function toTerms(route: Route): void {
  void openTerms(fragmentOf(route)).then(() => {
    if (isPopup()) window.close()
  })
}

export function toSetup(): void {
  void openSetup().then(() => {
    if (isPopup()) window.close()
  })
}
