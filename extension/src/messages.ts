// What the gate tells the background. It comes from a content script beside a page, so it is believed no further than this.
import type { PageKind } from './capture/types.ts'

export interface PageSeen {
  readonly kind: 'page-seen'
  readonly page: Exclude<PageKind, 'none'>
}

export function isPageSeen(message: unknown): message is PageSeen {
  if (typeof message !== 'object' || message === null) return false
  const { kind, page } = message as Partial<PageSeen>
  return kind === 'page-seen' && (page === 'confirmation' || page === 'checkout')
}
