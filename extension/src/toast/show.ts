// Brings the toast into the page that was read.
import { browser } from '../browser.ts'
import type { Target } from '../capture/reader.ts'
import type { CapturedOrder } from '../capture/types.ts'
import { formatMoney } from '../ui/money.ts'
import { clip, inOrder } from '../ui/text.ts'
import type { ToastWords } from './contract.ts'

export async function showToast({ tabId, documentId, url }: Target, vendor: string, { orderNumber, total, currency }: CapturedOrder): Promise<void> {
  const number = orderNumber && clip(inOrder(orderNumber.value), 40)
  const paid = total && clip(formatMoney(total.value, currency?.value ?? null), 40)
  const words: ToastWords = { vendor: clip(vendor, 60), facts: [number, paid].filter((fact) => fact !== null) }
  const target = documentId === undefined ? { tabId, frameIds: [0] } : { tabId, documentIds: [documentId] }
  try {
    await browser.scripting.executeScript({ target, files: ['/toast.js'] })
    await browser.scripting.executeScript({
      target,
      // Another site may stand there by now, and this is not its order.
      func: (text: string, origin: string) => void (location.origin === origin && globalThis.counterfoilToast?.(text)),
      args: [JSON.stringify(words), new URL(url).origin],
    })
  } catch {
    // The page went away. The order is saved, and that is in the popup.
  }
}
