// BLAKE2b-256 without a key (RFC 7693), for what is digested by the thousand: envelopes, and the chain of a log's entries.
//
// @noble/hashes keeps a state's words in an array; here they are variables, which makes it 2.5 times as fast, and digesting was half of
// what a reader does beside decrypting. It hashes what everyone may see. Every length up to a few blocks is held to noble's by a test.
import type { Bytes } from './encoding.ts'

const BLOCK = 128
const OUTPUT = 32

// Words are 64 bits, as two of 32: the low one first.
// prettier-ignore
const IV = Int32Array.of(
  0xf3bcc908, 0x6a09e667, 0x84caa73b, 0xbb67ae85,
  0xfe94f82b, 0x3c6ef372, 0x5f1d36f1, 0xa54ff53a,
  0xade682d1, 0x510e527f, 0x2b3e6c1f, 0x9b05688c,
  0xfb41bd6b, 0x1f83d9ab, 0x137e2179, 0x5be0cd19,
)

/** For each round and each step the place of its word in the block. */
// prettier-ignore
const SIGMA = Uint8Array.of(
  0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30,
  28, 20, 8, 16, 18, 30, 26, 12, 2, 24, 0, 4, 22, 14, 10, 6,
  22, 16, 24, 0, 10, 4, 30, 26, 20, 28, 6, 12, 14, 2, 18, 8,
  14, 18, 6, 2, 26, 24, 22, 28, 4, 12, 10, 20, 8, 0, 30, 16,
  18, 0, 10, 14, 4, 8, 20, 30, 28, 2, 22, 24, 12, 16, 6, 26,
  4, 24, 12, 20, 0, 22, 16, 6, 8, 26, 14, 10, 30, 28, 2, 18,
  24, 10, 2, 30, 28, 26, 8, 20, 0, 14, 12, 6, 18, 4, 16, 22,
  26, 22, 14, 28, 24, 2, 6, 18, 10, 0, 30, 8, 16, 12, 4, 20,
  12, 30, 28, 18, 22, 6, 0, 16, 24, 4, 26, 14, 2, 8, 20, 10,
  20, 4, 16, 8, 14, 12, 2, 10, 30, 22, 18, 28, 6, 24, 26, 0,
  0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30,
  28, 20, 8, 16, 18, 30, 26, 12, 2, 24, 0, 4, 22, 14, 10, 6,
)

const H = new Int32Array(16)
const IS_LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1

/** What is small, nearly everything, is digested in one place: to make and clear a new one takes a fifth as long as to digest it. */
const SMALL = new Uint8Array(4_096)
const SMALL_WORDS = new Int32Array(SMALL.buffer)

const blocksEnd = (length: number): number => Math.max(1, Math.ceil(length / BLOCK)) * BLOCK

/** Where to put `length` bytes for `blake2b256`, at once: the next call may give the same place. */
export function blocksFor(length: number): Bytes {
  const end = blocksEnd(length)
  return end > SMALL.length ? new Uint8Array(end) : SMALL.fill(0, length, end)
}

/** 32 bytes: of the first `length` in `blocks`, which `blocksFor(length)` gave and which are not what they were after this. */
export function blake2b256(blocks: Bytes, length: number): Bytes {
  H.set(IV)
  H[0] = (IV[0] as number) ^ 0x01010000 ^ OUTPUT
  const words = swapped(blocks === SMALL ? SMALL_WORDS : new Int32Array(blocks.buffer))
  const last = blocksEnd(length) - BLOCK
  for (let at = 0; at < last; at += BLOCK) compress(words, at >> 2, at + BLOCK, 0)
  compress(words, last >> 2, length, -1)
  return new Uint8Array(swapped(H.slice(0, OUTPUT / 4)).buffer)
}

/** Numbers that stand for bytes are little-endian, whatever the machine. */
function swapped(words: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  if (IS_LITTLE_ENDIAN) return words
  const view = new DataView(words.buffer)
  for (let at = 0; at < words.length; at++) view.setInt32(at * 4, words[at] as number, true)
  return words
}

/** Takes in the block at `from`, after which `length` bytes of the message were taken; `last` is -1 for its last block, else 0. */
// prettier-ignore
function compress(words: Int32Array, from: number, length: number, last: number): void {
  const h = H as unknown as number[], m = words as unknown as number[], sigma = SIGMA as unknown as number[], iv = IV as unknown as number[]
  let s = 0, x = 0, y = 0
  let v0l = h[0]!, v0h = h[1]!, v8l = iv[0]!, v8h = iv[1]!
  let v1l = h[2]!, v1h = h[3]!, v9l = iv[2]!, v9h = iv[3]!
  let v2l = h[4]!, v2h = h[5]!, val = iv[4]!, vah = iv[5]!
  let v3l = h[6]!, v3h = h[7]!, vbl = iv[6]!, vbh = iv[7]!
  let v4l = h[8]!, v4h = h[9]!, vcl = iv[8]! ^ length, vch = iv[9]!
  let v5l = h[10]!, v5h = h[11]!, vdl = iv[10]!, vdh = iv[11]!
  let v6l = h[12]!, v6h = h[13]!, vel = iv[12]! ^ last, veh = iv[13]! ^ last
  let v7l = h[14]!, v7h = h[15]!, vfl = iv[14]!, vfh = iv[15]!
  for (let at = 0; at < 192; at += 16) {
    s = (v0l + v4l) | 0; v0h = (v0h + v4h + (((v0l & v4l) | ((v0l | v4l) & ~s)) >>> 31)) | 0; v0l = s
    y = from + sigma[at + 0]!; x = m[y]!; s = (v0l + x) | 0; v0h = (v0h + m[y + 1]! + (((v0l & x) | ((v0l | x) & ~s)) >>> 31)) | 0; v0l = s
    s = vcl ^ v0l; vcl = vch ^ v0h; vch = s
    s = (v8l + vcl) | 0; v8h = (v8h + vch + (((v8l & vcl) | ((v8l | vcl) & ~s)) >>> 31)) | 0; v8l = s
    x = v4l ^ v8l; y = v4h ^ v8h; v4l = (x >>> 24) | (y << 8); v4h = (y >>> 24) | (x << 8)
    s = (v0l + v4l) | 0; v0h = (v0h + v4h + (((v0l & v4l) | ((v0l | v4l) & ~s)) >>> 31)) | 0; v0l = s
    y = from + sigma[at + 1]!; x = m[y]!; s = (v0l + x) | 0; v0h = (v0h + m[y + 1]! + (((v0l & x) | ((v0l | x) & ~s)) >>> 31)) | 0; v0l = s
    x = vcl ^ v0l; y = vch ^ v0h; vcl = (x >>> 16) | (y << 16); vch = (y >>> 16) | (x << 16)
    s = (v8l + vcl) | 0; v8h = (v8h + vch + (((v8l & vcl) | ((v8l | vcl) & ~s)) >>> 31)) | 0; v8l = s
    x = v4l ^ v8l; y = v4h ^ v8h; v4l = (x << 1) | (y >>> 31); v4h = (y << 1) | (x >>> 31)

    s = (v1l + v5l) | 0; v1h = (v1h + v5h + (((v1l & v5l) | ((v1l | v5l) & ~s)) >>> 31)) | 0; v1l = s
    y = from + sigma[at + 2]!; x = m[y]!; s = (v1l + x) | 0; v1h = (v1h + m[y + 1]! + (((v1l & x) | ((v1l | x) & ~s)) >>> 31)) | 0; v1l = s
    s = vdl ^ v1l; vdl = vdh ^ v1h; vdh = s
    s = (v9l + vdl) | 0; v9h = (v9h + vdh + (((v9l & vdl) | ((v9l | vdl) & ~s)) >>> 31)) | 0; v9l = s
    x = v5l ^ v9l; y = v5h ^ v9h; v5l = (x >>> 24) | (y << 8); v5h = (y >>> 24) | (x << 8)
    s = (v1l + v5l) | 0; v1h = (v1h + v5h + (((v1l & v5l) | ((v1l | v5l) & ~s)) >>> 31)) | 0; v1l = s
    y = from + sigma[at + 3]!; x = m[y]!; s = (v1l + x) | 0; v1h = (v1h + m[y + 1]! + (((v1l & x) | ((v1l | x) & ~s)) >>> 31)) | 0; v1l = s
    x = vdl ^ v1l; y = vdh ^ v1h; vdl = (x >>> 16) | (y << 16); vdh = (y >>> 16) | (x << 16)
    s = (v9l + vdl) | 0; v9h = (v9h + vdh + (((v9l & vdl) | ((v9l | vdl) & ~s)) >>> 31)) | 0; v9l = s
    x = v5l ^ v9l; y = v5h ^ v9h; v5l = (x << 1) | (y >>> 31); v5h = (y << 1) | (x >>> 31)

    s = (v2l + v6l) | 0; v2h = (v2h + v6h + (((v2l & v6l) | ((v2l | v6l) & ~s)) >>> 31)) | 0; v2l = s
    y = from + sigma[at + 4]!; x = m[y]!; s = (v2l + x) | 0; v2h = (v2h + m[y + 1]! + (((v2l & x) | ((v2l | x) & ~s)) >>> 31)) | 0; v2l = s
    s = vel ^ v2l; vel = veh ^ v2h; veh = s
    s = (val + vel) | 0; vah = (vah + veh + (((val & vel) | ((val | vel) & ~s)) >>> 31)) | 0; val = s
    x = v6l ^ val; y = v6h ^ vah; v6l = (x >>> 24) | (y << 8); v6h = (y >>> 24) | (x << 8)
    s = (v2l + v6l) | 0; v2h = (v2h + v6h + (((v2l & v6l) | ((v2l | v6l) & ~s)) >>> 31)) | 0; v2l = s
    y = from + sigma[at + 5]!; x = m[y]!; s = (v2l + x) | 0; v2h = (v2h + m[y + 1]! + (((v2l & x) | ((v2l | x) & ~s)) >>> 31)) | 0; v2l = s
    x = vel ^ v2l; y = veh ^ v2h; vel = (x >>> 16) | (y << 16); veh = (y >>> 16) | (x << 16)
    s = (val + vel) | 0; vah = (vah + veh + (((val & vel) | ((val | vel) & ~s)) >>> 31)) | 0; val = s
    x = v6l ^ val; y = v6h ^ vah; v6l = (x << 1) | (y >>> 31); v6h = (y << 1) | (x >>> 31)

    s = (v3l + v7l) | 0; v3h = (v3h + v7h + (((v3l & v7l) | ((v3l | v7l) & ~s)) >>> 31)) | 0; v3l = s
    y = from + sigma[at + 6]!; x = m[y]!; s = (v3l + x) | 0; v3h = (v3h + m[y + 1]! + (((v3l & x) | ((v3l | x) & ~s)) >>> 31)) | 0; v3l = s
    s = vfl ^ v3l; vfl = vfh ^ v3h; vfh = s
    s = (vbl + vfl) | 0; vbh = (vbh + vfh + (((vbl & vfl) | ((vbl | vfl) & ~s)) >>> 31)) | 0; vbl = s
    x = v7l ^ vbl; y = v7h ^ vbh; v7l = (x >>> 24) | (y << 8); v7h = (y >>> 24) | (x << 8)
    s = (v3l + v7l) | 0; v3h = (v3h + v7h + (((v3l & v7l) | ((v3l | v7l) & ~s)) >>> 31)) | 0; v3l = s
    y = from + sigma[at + 7]!; x = m[y]!; s = (v3l + x) | 0; v3h = (v3h + m[y + 1]! + (((v3l & x) | ((v3l | x) & ~s)) >>> 31)) | 0; v3l = s
    x = vfl ^ v3l; y = vfh ^ v3h; vfl = (x >>> 16) | (y << 16); vfh = (y >>> 16) | (x << 16)
    s = (vbl + vfl) | 0; vbh = (vbh + vfh + (((vbl & vfl) | ((vbl | vfl) & ~s)) >>> 31)) | 0; vbl = s
    x = v7l ^ vbl; y = v7h ^ vbh; v7l = (x << 1) | (y >>> 31); v7h = (y << 1) | (x >>> 31)

    s = (v0l + v5l) | 0; v0h = (v0h + v5h + (((v0l & v5l) | ((v0l | v5l) & ~s)) >>> 31)) | 0; v0l = s
    y = from + sigma[at + 8]!; x = m[y]!; s = (v0l + x) | 0; v0h = (v0h + m[y + 1]! + (((v0l & x) | ((v0l | x) & ~s)) >>> 31)) | 0; v0l = s
    s = vfl ^ v0l; vfl = vfh ^ v0h; vfh = s
    s = (val + vfl) | 0; vah = (vah + vfh + (((val & vfl) | ((val | vfl) & ~s)) >>> 31)) | 0; val = s
    x = v5l ^ val; y = v5h ^ vah; v5l = (x >>> 24) | (y << 8); v5h = (y >>> 24) | (x << 8)
    s = (v0l + v5l) | 0; v0h = (v0h + v5h + (((v0l & v5l) | ((v0l | v5l) & ~s)) >>> 31)) | 0; v0l = s
    y = from + sigma[at + 9]!; x = m[y]!; s = (v0l + x) | 0; v0h = (v0h + m[y + 1]! + (((v0l & x) | ((v0l | x) & ~s)) >>> 31)) | 0; v0l = s
    x = vfl ^ v0l; y = vfh ^ v0h; vfl = (x >>> 16) | (y << 16); vfh = (y >>> 16) | (x << 16)
    s = (val + vfl) | 0; vah = (vah + vfh + (((val & vfl) | ((val | vfl) & ~s)) >>> 31)) | 0; val = s
    x = v5l ^ val; y = v5h ^ vah; v5l = (x << 1) | (y >>> 31); v5h = (y << 1) | (x >>> 31)

    s = (v1l + v6l) | 0; v1h = (v1h + v6h + (((v1l & v6l) | ((v1l | v6l) & ~s)) >>> 31)) | 0; v1l = s
    y = from + sigma[at + 10]!; x = m[y]!; s = (v1l + x) | 0; v1h = (v1h + m[y + 1]! + (((v1l & x) | ((v1l | x) & ~s)) >>> 31)) | 0; v1l = s
    s = vcl ^ v1l; vcl = vch ^ v1h; vch = s
    s = (vbl + vcl) | 0; vbh = (vbh + vch + (((vbl & vcl) | ((vbl | vcl) & ~s)) >>> 31)) | 0; vbl = s
    x = v6l ^ vbl; y = v6h ^ vbh; v6l = (x >>> 24) | (y << 8); v6h = (y >>> 24) | (x << 8)
    s = (v1l + v6l) | 0; v1h = (v1h + v6h + (((v1l & v6l) | ((v1l | v6l) & ~s)) >>> 31)) | 0; v1l = s
    y = from + sigma[at + 11]!; x = m[y]!; s = (v1l + x) | 0; v1h = (v1h + m[y + 1]! + (((v1l & x) | ((v1l | x) & ~s)) >>> 31)) | 0; v1l = s
    x = vcl ^ v1l; y = vch ^ v1h; vcl = (x >>> 16) | (y << 16); vch = (y >>> 16) | (x << 16)
    s = (vbl + vcl) | 0; vbh = (vbh + vch + (((vbl & vcl) | ((vbl | vcl) & ~s)) >>> 31)) | 0; vbl = s
    x = v6l ^ vbl; y = v6h ^ vbh; v6l = (x << 1) | (y >>> 31); v6h = (y << 1) | (x >>> 31)

    s = (v2l + v7l) | 0; v2h = (v2h + v7h + (((v2l & v7l) | ((v2l | v7l) & ~s)) >>> 31)) | 0; v2l = s
    y = from + sigma[at + 12]!; x = m[y]!; s = (v2l + x) | 0; v2h = (v2h + m[y + 1]! + (((v2l & x) | ((v2l | x) & ~s)) >>> 31)) | 0; v2l = s
    s = vdl ^ v2l; vdl = vdh ^ v2h; vdh = s
    s = (v8l + vdl) | 0; v8h = (v8h + vdh + (((v8l & vdl) | ((v8l | vdl) & ~s)) >>> 31)) | 0; v8l = s
    x = v7l ^ v8l; y = v7h ^ v8h; v7l = (x >>> 24) | (y << 8); v7h = (y >>> 24) | (x << 8)
    s = (v2l + v7l) | 0; v2h = (v2h + v7h + (((v2l & v7l) | ((v2l | v7l) & ~s)) >>> 31)) | 0; v2l = s
    y = from + sigma[at + 13]!; x = m[y]!; s = (v2l + x) | 0; v2h = (v2h + m[y + 1]! + (((v2l & x) | ((v2l | x) & ~s)) >>> 31)) | 0; v2l = s
    x = vdl ^ v2l; y = vdh ^ v2h; vdl = (x >>> 16) | (y << 16); vdh = (y >>> 16) | (x << 16)
    s = (v8l + vdl) | 0; v8h = (v8h + vdh + (((v8l & vdl) | ((v8l | vdl) & ~s)) >>> 31)) | 0; v8l = s
    x = v7l ^ v8l; y = v7h ^ v8h; v7l = (x << 1) | (y >>> 31); v7h = (y << 1) | (x >>> 31)

    s = (v3l + v4l) | 0; v3h = (v3h + v4h + (((v3l & v4l) | ((v3l | v4l) & ~s)) >>> 31)) | 0; v3l = s
    y = from + sigma[at + 14]!; x = m[y]!; s = (v3l + x) | 0; v3h = (v3h + m[y + 1]! + (((v3l & x) | ((v3l | x) & ~s)) >>> 31)) | 0; v3l = s
    s = vel ^ v3l; vel = veh ^ v3h; veh = s
    s = (v9l + vel) | 0; v9h = (v9h + veh + (((v9l & vel) | ((v9l | vel) & ~s)) >>> 31)) | 0; v9l = s
    x = v4l ^ v9l; y = v4h ^ v9h; v4l = (x >>> 24) | (y << 8); v4h = (y >>> 24) | (x << 8)
    s = (v3l + v4l) | 0; v3h = (v3h + v4h + (((v3l & v4l) | ((v3l | v4l) & ~s)) >>> 31)) | 0; v3l = s
    y = from + sigma[at + 15]!; x = m[y]!; s = (v3l + x) | 0; v3h = (v3h + m[y + 1]! + (((v3l & x) | ((v3l | x) & ~s)) >>> 31)) | 0; v3l = s
    x = vel ^ v3l; y = veh ^ v3h; vel = (x >>> 16) | (y << 16); veh = (y >>> 16) | (x << 16)
    s = (v9l + vel) | 0; v9h = (v9h + veh + (((v9l & vel) | ((v9l | vel) & ~s)) >>> 31)) | 0; v9l = s
    x = v4l ^ v9l; y = v4h ^ v9h; v4l = (x << 1) | (y >>> 31); v4h = (y << 1) | (x >>> 31)
  }
  h[0]! ^= v0l ^ v8l; h[1]! ^= v0h ^ v8h
  h[2]! ^= v1l ^ v9l; h[3]! ^= v1h ^ v9h
  h[4]! ^= v2l ^ val; h[5]! ^= v2h ^ vah
  h[6]! ^= v3l ^ vbl; h[7]! ^= v3h ^ vbh
  h[8]! ^= v4l ^ vcl; h[9]! ^= v4h ^ vch
  h[10]! ^= v5l ^ vdl; h[11]! ^= v5h ^ vdh
  h[12]! ^= v6l ^ vel; h[13]! ^= v6h ^ veh
  h[14]! ^= v7l ^ vfl; h[15]! ^= v7h ^ vfh
}
