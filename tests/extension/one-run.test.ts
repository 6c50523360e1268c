import { expect, it } from 'vitest'
import { oneRun } from '../../extension/src/one-run.ts'

it('a thousand wishes while it runs are one more run, which begins after it', async () => {
  const log: string[] = []
  let end = (): void => undefined
  const wish = oneRun(async () => {
    log.push('begin')
    await new Promise<void>((resolve) => (end = resolve))
    log.push('end')
  })
  const first = wish()
  const others = Array.from({ length: 1_000 }, () => wish())
  end()
  await first
  await Promise.resolve()
  expect(log).toEqual(['begin', 'end', 'begin'])
  end()
  await Promise.all(others)
  expect(log).toEqual(['begin', 'end', 'begin', 'end'])
  const later = wish()
  end()
  await later
  expect(log).toHaveLength(6)
})

it('a run that fails fails for who asked for it, and the next one runs all the same', async () => {
  let runs = 0
  const wish = oneRun(async () => {
    runs++
    await Promise.resolve()
    if (runs === 1) throw new Error('the first')
  })
  const first = wish()
  const second = wish()
  await expect(first).rejects.toThrow('the first')
  await second
  expect(runs).toBe(2)
})
