/** The popup's frame: on the screen before the history, and the rest of this program, are read. */
import type { ComponentChildren } from 'preact'
import { Icon, Mark } from '../ui/components.tsx'
import { toSetup } from './moves.ts'

/** `back`: where there is a view to go back to. `tools`: before those that every view has; null: it is locked, and there are none. */
export function Shell({ back = null, tools, children }: { back?: (() => void) | null; tools: ComponentChildren; children: ComponentChildren }) {
  return (
    <div class="popup">
      <header class="top">
        {back !== null ? (
          <button type="button" class="back" onClick={back}>
            <Icon name="back" /> Back
          </button>
        ) : (
          <span class="brand">
            <Mark /> Counterfoil
          </span>
        )}
        {tools !== null && (
          <span class="top-tools">
            {tools}
            <button type="button" class="icon-button" aria-label="Settings" onClick={toSetup}>
              <Icon name="settings" />
            </button>
          </span>
        )}
      </header>
      {children}
    </div>
  )
}

export function Opening() {
  return <p class="loading quiet" aria-busy="true">Opening your history…</p>
}
