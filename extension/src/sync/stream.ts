// Hears of new heads while a screen is open. What it hears is only a reason to read.
import type { Relay } from './relay.ts'
import type { Session } from './session.ts'

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
const TOKEN_REFUSED = 4401
/** This device was removed, or the history closed. By whom, the log says. */
const ENDED: readonly number[] = [4403, 4410]

/** Calls `heard` at every announcement until `signal` aborts; comes back by itself after the connection breaks. */
export async function listen(relay: Relay, session: Session, heard: () => void, signal: AbortSignal): Promise<void> {
  let wait = FIRST_PAUSE_MS
  while (!signal.aborted) {
    try {
      const { token } = await session.token()
      const ended = await once(relay.streamUrl, token, heard, signal)
      if (ended.worked) wait = FIRST_PAUSE_MS
      if (ended.code === TOKEN_REFUSED) await session.forget()
      if (ENDED.includes(ended.code)) heard()
    } catch {
      // Whatever it was, syncing meets it too and says so.
    }
    await pause(wait, signal)
    wait = Math.min(wait * 2, LONGEST_PAUSE_MS)
  }
}

/** Ends at once when `signal` aborts. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}

/** One connection; resolves when it ended, with whether it ever worked and the code it was closed with. */
function once(url: string, token: string, heard: () => void, signal: AbortSignal): Promise<{ worked: boolean; code: number }> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve({ worked: false, code: 0 })
    const socket = new WebSocket(url)
    let worked = false
    const stop = (): void => socket.close()
    signal.addEventListener('abort', stop, { once: true })
    // In the first frame and not in the address, which servers write down.
    socket.onopen = () => socket.send(JSON.stringify({ token }))
    socket.onmessage = () => {
      worked = true
      heard()
    }
    socket.onclose = ({ code }) => {
      signal.removeEventListener('abort', stop)
      resolve({ worked, code })
    }
  })
}
