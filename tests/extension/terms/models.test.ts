// What the store writes is what the record models say.
import { execFileSync } from 'node:child_process'
import { shown } from '@counterfoil/crypto/document'
import { expect, it } from 'vitest'
import { VOCABULARY } from '../../../extension/src/terms/agreements.ts'
import { keepAcceptance, keepAgreement, keepTerms } from '../../../extension/src/terms/store/index.ts'
import { Profile } from '../device.ts'
import { changed, DAY, reading, START, termsText } from './reading.ts'

const PYTHON = new URL('../../../.venv/bin/python', import.meta.url).pathname
/** The fields of each record against its model, with nothing that the model does not name, and each element of a list against its own. */
const CHECK = `
import json, sys
from counterfoil_crypto.records import TYPES, AgreementEvent, TermsPatch, TermsVersion
ELEMENTS = {"version": TermsVersion, "patch": TermsPatch, "event": AgreementEvent}
count = 0
for kind, fields in json.load(sys.stdin):
    model = TYPES[kind]
    plain = {name: value for name, value in fields.items() if "/" not in name}
    assert set(plain) <= {field.alias or name for name, field in model.model_fields.items()}, (kind, plain)
    model.model_validate(plain)
    for name, value in fields.items():
        if element := ELEMENTS.get(name.partition("/")[0] if "/" in name else ""):
            assert set(value) <= {field.alias or key for key, field in element.model_fields.items()}, value
            element.model_validate(value)
            count += 1
print(count)
`

it('every record of terms keeps to its model', async () => {
  const { vault } = await new Profile().create(null)
  const text = termsText(12)
  await keepTerms(vault, reading(text, { finalUrl: 'https://www.lantern.example/terms' }))
  const { document, version } = await keepTerms(vault, reading(changed(text, 30), { title: 'Newer', seenAt: START + DAY }))
  await keepTerms(vault, reading(changed(text, 30), { seenAt: START + 2 * DAY }))
  await keepTerms(vault, reading(termsText(12, 5), { seenAt: START + 3 * DAY, sourceDigest: null, title: null, language: null }))
  await keepTerms(vault, reading('', { url: 'https://lantern.example/a.pdf', content: { kind: 'pdf', bytes: new TextEncoder().encode('%PDF-1.7') } }))
  await keepTerms(vault, reading('', { url: 'https://lantern.example/b.pdf', content: { kind: 'large-pdf', digest: '0'.repeat(64), size: 9 } }))
  const accepted = { type: 'Terms of Service', url: 'https://lantern.example/terms', text: 'terms', place: 'submit' } as const
  const documents = [
    { ...accepted, document, version, digest: 'a'.repeat(64), reason: null },
    { ...accepted, url: 'https://lantern.example/x', document: null, version: null, digest: null, reason: 'log-in' } as const,
  ]
  await keepAcceptance(vault, { vendor: 'lantern.example', order: '1'.repeat(32), at: START, act: 'button', wordings: ['By ordering you agree.'], gpc: null, language: null, documents })
  await keepAgreement(vault, { vendor: 'lantern.example', agreement: `${VOCABULARY}SD-BASE`, state: 'refused', note: 'by mail', at: START })
  await keepAgreement(vault, { vendor: null, agreement: `${VOCABULARY}SD-BASE`, state: 'offered', note: null, at: START })
  const records = [...vault.records()].map(([, { document: each }]) => [each.type, Object.fromEntries(Object.keys(each.fields).map((name) => [name, shown(each, name)]))])
  expect(new Set(records.map(([type]) => type))).toEqual(new Set(['Acceptance', 'Agreement', 'Attachment', 'Device', 'TermsDocument', 'TermsTexts']))
  // Five versions, a patch and an event.
  expect(execFileSync(PYTHON, ['-c', CHECK], { input: JSON.stringify(records) }).toString().trim()).toBe('7')
}, 60_000)
