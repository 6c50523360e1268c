// Questions on a slow machine: the focus is where it belongs before anything else can happen, and stays there whatever comes in.
import { h } from 'preact'
import { describe, expect, it, vi } from 'vitest'
import type { App, DeviceView, LockState, Status } from '../../../extension/src/app.ts'
import { Devices } from '../../../extension/src/setup/devices.tsx'
import { grouped } from '../../../extension/src/setup/device-words.ts'
import { Lock } from '../../../extension/src/setup/lock.tsx'
import { LockScreen } from '../../../extension/src/ui/lock-screen.tsx'
import { sameTask, screen } from './screen.ts'

vi.mock('../../../extension/src/browser.ts', () => ({ browser: {} }))

const DAY = 86_400_000
const NOW = Date.UTC(2026, 10, 22)
const LAPTOP: DeviceView = { id: '01', name: 'Laptop', kind: 'device', here: true, fingerprint: 'a3f0', added: null, addedBy: null, lastSign: NOW, gone: null, notice: null, removable: false }
const PHONE: DeviceView = { ...LAPTOP, id: '02', name: 'Phone', here: false, added: NOW - 30 * DAY, lastSign: NOW - 2 * DAY, removable: true }
const TABLET: DeviceView = { ...PHONE, id: '03', name: 'Tablet', added: NOW - 20 * DAY, lastSign: NOW - 3 * DAY }
const STATUS: Status = { history: 'relay', again: false, relay: 'https://relay.example', deviceName: 'Laptop', waiting: 0, lastSync: NOW, trouble: [], setAside: [] }

describe('removing a device', () => {
  const app = (removed: (id: string) => Promise<'removed'>): App => ({ removeDevice: removed, pairingUnderWay: () => Promise.resolve({ host: null, guest: null }) }) as unknown as App
  const show = (all: DeviceView[], given = app(() => Promise.resolve('removed'))): void => screen.show(h(Devices, { app: given, status: STATUS, members: grouped(all), over: false }))

  it('“Not now” has the focus in the very task of the question', async () => {
    show([LAPTOP, PHONE])
    screen.press('Remove… Phone')
    await sameTask()
    expect(screen.focused.textContent).toBe('Not now')
  })

  it('and the button has it again in the task that closes it', async () => {
    show([LAPTOP, PHONE])
    screen.press('Remove… Phone')
    await sameTask()
    screen.press('Not now')
    await sameTask()
    expect(screen.focused.textContent).toBe('Remove… Phone')
  })

  it('whoever was heard of meanwhile neither closes it nor takes the focus, and no row is made anew', async () => {
    show([LAPTOP, PHONE, TABLET])
    await sameTask()
    screen.press('Remove… Tablet')
    await sameTask()
    const [focused, rows] = [screen.focused, screen.all.filter(({ className }) => className === 'member')]
    expect(focused.textContent).toBe('Not now')
    for (const phone of [{ ...PHONE, lastSign: NOW }, { ...PHONE, name: 'Pocket', lastSign: NOW - 5 * DAY }]) {
      show([LAPTOP, phone, { ...TABLET, lastSign: NOW - 4 * DAY + phone.name!.length }, { ...PHONE, id: '04', name: 'New', added: NOW }])
      await sameTask()
      expect(screen.focused).toBe(focused)
      expect(screen.all.filter(({ className }) => className === 'member').slice(0, 3)).toEqual(rows)
    }
    expect(screen.body.textContent).toContain('From now on it gets nothing new')
  })

  it('leaves the focus on what is said of it, once its row has vanished', async () => {
    let done: () => void = () => undefined
    const removing = app(() => new Promise((resolve) => (done = () => resolve('removed'))))
    show([LAPTOP, PHONE], removing)
    screen.press('Remove… Phone')
    await sameTask()
    screen.submit()
    await sameTask()
    // The list is read again before whoever removed it goes on.
    show([LAPTOP], removing)
    done()
    await sameTask()
    expect(screen.focused.textContent).toBe('Phone is removed.')
  })

  it('is done once, however often it is pressed', async () => {
    let asked = 0
    show([LAPTOP, PHONE], app(() => (asked++, new Promise(() => undefined))))
    screen.press('Remove… Phone')
    await sameTask()
    screen.submit()
    screen.submit()
    await sameTask()
    expect(screen.button('One moment…').getAttribute('aria-disabled')).toBe('true')
    screen.submit()
    expect(asked).toBe(1)
  })
})

describe('a passphrase', () => {
  const LOCK: LockState = { state: 'locked', after: 15, held: 0 }

  it('is asked for with the focus on its field, is tried once for two presses, and again after a wrong one', async () => {
    const tried: string[] = []
    let fail: (error: Error) => void = () => undefined
    const app = { unlock: (passphrase: string) => (tried.push(passphrase), new Promise((_, reject) => (fail = reject))) } as unknown as App
    screen.show(h(LockScreen, { app, lock: LOCK }))
    const field = screen.find('input[name=current-password]') as HTMLInputElement
    expect(screen.focused).toBe(field)
    field.select = () => undefined
    screen.type('input[name=current-password]', 'wrong')
    await sameTask()
    screen.submit()
    screen.submit()
    expect(tried).toEqual(['wrong'])
    await sameTask()
    expect(screen.button('Unlocking…').getAttribute('aria-disabled')).toBe('true')
    fail(new Error('That is not the passphrase. Try again.'))
    await sameTask()
    expect(screen.focused).toBe(field)
    expect(screen.find('[role=alert]').textContent).toBe('That is not the passphrase. Try again.')
    screen.submit()
    expect(tried).toEqual(['wrong', 'wrong'])
  })

  it('that is set leaves the focus on what is said of it', async () => {
    let done: () => void = () => undefined
    const app = { setLock: () => new Promise<void>((resolve) => (done = resolve)) } as unknown as App
    const show = (state: LockState['state']): void => screen.show(h(Lock, { app, lock: { state, after: 15, held: 0 } }))
    show('none')
    screen.press('Set a lock')
    await sameTask()
    expect((screen.focused as HTMLInputElement).name).toBe('new-password')
    const [first, again] = screen.all.filter((each) => (each as HTMLInputElement).name === 'new-password') as [HTMLElement, HTMLElement]
    for (const field of [first, again]) screen.type(`#${field.id}`, 'kettle under seven moons')
    await sameTask()
    screen.submit()
    await sameTask()
    show('unlocked')
    done()
    await sameTask()
    expect(screen.focused.textContent).toBe('The lock is set. Counterfoil is open until it locks.')
  })
})
