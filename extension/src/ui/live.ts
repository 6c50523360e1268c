/** What the screens know about the history, kept fresh. */
import { useEffect, useState } from 'preact/hooks'
import type { App, ChangedTerms, LockState, OrderView, Status, Terms, WaitingView } from '../app.ts'
import { readAccess, watchAccess, type Access } from '../consent.ts'
import { wordsOf } from './text.ts'

export interface Live {
  app: App | null
  /** null: not read yet. While it is locked all the rest is empty. */
  lock: LockState | null
  status: Status | null
  /** null: not read yet, or not asked for. */
  orders: OrderView[] | null
  waiting: WaitingView[]
  /** null: not read yet, or not asked for. They come after the orders, which people look for first. */
  terms: Terms | null
  changes: ChangedTerms[]
  /** Words for the person, if even opening failed. */
  failed: string | null
}

const NOTHING = { status: null, orders: null, waiting: [], terms: null, changes: [], failed: null }

/** During a long sync changes come in bursts; reading them all would keep the screen from answering. */
const PAUSE = 200

export function useLive(opening: Promise<App>, wanted: { orders: boolean; terms?: boolean }): Live {
  const [live, setLive] = useState<Live>({ app: null, lock: null, ...NOTHING })

  useEffect(() => {
    let over = false
    let running = false
    let again = false
    let stop = (): void => undefined
    let locked = false
    /** What was being read when it was locked is dropped. */
    const show = (part: Partial<Live>): void => {
      if (!over && !locked) setLive((before) => ({ ...before, ...part }))
    }

    /** At once and before anything is read: once it is locked, nothing of before stays on the screen. */
    async function changed(app: App): Promise<void> {
      try {
        const lock = await app.lock()
        locked = lock.state === 'locked'
        if (!over) setLive((before) => (locked ? { app, lock, ...NOTHING } : { ...before, app, lock }))
      } catch (error) {
        show({ failed: wordsOf(error) })
      }
      if (!locked) await refresh(app)
    }

    async function refresh(app: App): Promise<void> {
      again = true
      if (running) return
      running = true
      while (again && !over && !locked) {
        again = false
        try {
          const orders = wanted.orders ? app.orders() : null
          orders?.catch(() => undefined)
          show({ status: await app.status() })
          if (orders !== null) show({ orders: await orders, waiting: await app.waiting() })
          if (wanted.terms === true && orders !== null) {
            const terms = await app.terms()
            show({ terms })
            show({ changes: await app.changedTerms(terms, await orders) })
          }
          show({ failed: null })
        } catch (error) {
          show({ failed: wordsOf(error) })
        }
        await new Promise((done) => setTimeout(done, PAUSE))
      }
      running = false
    }

    opening.then(
      (app) => {
        if (over) return
        const stops = [app.subscribe(() => void changed(app)), app.stayInSync()]
        stop = () => stops.forEach((each) => each())
        void changed(app)
      },
      (error: unknown) => show({ failed: wordsOf(error) }),
    )
    return () => {
      over = true
      stop()
    }
  }, [opening])

  return live
}

/** null until it was read. */
export function useAccess(): Access | null {
  const [access, setAccess] = useState<Access | null>(null)
  useEffect(() => {
    const refresh = (): void => void readAccess().then(setAccess)
    refresh()
    return watchAccess(refresh)
  }, [])
  return access
}

/** The time, moving on by itself so that "2 minutes ago" stays true. */
export function useNow(every: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every)
    return () => clearInterval(timer)
  }, [every])
  return now
}
