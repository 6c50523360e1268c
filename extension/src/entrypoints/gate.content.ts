import { browser } from '../browser.ts'
import { gate } from '../capture/gate.ts'
import type { PageSeen } from '../messages.ts'

// Registered by the background where the person allowed it; the manifest names no site (see gate-registration.ts).
export default defineContentScript({
  registration: 'runtime',
  main() {
    const page = gate(document, location.href)
    if (page === 'none') return
    const message: PageSeen = { kind: 'page-seen', page }
    // Nobody listens while the extension is being updated; the next page is read again.
    void browser.runtime.sendMessage(message).catch(() => undefined)
  },
})
