// A power cut at each await, a local copy that the browser threw away, popup and worker at once: nothing is lost or written twice, and
// nobody is taken for a copy.
import { shown } from '@counterfoil/crypto/document'
import { afterEach, expect, test, vi } from 'vitest'
import { troubleOf } from '../../extension/src/sync/trouble.ts'
import { LocalCopyLost } from '../../extension/src/vault/vault.ts'
import { goesOn, malicious, note, reopened, say, settle, troubleAfterSync, two, TYPED, write } from './people.ts'
import type { DeviceUnderTest } from '../extension/device.ts'

const relay = malicious()
afterEach(() => vi.restoreAllMocks())

class Killed extends Error {}

/** Whether `work` died: at step `at`, and so at all after it. Steps are: before and after each request, before each transaction that writes. */
async function dies(at: number, work: () => Promise<unknown>): Promise<boolean> {
  let step = 0
  const passBy = (): void => {
    if (++step >= at) throw new Killed()
  }
  const fetched = globalThis.fetch
  const begun = IDBDatabase.prototype.transaction
  const asking = vi.spyOn(globalThis, 'fetch').mockImplementation(async (...asked) => {
    passBy()
    const answer = await fetched(...asked)
    passBy()
    return answer
  })
  const writing = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...asked) {
    if (asked[1] === 'readwrite') passBy()
    return begun.apply(this, asked)
  })
  let error: unknown = null
  try {
    await work()
  } catch (thrown) {
    error = thrown
  }
  asking.mockRestore()
  writing.mockRestore()
  if (step < at && error) throw error
  return step >= at
}

test('a device killed at each await writes each change once', async () => {
  let [laptop, phone] = await two(relay())
  let at = 0
  for (let died = true; died; ) {
    at++
    await say(laptop, `typed before death ${at}`, 1)
    await say(laptop, `and death ${at}`, 2)
    const before = laptop.vault.head.sequence
    died = await dies(at, () => laptop.sync())
    laptop = await reopened(laptop)
    expect([note(laptop, 1), note(laptop, 2)]).toEqual([`typed before death ${at}`, `and death ${at}`])
    expect(await troubleAfterSync(laptop)).toBeNull()
    expect([laptop.vault.head.sequence, laptop.vault.waiting]).toEqual([before + 2, 0])
  }
  expect(at).toBeGreaterThan(8)
  await phone.sync()
  expect(phone.shown()).toEqual(laptop.shown())
  expect(phone.vault.setAside.size).toBe(0)
})

test('a local copy that the browser deleted is told, read again, and repeats no count', async () => {
  let [laptop, phone] = await two(relay())
  await write(laptop, 'written', 3)
  await say(laptop, 'unsent', 2)
  const connection = laptop.connection()
  laptop.vault.close()
  await new Promise((resolve) => (indexedDB.deleteDatabase(laptop.profile.databaseName).onsuccess = resolve))
  const lost: unknown = await laptop.profile.open().then(() => null, (error: unknown) => error)
  expect(lost).toBeInstanceOf(LocalCopyLost)
  expect(troubleOf(lost, 0)).toMatchObject({ code: 'local-copy-lost', stopped: false })
  expect(troubleOf(lost, 0)?.text).toBe('The browser deleted the local copy. 1 unsent change is gone; the rest is being read again.')
  laptop = await laptop.profile.relearn(connection)
  expect(await troubleAfterSync(laptop)).toBeNull()
  await say(laptop, TYPED)
  await goesOn(relay(), laptop, phone)
  expect(note(laptop, 3)).toBe('written')
  expect([laptop.vault.setAside.size, phone.vault.setAside.size]).toEqual([0, 0])
})

test('popup and worker that sync at once write each change once', async () => {
  const [worker, phone] = await two(relay())
  const popup: DeviceUnderTest = await worker.profile.open()
  const before = worker.vault.head.sequence
  await Promise.all([say(worker, TYPED, 1), say(popup, 'by the popup', 2)])
  await Promise.all([worker.sync(), popup.sync(), say(popup, 'meanwhile', 3), worker.sync(), popup.sync()])
  await settle(worker, popup)
  await Promise.all([worker.vault.refresh(), popup.vault.refresh()])
  expect([worker.vault.head.sequence, popup.vault.head.sequence]).toEqual([before + 3, before + 3])
  for (const { vault } of [worker, popup])
    expect([...vault.records()].filter(([, { document }]) => document.type === 'Order').map(([, { document }]) => shown(document, 'note'))).toEqual([TYPED, 'by the popup', 'meanwhile'])
  await goesOn(relay(), worker, popup, phone)
  expect(phone.vault.setAside.size).toBe(0)
})
