/**
 * Evidence of an order for somebody else: one file that reads offline and that `counterfoil verify` checks (crypto/SPEC.md, *evidence*).
 * Signed by the device, so that whoever knows the device's id knows that it made the file and that nobody changed it since.
 */
import type { Json } from '@counterfoil/crypto/document'
import { type Bytes, sha256, toBase64url, toHex, toUtf8 } from '@counterfoil/crypto/encoding'
import { evidenceDigest, evidenceMessage } from '@counterfoil/crypto/evidence'
import type { Device } from '@counterfoil/crypto/device'
import type { Vault } from '../../vault/vault.ts'
import { gather, type OrderEvidence } from './gather.ts'
import { CLOSE, OPEN, pageOf } from './page.ts'

export interface EvidenceFile {
  readonly mediaType: 'text/html' | 'application/json'
  readonly name: string
  readonly content: string
}

const FORMAT = 'counterfoil-evidence/1'

/** Throws with words for the person if there is no such order. `version`: the extension's. */
export async function evidenceFile(vault: Vault, order: string, form: 'html' | 'json', { now, version }: { now: number; version: string }): Promise<EvidenceFile> {
  const evidence = await gather(vault, order, now, version)
  const { device } = vault
  if (form === 'json') return { mediaType: 'application/json', name: 'counterfoil-evidence.json', content: `${signed(device, evidence, null)}\n` }
  const [before, after] = pageOf(evidence, { digest: toHex(evidenceDigest(asJson(evidence))), device: device.name })
  const page = sha256(toUtf8(before + OPEN + CLOSE + after))
  return { mediaType: 'text/html', name: 'counterfoil-evidence.html', content: before + OPEN + inert(signed(device, evidence, page)) + CLOSE + after }
}

function signed(device: Device, evidence: OrderEvidence, page: Bytes | null): string {
  const digest = evidenceDigest(asJson(evidence))
  const signature = {
    device: device.name,
    sign: toBase64url(device.keys.sign),
    box: toBase64url(device.keys.box),
    signature: toBase64url(device.sign(evidenceMessage(digest, page))),
  }
  return JSON.stringify({ format: FORMAT, digest: toHex(digest), page: page && toHex(page), signature, evidence }, null, 1)
}

/** Its interfaces are JSON, which TypeScript cannot see of an interface. */
const asJson = (evidence: OrderEvidence): Json => evidence as unknown as Json

/** JSON that ends no script element, opens no comment and breaks no line. */
const inert = (json: string): string => json.replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
