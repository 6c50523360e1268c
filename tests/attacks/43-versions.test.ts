// An old client and a new one, side by side for long: neither rewrites what the other wrote, and what one does not know it keeps.
import { blank, type Captured, type Document, shown, Writer } from '@counterfoil/crypto/document'
import { orderKey, vendorKey } from '@counterfoil/crypto/identity'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { upsert } from '../../extension/src/capture/upsert/index.ts'
import type * as Editing from '../../extension/src/vault/editor.ts'
import type { Vault } from '../../extension/src/vault/vault.ts'
import { captured, item, read } from '../extension/capture/sightings.ts'
import { type DeviceUnderTest, Profile } from '../extension/device.ts'
import { RelayProcess } from '../extension/relay.ts'

const ROUNDS = 1_000
const VENDOR = 'shop.example'
const URL = 'https://www.shop.example/checkout/thank-you'
const page = captured({
  orderNumber: read('#100001'),
  total: read('59.97'),
  currency: read('EUR'),
  items: read([item('Brass lantern', { quantity: 2 })]),
  vendorName: read('The Shop'),
})

let relay: RelayProcess
beforeAll(async () => {
  relay = await RelayProcess.start()
})
afterAll(() => relay.stop())

/** The extension's own code a version later: its records have schema 2. */
async function newerExtension(): Promise<typeof Profile> {
  vi.resetModules()
  vi.doMock('../../extension/src/vault/editor.ts', async (original) => {
    const { Editor } = await original<typeof Editing>()
    class NewerEditor extends Editor {
      readonly #newer: Writer
      constructor(...given: ConstructorParameters<typeof Editor>) {
        super(...given)
        const [, device, clock, now] = given
        this.#newer = new Writer(device, clock, now, 2)
      }

      override get clock() {
        return this.#newer.clock
      }

      override say(...[type, record, field, value]: Parameters<Editing.Editor['say']>): void {
        this.#put(record, this.#newer.say(this.document(record) ?? blank(type, 2), field, value))
      }

      override capture(record: string, words: Captured): void {
        this.#put(record, this.#newer.capture(this.document(record), words))
      }

      #put(record: string, after: Document | null): void {
        if (after && after !== this.document(record)) this.changed.set(record, after)
      }
    }
    return { Editor: NewerEditor, SCHEMA: 2 }
  })
  const { Profile: Newer } = await import('../extension/device.ts')
  vi.doUnmock('../../extension/src/vault/editor.ts')
  return Newer
}

const orderId = (vault: Vault): string => vault.idOf('Order', orderKey(VENDOR, '#100001'))
const seeByOld = (vault: Vault) => upsert(vault, { order: page, vendor: VENDOR, url: URL })

/** The same page as the newer version reads it. */
function seeByNew(vault: Vault): Promise<boolean> {
  const fields: Captured['fields'] = {
    vendor: { value: VENDOR },
    orderNumber: { value: '#100001', signal: 'label', confidence: 90 },
    total: { value: '59.97', signal: 'label', confidence: 90 },
    carbon: { value: { grams: 412, by: ['ship', null] }, signal: 'estimate' },
    'parcel/a1': { value: true },
  }
  return vault.edit((editor) => editor.capture(orderId(vault), { type: 'Order', fields }))
}

async function oldAndNew(): Promise<[DeviceUnderTest, DeviceUnderTest]> {
  const old = await new Profile().create(relay.url)
  await seeByOld(old.vault)
  await old.sync()
  const Newer = await newerExtension()
  const fresh = (await new Newer().join(old)) as DeviceUnderTest
  await old.sync()
  return [old, fresh]
}

it('after a thousand rounds of an old and a new client there is no further revision', { timeout: 240_000 }, async () => {
  const [old, fresh] = await oldAndNew()
  expect(await seeByNew(fresh.vault)).toBe(true)
  await fresh.sync()
  await old.sync()
  const entries = old.vault.head.sequence
  const known = old.shown()
  const { document } = old.vault.get(orderId(old.vault)) ?? {}
  expect(document?.schema).toBe(2)
  expect(document && shown(document, 'carbon')).toEqual({ grams: 412, by: ['ship', null] })
  for (let round = 0; round < ROUNDS; round++) {
    await seeByOld(old.vault)
    await old.sync()
    expect(await seeByNew(fresh.vault)).toBe(false)
    await fresh.sync()
  }
  expect([old.vault.head.sequence, fresh.vault.head.sequence]).toEqual([entries, entries])
  expect([old.vault.waiting, fresh.vault.waiting]).toEqual([0, 0])
  expect(old.shown()).toEqual(known)
  expect(fresh.shown()).toEqual(known)
  await expect(old.vault.edit((editor) => editor.say('Order', orderId(old.vault), 'note', 'mine'))).rejects.toMatchObject({ code: 'schema' })
})

it('what a client does not know it keeps when it writes itself', async () => {
  const [old, fresh] = await oldAndNew()
  const vendor = old.vault.idOf('Vendor', vendorKey(VENDOR))
  // By a version that knows more of vendors and did not need a new schema for it.
  const writer = (editor: Editing.Editor): void => {
    const before = editor.document(vendor)
    const said = before?.fields['name']?.['page']
    if (!before || !said) throw new Error('the vendor has no name')
    const register = { ...said, at: [editor.now + 1, 0, said.at[2]] as const }
    const name = { page: { ...register, script: 'Latn' }, model: { ...register, value: 'shop?' } }
    editor.changed.set(vendor, { ...before, fields: { ...before.fields, name, 'rating/b2': { page: { ...register, value: [1, { of: 5 }] } } } })
  }
  await fresh.vault.edit(writer)
  await fresh.sync()
  await old.sync()
  await old.vault.edit((editor) => editor.say('Vendor', vendor, 'note', 'kind people'))
  await old.sync()
  await fresh.sync()
  for (const { vault } of [old, fresh]) {
    const document = vault.get(vendor)?.document
    expect(document && shown(document, 'note')).toBe('kind people')
    expect(document?.fields['name']?.['model']?.value).toBe('shop?')
    expect(document?.fields['name']?.['page']?.['script']).toBe('Latn')
    expect(document?.fields['rating/b2']?.['page']?.value).toEqual([1, { of: 5 }])
  }
})

it('what an old client said offline waits beside the newer record', async () => {
  const [old, fresh] = await oldAndNew()
  await old.vault.edit((editor) => editor.say('Order', orderId(old.vault), 'note', 'said offline'))
  await seeByNew(fresh.vault)
  await fresh.sync()
  await old.sync()
  const again = await old.profile.open()
  const document = again.vault.get(orderId(again.vault))?.document
  expect(document && [shown(document, 'note'), shown(document, 'carbon')]).toEqual(['said offline', { grams: 412, by: ['ship', null] }])
  expect(again.vault.waiting).toBe(1)
})
