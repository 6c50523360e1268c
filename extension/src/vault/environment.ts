// What a vault needs of the world around it, and what can be wrong with the local copy.
import type { Device } from '@counterfoil/crypto/device'
import type { Bytes } from '@counterfoil/crypto/encoding'
import type { Settings } from './settings.ts'

export interface Environment {
  readonly settings: Settings
  /** Web Locks' `request`. */
  readonly locked: <T>(name: string, work: () => Promise<T>) => Promise<T>
  /** Tells the other contexts that something changed. */
  readonly announce: () => void
  readonly now: () => number
  /** Hands what else is sealed to a device on to the box key of the one that takes its place. Done twice it does no harm. */
  readonly handOver: (before: Device, box: Bytes) => Promise<void>
  /** A file's sealed bytes from the relay; null: it does not have them, or cannot be asked now. */
  readonly fetchBlob?: (id: Bytes) => Promise<Bytes | null>
  readonly databaseName?: string
}

/** The browser deleted the local copy; `waiting` changes had not been written to the relay. */
export class LocalCopyLost extends Error {
  override readonly name = 'LocalCopyLost'
  readonly waiting: number

  constructor(waiting: number) {
    super('the browser deleted the local copy')
    this.waiting = waiting
  }
}

/** This browser has a history already, and nothing may write over it. */
export class HistoryExists extends Error {
  override readonly name = 'HistoryExists'
}

export const LOCK = 'counterfoil-vault'
