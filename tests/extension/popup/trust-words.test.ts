import { describe, expect, it } from 'vitest'
import type { DeviceView, Way } from '../../../extension/src/app.ts'
import { addedWords, goneWords, grouped, lifeWords, nameOf, noticeWords } from '../../../extension/src/setup/device-words.ts'
import { asideWords } from '../../../extension/src/ui/aside-words.ts'
import { hasKit } from '../../../extension/src/ui/kit-notice.tsx'
import { AUTO_LOCK, autoLockWords, heldWords, passphraseFault } from '../../../extension/src/ui/lock-words.ts'
import { importedWords } from '../../../extension/src/ui/read-back.tsx'
import { usedWords } from '../../../extension/src/ui/text.ts'
import { wayWords } from '../../../extension/src/ui/way-words.ts'

const DAY = 86_400_000
const NOW = Date.UTC(2026, 10, 22, 12)
const LAPTOP: DeviceView = { id: '01', name: 'Laptop', kind: 'device', here: true, fingerprint: 'a3f0 91c2', added: null, addedBy: null, lastSign: NOW, gone: null, notice: null, removable: false }
const PHONE: DeviceView = { ...LAPTOP, id: '02', name: 'Phone', here: false, added: NOW - 30 * DAY, addedBy: 'Laptop', lastSign: NOW - 2 * DAY, removable: true }
const KIT: DeviceView = { ...PHONE, id: '03', name: null, kind: 'kit', lastSign: null }

describe('devices', () => {
  it('are grouped: this browser first, then in the order that they came, whoever was heard of last; kits and those that are gone apart', () => {
    const tablet = { ...PHONE, id: '04', name: 'Tablet', added: NOW - DAY, lastSign: NOW }
    const left = { ...PHONE, id: '05', gone: { at: NOW - DAY, by: null, how: 'left' as const } }
    const removed = { ...KIT, id: '06', gone: { at: NOW, by: 'Laptop', how: 'removed' as const } }
    const { devices, kits, gone } = grouped([PHONE, KIT, removed, tablet, LAPTOP, left])
    expect(devices.map(({ id }) => id)).toEqual(['01', '02', '04'])
    expect(kits.map(({ id }) => id)).toEqual(['03'])
    expect(gone.map(({ id }) => id)).toEqual(['06', '05'])
  })

  it('say who let them in and when they were last heard of', () => {
    expect(addedWords(LAPTOP, 'en')).toBe('The first device')
    expect(addedWords(PHONE, 'en')).toBe('Added on October 23, 2026, by Laptop')
    expect(addedWords({ ...LAPTOP, gone: { at: NOW, by: null, how: 'left' } })).toBeNull()
    expect(addedWords({ ...KIT, addedBy: null }, 'en')).toBe('Made on October 23, 2026')
    expect(lifeWords(LAPTOP, NOW, 'en')).toBe('In use now')
    expect(lifeWords(PHONE, NOW, 'en')).toBe('Last sign of life 2 days ago')
    expect(lifeWords({ ...PHONE, lastSign: null }, NOW)).toBe('Never seen since it was let in')
    expect(lifeWords(KIT, NOW)).toBeNull()
    expect(nameOf({ ...PHONE, name: null })).toBe('A device without a name')
    expect(nameOf(KIT)).toBe('Recovery kit')
  })

  it('that are gone say how', () => {
    expect(goneWords(PHONE)).toBeNull()
    expect(goneWords({ ...PHONE, gone: { at: NOW, by: 'Laptop', how: 'removed' } }, 'en')).toBe('Removed on November 22, 2026, by Laptop')
    expect(goneWords({ ...PHONE, gone: { at: NOW, by: null, how: 'left' } }, 'en')).toBe('Left on November 22, 2026')
  })
})

describe('a kit under notice', () => {
  const notice = { by: 'Phone', at: NOW - 2 * DAY, until: NOW + 5 * DAY }

  it('tells who asked, and from when on it can be removed', () => {
    expect(noticeWords({ ...KIT, notice, removable: false }, NOW, 'en')).toBe(
      'Phone asked on November 20, 2026 to remove this kit. It can be removed from November 27, 2026 on. If that was not you, keep the kit and remove that device.',
    )
    expect(noticeWords({ ...KIT, notice, removable: true }, NOW, 'en')).toContain('because this is a second device')
    expect(noticeWords({ ...KIT, notice: { ...notice, by: null, until: NOW } }, NOW, 'en')).toBe('One of your devices asked on November 20, 2026 to remove this kit. The seven days are over: it can be removed.')
    expect(noticeWords(KIT, NOW)).toBeNull()
  })

  it('still counts as one; one that is gone does not', () => {
    expect(hasKit([LAPTOP, { ...KIT, notice }])).toBe(true)
    expect(hasKit([LAPTOP, PHONE, { ...KIT, gone: { at: NOW, by: null, how: 'left' } }])).toBe(false)
  })
})

describe('ways out', () => {
  const EVERY: Record<Way, true> = { 'see-list': true, compare: true, import: true, 'change-address': true, 'put-back': true, 'start-again': true, 'save-evidence': true, dismiss: true, 'confirm-restore': true, 'own-device': true, 'remove-copy': true, keep: true, erase: true, 'pair-again': true, 'make-kit': true, export: true, 'free-space': true }
  const ways = Object.keys(EVERY) as Way[]

  it('each have a name of their own, and an ellipsis where a question follows', () => {
    for (const stopped of [true, false]) {
      const labels = ways.map((way) => wayWords(way, { stopped }))
      expect(new Set(labels.map(({ label }) => label)).size).toBe(ways.length)
      for (const { label, ask, yes } of labels) {
        expect(label.endsWith('…')).toBe(ask !== null)
        expect(yes).not.toContain('…')
      }
    }
  })

  it('that cannot be undone ask first, in the colour of danger', () => {
    for (const way of ['erase', 'remove-copy', 'free-space', 'start-again'] as const) expect(wayWords(way, { stopped: false })).toMatchObject({ danger: true, ask: expect.any(String) })
    for (const way of ['put-back', 'keep', 'confirm-restore', 'own-device', 'pair-again', 'change-address'] as const) expect(wayWords(way, { stopped: true }).ask).not.toBeNull()
  })

  it('clear a verdict only after a question, and a note at once', () => {
    expect(wayWords('dismiss', { stopped: true })).toMatchObject({ danger: true, label: 'Start syncing again…' })
    expect(wayWords('dismiss', { stopped: false })).toMatchObject({ ask: null, label: 'I have read this' })
  })

  it('that make new keys ask for the passphrase of a lock', () => {
    expect(ways.filter((way) => wayWords(way, { stopped: true }).newKeys).sort()).toEqual(['keep', 'own-device', 'remove-copy', 'start-again'])
  })

  it('let the person go on with a full relay', () => {
    expect(wayWords('dismiss', { stopped: false, code: 'full' })).toMatchObject({ ask: null, label: 'Go on without it for today' })
  })

  it('that need a relay’s address ask for it', () => {
    expect(ways.filter((way) => wayWords(way, { stopped: false }).address !== 'no')).toEqual(['change-address', 'start-again'])
  })
})

describe('what was set aside', () => {
  const aside = { code: 'damaged', reason: 'damaged', by: null, count: 1 }

  it('is told with its writer, or that it needs a newer version', () => {
    expect(asideWords({ ...aside, code: 'newer', count: 3 })).toBe('3 entries need a newer version.')
    expect(asideWords({ ...aside, code: 'newer' })).toBe('1 entry needs a newer version.')
    expect(asideWords({ ...aside, by: 'Tablet' })).toBe('1 entry is damaged (written by Tablet).')
    expect(asideWords(aside)).toBe('1 entry is damaged.')
  })
})

describe('a copy that is read back', () => {
  it('says what came of it', () => {
    expect(importedWords({ joined: 0, same: 9, left: 0 })).toBe('Nothing in it was new.')
    expect(importedWords({ joined: 1, same: 2, left: 0 })).toBe('1 entry was read back. 2 were here already.')
    expect(importedWords({ joined: 2, same: 0, left: 1 })).toBe('2 entries were read back. 1 could not be used here; update Counterfoil and try again.')
  })
})

describe('the relay’s room', () => {
  it('is told in megabytes, with a limit where there is one', () => {
    expect(usedWords({ used: 98_400_000, limit: 100_000_000 })).toBe('Your history takes up 98 of 100 MB there.')
    expect(usedWords({ used: 40_000, limit: null })).toBe('Your history takes up less than 0.1 MB there.')
    expect(usedWords({ used: 1_240_000, limit: null })).toBe('Your history takes up 1.2 MB there.')
  })
})

describe('the lock', () => {
  it('counts what waits', () => {
    expect([0, 1, 3].map(heldWords)).toEqual([null, '1 order waits for the unlock.', '3 orders wait for the unlock.'])
  })

  it('names its times', () => {
    expect(AUTO_LOCK.map(autoLockWords)).toEqual(['1 minute without use', '5 minutes without use', '15 minutes without use', '30 minutes without use', '1 hour without use', '4 hours without use', 'When the browser closes'])
    expect(autoLockWords(90)).toBe('90 minutes without use')
  })

  it('takes no passphrase that is soon guessed, and none that was mistyped', () => {
    const good = 'otter lamp quiet nine'
    expect(passphraseFault(good, good)).toBeNull()
    expect(passphraseFault(good, `${good} `)?.field).toBe('again')
    expect(passphraseFault('123456789', '123456789')?.field).toBe('first')
    expect(passphraseFault('aaaaaaaaaaaaaaaa', 'aaaaaaaaaaaaaaaa')?.field).toBe('first')
    expect(passphraseFault('🦦'.repeat(5), '🦦'.repeat(5))?.field).toBe('first')
  })
})
