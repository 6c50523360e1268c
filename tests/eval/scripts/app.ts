// What the popup would show, for the evaluation to ask: run in one of the extension's own pages.
import { openApp } from '../../../extension/src/open.ts'

const opening = openApp()

export async function held() {
  const app = await opening
  return { orders: await app.orders(), waiting: await app.waiting() }
}
