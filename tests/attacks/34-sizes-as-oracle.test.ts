// Page and relay together use size as an oracle: what a person typed does not show in how small a record becomes. The page writes guesses
// of a typed word into its order, as often as it likes; the relay tells it how long the sealed record is.
import type { Bytes } from '@counterfoil/crypto/encoding'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Vault } from '../../extension/src/vault/vault.ts'
import { Profile } from '../extension/device.ts'
import { RelayProcess } from '../extension/relay.ts'

const CAPTURES = 1_000
const GUESSES = ['pregnancy', 'insolvent', 'apartment', 'blackmail', 'chemicals', 'telescope']
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const ORDER = '07'.repeat(16)
const LARGE = 4_096 + 200

let relay: RelayProcess
beforeAll(async () => {
  relay = await RelayProcess.start()
})
afterAll(() => relay.stop())

/** The same in every run: mulberry32. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** What the vault would send of an order with a typed note, after it was read from a page with the guess in it and that much filler. */
async function sent(vault: Vault, guess: string, filler: string): Promise<Bytes> {
  const goods = Array.from({ length: 3 }, () => ({ name: `about the ${guess} of mine`, quantity: null }))
  const pieces = filler.match(/.{1,1500}/g) ?? []
  const items = [...goods, ...pieces.map((name) => ({ name }))]
  await vault.edit((editor) => editor.capture(ORDER, { type: 'Order', fields: { items: { value: items } } }))
  const outgoing = await vault.outgoing({ records: 9, bytes: 1 << 20 })
  const envelope = outgoing.find(({ record }) => record === ORDER)?.envelope
  if (!envelope) throw new Error('nothing waits')
  await vault.refused(outgoing.map(({ record }) => record))
  return envelope
}

it.each(['telescope'])('no guess of a typed word ranks better than chance: %s', { timeout: 120_000 }, async (typed) => {
  const device = await new Profile().create(relay.url)
  await device.sync()
  const { vault } = device
  await vault.edit((editor) => editor.say('Order', ORDER, 'note', `about the ${typed} of mine`))
  const random = dice(34)
  const noise = Array.from({ length: 8_000 }, () => ALPHABET[Math.floor(random() * ALPHABET.length)]).join('')
  let [low, high] = [1_500, noise.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((await sent(vault, GUESSES[0] as string, noise.slice(0, middle))).length > LARGE) high = middle
    else low = middle + 1
  }
  const each = Math.floor(CAPTURES / GUESSES.length)
  const sizes = new Map<string, number[]>(GUESSES.map((guess) => [guess, []]))
  for (let at = 0; at < each; at++)
    for (const guess of GUESSES) sizes.get(guess)?.push((await sent(vault, guess, noise.slice(0, low - (each >> 1) + at))).length)
  // The captures lie on both sides of a size step, so that one byte would show; and whatever is guessed, the relay sees the same.
  expect(new Set(sizes.get(typed)).size).toBeGreaterThan(1)
  for (const guess of GUESSES) expect(sizes.get(guess), guess).toEqual(sizes.get(typed))
})
