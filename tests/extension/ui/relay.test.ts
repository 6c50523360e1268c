// The relay in the settings.
import { h } from 'preact'
import { expect, it, vi } from 'vitest'
import type { App, Status } from '../../../extension/src/app.ts'
import { Relay } from '../../../extension/src/setup/relay-settings.tsx'
import { sameTask, screen } from './screen.ts'

vi.mock('../../../extension/src/browser.ts', () => ({ browser: {} }))

const STATUS: Status = { history: 'relay', again: false, relay: 'https://gone.example', deviceName: 'Laptop', waiting: 0, lastSync: null, trouble: [], setAside: [] }

it.each([
  ['without a relay', '', null],
  ['at another one', 'https://relay.example', 'https://relay.example'],
])('where nothing went wrong that has a way out, this device starts again %s', async (_, typed, address) => {
  const take = vi.fn(() => Promise.resolve())
  const app = {
    take,
    usage: () => Promise.resolve(null),
    place: () => Promise.resolve(null),
    subscribe: () => () => undefined,
    lock: () => Promise.resolve({ state: 'none', after: null, held: 0 }),
  } as unknown as App
  screen.show(h(Relay, { app, status: STATUS, over: false }))
  screen.press('Start again from this device…')
  await sameTask()
  const field = screen.find('.ask input')
  expect((field as HTMLInputElement).value).toBe('https://gone.example')
  screen.type('.ask input', typed)
  await sameTask()
  screen.submit()
  await sameTask()
  expect(take).toHaveBeenCalledExactlyOnceWith('start-again', 'none', address, null)
})
