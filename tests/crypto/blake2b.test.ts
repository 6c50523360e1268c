import { blake2b256, blocksFor } from '@counterfoil/crypto/blake2b'
import { blake2b } from '@noble/hashes/blake2.js'
import { expect, test } from 'vitest'

function own(message: Uint8Array): Uint8Array {
  const blocks = blocksFor(message.length)
  blocks.set(message)
  return blake2b256(blocks, message.length)
}

test("a digest is noble's, at every length and wherever the bytes lie", () => {
  const data = Uint8Array.from({ length: 70_001 }, (_, at) => (at * 131 + (at >> 7)) & 255)
  for (const length of [...Array(700).keys(), 65_535, 65_536, 70_000])
    for (const from of [0, 1]) {
      const message = data.subarray(from, from + length)
      expect(own(message)).toEqual(blake2b(message, { dkLen: 32 }))
    }
})

test("carries go as they must: every word all ones, or all zeros, or one bit", () => {
  for (let bit = 0; bit < 64; bit++)
    for (const fill of [0, 255]) {
      const message = new Uint8Array(128).fill(fill)
      for (let word = 0; word < 16; word++) message[word * 8 + (bit >> 3)]! ^= 1 << (bit & 7)
      expect(own(message)).toEqual(blake2b(message, { dkLen: 32 }))
    }
})

test('nothing of one message is left for the next', () => {
  const first = own(new Uint8Array(300).fill(7))
  const kept = first.slice()
  own(new Uint8Array(5))
  expect(first).toEqual(kept)
  expect(own(new Uint8Array(300).fill(7))).toEqual(kept)
})
