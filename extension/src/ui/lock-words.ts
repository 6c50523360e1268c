/** How the screens speak of the lock. */
import { count } from './text.ts'

/** Choices of minutes without use; null: when the browser ends. */
export const AUTO_LOCK: readonly (number | null)[] = [1, 5, 15, 30, 60, 240, null]

export function autoLockWords(after: number | null): string {
  if (after === null) return 'When the browser closes'
  if (after % 60 === 0) return `${count(after / 60, 'hour')} without use`
  return `${count(after, 'minute')} without use`
}

/** What was captured meanwhile; null: nothing. */
export function heldWords(held: number): string | null {
  if (held === 0) return null
  return `${count(held, 'order')} ${held === 1 ? 'waits' : 'wait'} for the unlock.`
}

const SHORTEST = 10

/** What is wrong with a new passphrase, or null. Whoever has the disk can try as many as they like, so a short one protects little. */
export function passphraseFault(passphrase: string, again: string): { field: 'first' | 'again'; words: string } | null {
  const length = Array.from(passphrase.normalize('NFC')).length
  if (length < SHORTEST) return { field: 'first', words: `Please use at least ${SHORTEST} characters. Four words that do not belong together are good.` }
  if (new Set(passphrase).size < 4) return { field: 'first', words: 'That is the same few characters over and over. Four words that do not belong together are good.' }
  if (passphrase !== again) return { field: 'again', words: 'This is not the same as above.' }
  return null
}
