import type { ToastWords } from '../toast/contract.ts'
import { showToast } from '../toast/toast.ts'

// Injected by the worker into the isolated world of a page whose order was saved.
export default defineUnlistedScript(() => {
  globalThis.counterfoilToast = (words) => showToast(JSON.parse(words) as ToastWords)
})
