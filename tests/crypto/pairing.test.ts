import { device, pairing } from '@counterfoil/crypto'
import { expect, test } from 'vitest'

const { formatCode, Pairing, parseCode } = pairing
const refused = (code: string) => expect.objectContaining({ name: 'Refused', code })

test('a newcomer and a signed-in device meet with nothing but a code', () => {
  const shown = { relay: 'https://relay.example', secret: Pairing.new().secret }
  const typed = parseCode(formatCode(shown).toLowerCase().replaceAll('-', ' '))
  expect(typed).toEqual(shown)
  const [old, young] = [new Pairing(shown.secret), new Pairing(typed.secret)]
  const claim = young.sealClaim({ keys: device.Device.new().keys, name: "Jo's 📱" })
  expect(claim.length).toBe(232)
  expect(old.openClaim(claim).name).toBe("Jo's 📱")
  expect(old.digits(claim)).toBe(young.digits(claim))
  expect(old.digits(claim)).toMatch(/^[0-9]{6}$/)
  const answer = { account: new Uint8Array(32).fill(1), add: new Uint8Array(32).fill(2) }
  const sealed = old.sealAnswer(answer, claim)
  expect(sealed.length).toBe(104)
  expect(young.openAnswer(sealed, claim)).toEqual(answer)
  expect(() => Pairing.new().openAnswer(sealed, claim)).toThrow(refused('open'))
})

test('a name has 1 to 64 bytes of well-formed text', () => {
  const { keys } = device.Device.new()
  for (const name of ['', 'é'.repeat(33), '\ud800'])
    expect(() => Pairing.new().sealClaim({ keys, name })).toThrow(refused('name'))
})

test('one mistyped character is noticed', () => {
  const code = formatCode({ relay: 'https://relay.example', secret: Pairing.new().secret })
  const start = code.indexOf('#') + 1
  let missed = 0
  for (let at = start; at < code.length; at++) {
    if (code[at] === '-') continue
    const other = code[at] === 'A' ? 'B' : 'A'
    try {
      parseCode(code.slice(0, at) + other + code.slice(at + 1))
      missed++
    } catch (error) {
      expect(error).toMatchObject({ code: 'check' })
    }
  }
  // A changed character of the secret is missed once in about a million.
  expect(missed).toBe(0)
})

test('letters beyond ASCII are foreign, whatever their upper case', () => {
  const code = formatCode({ relay: 'http://127.0.0.1:8787', secret: new Uint8Array(16) })
  expect(() => parseCode(code.replace('#0', '#ı'))).toThrow(refused('code'))
  expect(parseCode(code.replace('#0', '#\u00a0o-'))).toMatchObject({ relay: 'http://127.0.0.1:8787' })
})
