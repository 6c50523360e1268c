import { device, encoding, kit } from '@counterfoil/crypto'
import { expect, test } from 'vitest'

const { Kit, parseWords, WORDS } = kit
const refused = (code: string) => expect.objectContaining({ name: 'Refused', code })
const account = Uint8Array.from({ length: 32 }, (_, at) => at + 100)

test('a kit comes back from its words, and is a device of its own', () => {
  const made = Kit.new(account)
  expect(made.words.length).toBe(24)
  const again = parseWords(made.words.join(' '))
  expect(again.device.keys).toEqual(made.device.keys)
  expect(again.accountStart).toEqual(account.slice(0, 16))
  expect(again.words).toEqual(made.words)
  expect(Kit.new(account).device.id).not.toEqual(made.device.id)
  expect(device.deviceId(made.device.keys)).toEqual(made.device.id)
})

test('words are read whatever their case and white space', () => {
  const made = Kit.new(account)
  const typed = `\u3000${made.words.map((word, at) => (at % 2 ? word.toUpperCase() : word)).join('\n\t ')} `
  expect(parseWords(typed).device.id).toEqual(made.device.id)
})

test("the list and the checksum are BIP-39's", () => {
  expect(WORDS.length).toBe(2048)
  expect(encoding.toHex(encoding.sha256(encoding.toUtf8(`${WORDS.join('\n')}\n`)))).toBe('2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda')
  // The first of BIP-39's own test vectors with 256 bits.
  expect(new Kit(new Uint8Array(16), new Uint8Array(16)).words.join(' ')).toBe(`${'abandon '.repeat(23)}art`)
})

test('what is no kit is refused, and a word that changed place is noticed nearly always', () => {
  const words = [...new Kit(new Uint8Array(16).fill(7), account.slice(0, 16)).words]
  expect(() => parseWords(words.slice(1).join(' '))).toThrow(refused('words'))
  expect(() => parseWords([...words, 'art'].join(' '))).toThrow(refused('words'))
  expect(() => parseWords(words.with(3, 'lantern-').join(' '))).toThrow(refused('words'))
  // Its lower case is an ASCII k, which other languages may not say.
  expect(() => parseWords(words.with(3, '\u212aeep').join(' '))).toThrow(refused('words'))
  const found = WORDS.filter((word) => {
    try {
      parseWords(words.with(23, word).join(' '))
      return true
    } catch (error) {
      expect(error).toMatchObject({ code: 'check' })
      return false
    }
  })
  // 3 bits of the last word are entropy, the other 8 the checksum.
  expect(found.length).toBe(8)
})
