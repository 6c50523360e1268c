import { browser } from '../browser.ts'
import { gate } from '../capture/gate.ts'
import type { FromGate } from '../messages.ts'
import { liveWith } from '../page-life.ts'

/**
 * Registered by the worker where the person allowed it (see gate-registration.ts). An unlisted script, because WXT's wrapper for content
 * scripts is a tenth of the limit and posts a message that tells every page who is here.
 */
export default defineUnlistedScript(() => {
  liveWith({
    gate: () => gate(document, location.href),
    isAlive: () => browser.runtime?.id !== undefined,
    // Nobody listens while the extension is being updated.
    tell: (message: FromGate) => browser.runtime.sendMessage(message).then((done: unknown) => done === true, () => false),
  })
})
