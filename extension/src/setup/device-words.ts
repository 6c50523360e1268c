/** How the screens speak of the devices and kits of a history. */
import type { DeviceView } from '../app.ts'
import { formatAgo, formatDate } from '../ui/dates.ts'

export const dayOf = (ms: number, locale?: string): string => formatDate(new Date(ms).toISOString(), locale)

export interface Grouped {
  /** This browser first, then in the order that they came: none changes its place while one is being looked at. */
  devices: DeviceView[]
  kits: DeviceView[]
  /** The newest first. */
  gone: DeviceView[]
}

export function grouped(all: DeviceView[]): Grouped {
  const members = all.filter(({ gone }) => gone === null)
  return {
    devices: members.filter(({ kind }) => kind === 'device').sort((a, b) => Number(b.here) - Number(a.here) || (a.added ?? 0) - (b.added ?? 0)),
    kits: members.filter(({ kind }) => kind === 'kit').sort((a, b) => (b.added ?? 0) - (a.added ?? 0)),
    gone: all.filter(({ gone }) => gone !== null).sort((a, b) => (b.gone?.at ?? 0) - (a.gone?.at ?? 0)),
  }
}

/** A kit has no name of its own; a device's name may not have arrived yet. */
export function nameOf({ name, kind }: Pick<DeviceView, 'name' | 'kind'>): string {
  return kind === 'kit' ? 'Recovery kit' : (name ?? 'A device without a name')
}

/** Null where it is no longer known. */
export function addedWords({ added, addedBy, kind, gone }: DeviceView, locale?: string): string | null {
  if (added === null) return gone === null ? 'The first device' : null
  const how = kind === 'kit' ? 'Made' : 'Added'
  return `${how} on ${dayOf(added, locale)}${addedBy === null ? '' : `, by ${addedBy}`}`
}

export function lifeWords({ lastSign, kind, here, added }: DeviceView, now: number, locale?: string): string | null {
  if (here) return 'In use now'
  if (kind === 'kit') return null
  // Nobody may have its keys: a newcomer's browser can be lost between the two.
  if (lastSign === null) return added === null ? 'No sign of life yet' : 'Never seen since it was let in'
  return `Last sign of life ${formatAgo(lastSign, now, locale)}`
}

export function goneWords({ gone }: DeviceView, locale?: string): string | null {
  if (gone === null) return null
  if (gone.how === 'left') return `Left on ${dayOf(gone.at, locale)}`
  return `Removed on ${dayOf(gone.at, locale)}${gone.by === null ? '' : `, by ${gone.by}`}`
}

/** Of a kit that is to be removed. */
export function noticeWords({ notice, removable }: DeviceView, now: number, locale?: string): string | null {
  if (notice === null) return null
  const who = notice.by === null ? 'One of your devices' : notice.by
  const asked = `${who} asked on ${dayOf(notice.at, locale)} to remove this kit.`
  if (now >= notice.until) return `${asked} The seven days are over: it can be removed.`
  return `${asked} It can be removed from ${dayOf(notice.until, locale)} on${removable ? ', or now from here, because this is a second device' : ''}. If that was not you, keep the kit and remove that device.`
}
