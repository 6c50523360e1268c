/**
 * Sends a document out for one page of terms: Chromium's worker has no DOM, so an offscreen document (reason DOM_PARSER) fetches and parses it;
 * in Firefox a frame of the background page does. It lives for one page, so that whatever a page does to it goes with it; one at a time.
 */
import { browser } from '../browser.ts'
import { type Brought, channelOf, type Errand, type Said } from './errand.ts'

/** Longer than fetching may take; what is left is for parsing. */
const LONGEST = 25_000

export async function bring(errand: Errand): Promise<Brought> {
  return await navigator.locks.request('counterfoil-offscreen', async () => {
    const id = crypto.randomUUID()
    const channel = new BroadcastChannel(channelOf(id))
    const patience = new AbortController()
    try {
      const answered = answer(channel, errand, patience.signal)
      await openDocument(`/offscreen.html#${id}`)
      return await answered
    } finally {
      patience.abort()
      channel.close()
      await closeDocument()
    }
  })
}

function answer(channel: BroadcastChannel, errand: Errand, over: AbortSignal): Promise<Brought> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve({ kind: 'refused', reason: 'timeout' }), LONGEST)
    over.addEventListener('abort', () => clearTimeout(timer))
    channel.onmessage = ({ data }: MessageEvent<Said>) => {
      if ('ready' in data) channel.postMessage({ errand } satisfies Said)
      else if ('brought' in data) resolve(data.brought)
    }
  })
}

let frame: HTMLIFrameElement | null = null

async function openDocument(path: `/offscreen.html#${string}`): Promise<void> {
  if (typeof document !== 'undefined') {
    frame = document.createElement('iframe')
    frame.src = browser.runtime.getURL(path)
    document.body.append(frame)
    return
  }
  // One is left where a worker died over it.
  await closeDocument()
  await browser.offscreen.createDocument({ url: path, reasons: ['DOM_PARSER'], justification: 'Reads the terms of a shop where one buys.' })
}

async function closeDocument(): Promise<void> {
  if (typeof document === 'undefined') return browser.offscreen.closeDocument().catch(() => undefined)
  frame?.remove()
  frame = null
}
