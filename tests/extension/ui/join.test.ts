// Joining, as the person goes through it.
import { h } from 'preact'
import { expect, it, vi } from 'vitest'
import type { App, GuestPairing } from '../../../extension/src/app.ts'
import { Join } from '../../../extension/src/setup/join.tsx'
import { sameTask, screen } from './screen.ts'

vi.mock('../../../extension/src/browser.ts', () => ({ browser: {} }))

it('who goes back while it connects has not begun to join', async () => {
  let answered: (pairing: GuestPairing) => void = () => undefined
  const app = { pairAsGuest: () => new Promise((resolve) => (answered = resolve)), lock: () => Promise.resolve({ state: 'none' }) } as unknown as App
  const [started, cancel, done] = [vi.fn(), vi.fn(), vi.fn()]
  const back = (): void => screen.show(null)
  screen.show(h(Join, { app, name: 'Laptop', setName: () => undefined, started, back, done, resumed: null }))
  screen.type('#code', 'https://relay.example#code')
  await sameTask()
  screen.submit()
  await sameTask()
  screen.press('Back')
  answered({ digits: '123456', done: new Promise(() => undefined), cancel })
  await sameTask()
  expect(cancel).toHaveBeenCalledOnce()
  expect(started).not.toHaveBeenCalled()
})
