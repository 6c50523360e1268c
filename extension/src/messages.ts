// What the worker is told.
import type { PageKind } from './capture/types.ts'

/** From the gate, which runs beside a page: believed no further than this. */
export interface PageSeen {
  readonly kind: 'page-seen'
  readonly page: Exclude<PageKind, 'none'>
}

export function isPageSeen(message: unknown): message is PageSeen {
  if (typeof message !== 'object' || message === null) return false
  const { kind, page } = message as Partial<PageSeen>
  return kind === 'page-seen' && (page === 'confirmation' || page === 'checkout' || page === 'orders')
}

/** From a screen: there is something to send, and the screen may close any moment. */
export interface SyncWanted {
  readonly kind: 'sync-wanted'
}

export const isSyncWanted = (message: unknown): message is SyncWanted =>
  typeof message === 'object' && message !== null && (message as Partial<SyncWanted>).kind === 'sync-wanted'
