// An epoch's key derives all others and is handed to each member in a sealed box (SPEC.md, *epoch*).
import { randomBytes } from '@noble/hashes/utils.js'
import { type Device, type DeviceKeys, sealBox } from './device.ts'
import { type Bytes, derive, equalBytes, exactly } from './encoding.ts'
import { Refused } from './errors.ts'
import * as labels from './labels.ts'

/** Number and 32-byte key of an epoch; the key only derives. */
export class Epoch {
  readonly number: number
  readonly key: Bytes
  readonly sealKey: Bytes
  readonly idKey: Bytes
  readonly commitment: Bytes

  constructor(number: number, key: Bytes) {
    exactly(32, key, 'an epoch key')
    this.number = number
    this.key = key
    this.sealKey = derive(key, labels.EPOCH_SEAL)
    this.idKey = derive(key, labels.EPOCH_ID)
    this.commitment = derive(key, labels.EPOCH_COMMIT)
  }

  static new(number = 0): Epoch {
    return new Epoch(number, randomBytes(32))
  }

  /** The key sealed to a member's box key: 80 bytes. */
  sealTo(keys: DeviceKeys): Bytes {
    return sealBox(keys.box, this.key)
  }
}

/** The epoch sealed to `device`; refused (`open`, `length`, `commitment`) if it is not the one its starting statement committed to. */
export function openEpoch(device: Device, number: number, sealedKey: Bytes, commitment: Bytes): Epoch {
  const epoch = new Epoch(number, device.openBox(sealedKey))
  if (!equalBytes(epoch.commitment, commitment))
    throw new Refused('commitment', "the sealed key is not the one that the epoch's statement committed to")
  return epoch
}
