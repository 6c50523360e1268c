// What a device signs to be let in by its relay (SPEC.md, *session*).
import { type Bytes, exactly, frame, toUtf8 } from './encoding.ts'
import * as labels from './labels.ts'

const ACTION = 'session'
const NONCE_LENGTH = 32

/** The bytes to sign: bound to the origin as dialled, the account, the action and the relay's one-use nonce [32]. */
export const sessionMessage = (origin: string, account: Bytes, nonce: Bytes): Bytes =>
  frame(
    labels.SESSION,
    toUtf8(origin),
    exactly(32, account, 'an account'),
    toUtf8(ACTION),
    exactly(NONCE_LENGTH, nonce, 'a nonce'),
  )
