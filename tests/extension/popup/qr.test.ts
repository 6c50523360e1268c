import { encodeQR } from 'qr'
import { decodeQR } from 'qr/decode.js'
import { describe, expect, it } from 'vitest'
import { qrPath } from '../../../extension/src/ui/qr.tsx'

const SCALE = 4

/** The path as a browser fills it: one run of modules after the other. */
function painted(path: string, size: number): { width: number; height: number; data: Uint8Array } {
  const width = size * SCALE
  const data = new Uint8Array(width * width * 4).fill(255)
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    for (let py = Number(y) * SCALE; py < (Number(y) + 1) * SCALE; py++) data.fill(0, (py * width + Number(x) * SCALE) * 4, (py * width + (Number(x) + Number(run)) * SCALE) * 4)
  }
  for (let alpha = 3; alpha < data.length; alpha += 4) data[alpha] = 255
  return { width, height: width, data }
}

describe('a QR code', () => {
  const words = Array.from({ length: 24 }, (_, at) => ['abandon', 'mountain', 'zoo'][at % 3]).join(' ')

  it.each([['pairing', 'https://relay.example.org/counterfoil#ABCDE-FGHJK-MNPQR-STVWX-YZ012-34567'], ['kit', `https://relay.example.org/counterfoil#${words}`]])('of a %s reads as what it was drawn from', (_, text) => {
    const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 4 })
    expect(decodeQR(painted(qrPath(rows), rows.length))).toBe(text)
  })

  it('draws each run of dark modules once', () => {
    expect(qrPath([[true, true, false, true], [false, false, false, false], [false, true, true, true]])).toBe('M0 0h2v1h-2zM3 0h1v1h-1zM1 2h3v1h-3z')
    expect(qrPath([])).toBe('')
  })
})
