// Who belongs to the history, and who did, as the screens show it.
import { Refused } from '@counterfoil/crypto/errors'
import { toHex } from '@counterfoil/crypto/encoding'
import { type Member, NOTICE_MS, type NoticeGiven } from '@counterfoil/crypto/roster'
import { Role, sign } from '@counterfoil/crypto/statement'
import type { DeviceView } from '../app.ts'
import { revoke } from '../sync/acts.ts'
import { nameOf } from '../sync/names.ts'
import type { Vault } from '../vault/vault.ts'

const KINDS = { [Role.device]: 'device', [Role.kit]: 'kit' } as const

/** This one first, then members by when they came, then those that are gone, the newest first. */
export function deviceViews(vault: Vault): DeviceView[] {
  const { roster } = vault.log
  const members = [...roster.members].map(([id, member]) => memberView(vault, id, member))
  members.sort((one, other) => Number(other.here) - Number(one.here) || (one.added ?? 0) - (other.added ?? 0))
  const gone = [...roster.gone].map(([id, { role, by, date, how }]): DeviceView => {
    const removed = { at: date, by: how === 'leave' ? null : nameOf(vault, toHex(by)), how: how === 'leave' ? 'left' : 'removed' } as const
    return { ...common(vault, id, role), added: null, addedBy: null, gone: removed, notice: null, removable: false }
  })
  gone.sort((one, other) => (other.gone?.at ?? 0) - (one.gone?.at ?? 0))
  // Before a relay has the account, its log is still to be read.
  return members.length > 0 ? [...members, ...gone] : [{ ...common(vault, vault.device.name, Role.device), added: null, addedBy: null, gone: null, notice: null, removable: false }]
}

function memberView(vault: Vault, id: string, { role, since, by }: Member): DeviceView {
  const notice = vault.log.roster.notices.get(id)
  return {
    ...common(vault, id, role),
    added: since === 0 ? null : since,
    addedBy: by && nameOf(vault, toHex(by)),
    gone: null,
    notice: notice ? noticeView(vault, notice) : null,
    removable: mayRemove(vault, id),
  }
}

function common(vault: Vault, id: string, role: Role): Pick<DeviceView, 'id' | 'name' | 'kind' | 'here' | 'fingerprint' | 'lastSign'> {
  const fingerprint = (id.match(/.{4}/g) ?? []).join(' ')
  return { id, name: role === Role.kit ? null : nameOf(vault, id), kind: KINDS[role], here: id === vault.device.name, fingerprint, lastSign: vault.signs.get(id)?.date ?? null }
}

const noticeView = (vault: Vault, { signer, date }: NoticeGiven): DeviceView['notice'] => ({ by: nameOf(vault, toHex(signer)), at: date, until: date + NOTICE_MS })

/** By the very rule that every reader has. */
export function mayRemove(vault: Vault, id: string): boolean {
  const { log, account, device } = vault
  const member = log.roster.members.get(id)
  if (!member || id === device.name || vault.ending || !log.roster.members.has(device.name)) return false
  // Only a kit has terms of its own.
  if (member.role === Role.device) return true
  const place = { account, previous: log.roster.statement, head: log.head, date: vault.environment.now() }
  try {
    log.roster.check(sign(device, revoke(vault, id), place))
    return true
  } catch (error) {
    if (error instanceof Refused) return false
    throw error
  }
}
