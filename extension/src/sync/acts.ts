// Acts on who belongs, as statements carry them: made anew each time, for they name the members and the key of the moment.
import type { DeviceKeys } from '@counterfoil/crypto/device'
import { type Bytes, fromHex, toHex } from '@counterfoil/crypto/encoding'
import { startEpoch } from '@counterfoil/crypto/keyring'
import { type Act, type EpochStart, Role } from '@counterfoil/crypto/statement'
import { deviceId } from '@counterfoil/crypto/device'
import type { Vault } from '../vault/vault.ts'

type Here = Pick<Vault, 'log' | 'epoch' | 'account'>

function startWithout({ log, epoch, account }: Here, device: string | null): EpochStart {
  const left = [...log.roster.members].filter(([id]) => id !== device)
  return startEpoch(epoch, account, new Map(left.map(([id, { keys }]) => [id, keys])))[1]
}

/** `role` is a device's, or a kit's. */
export const add = ({ epoch }: Here, keys: DeviceKeys, role: Role = Role.device): Act => ({ kind: 'add', role, keys, epoch: epoch.number, sealedKey: epoch.sealTo(keys) })

/** `device` is an id in hex. */
export const revoke = (here: Here, device: string): Act => ({ kind: 'revoke', device: fromHex(device), start: startWithout(here, device) })

export const rotate = (here: Here): Act => ({ kind: 'rotate', start: startWithout(here, null) })

/** The same act for a statement that was lost and fits nowhere any more; null: there is nothing left to do. */
export function doneAgain(here: Here, act: Act, signer: Bytes): Act | null {
  const { roster } = here.log
  switch (act.kind) {
    case 'add': {
      const id = toHex(deviceId(act.keys))
      return roster.members.has(id) || roster.gone.has(id) || isOutcast(here, id) ? null : add(here, act.keys, act.role)
    }
    case 'revoke':
      return removal(here, toHex(act.device), act.start.number)
    case 'leave':
      return removal(here, toHex(signer), roster.epoch + 1)
    case 'rotate':
      return roster.epoch < act.start.number ? rotate(here) : null
    case 'notice':
      return roster.members.has(toHex(act.kit)) && !roster.notices.has(toHex(act.kit)) ? act : null
    case 'cancel':
      return roster.notices.has(toHex(act.kit)) ? act : null
    // A claim about a log that is gone, and an end that nobody here lived to see.
    default:
      return null
  }
}

/** Who is no member of this log may still have its key: then that ends. A kit has its seven days here as well, whatever the lost part said. */
function removal(here: Here, device: string, epoch: number): Act | null {
  const { roster } = here.log
  const member = roster.members.get(device)
  if (member?.role === Role.kit) return roster.notices.has(device) ? null : { kind: 'notice', kit: fromHex(device) }
  if (member) return revoke(here, device)
  return roster.gone.has(device) || roster.epoch >= epoch ? null : rotate(here)
}

const isOutcast = ({ log }: Here, device: string): boolean => log.toStored().outcasts.has(device)
