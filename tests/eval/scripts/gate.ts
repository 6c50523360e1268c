// The gate's decision alone, and clocks for it and for reading a page, all in the page that is measured.
import { gate } from '../../../extension/src/capture/gate.ts'

/** The browser's clock goes in steps of 0.1 ms, so quick work is repeated until its time can be told. */
const LONG_ENOUGH = 20
/** Until the browser has compiled what runs often; the first reading, which meets none of that, is told apart. */
const WARM = 150

function each(work: () => unknown): number {
  let times = 0
  const began = performance.now()
  let took: number
  do {
    work()
    times++
    took = performance.now() - began
  } while (took < LONG_ENOUGH)
  return took / times
}

/** Milliseconds for one decision, of `times` in a row. */
function timeGate(times: number): number {
  const began = performance.now()
  for (let n = 0; n < times; n++) gate(document, location.href)
  return (performance.now() - began) / times
}

/** Reading the page beside parsing it, in turns so that both meet the same weather; milliseconds. */
function timeReading(html: string, ask: string, rounds: number): { first: number; reading: number[]; parsing: number[] } {
  const began = performance.now()
  globalThis.counterfoilReader?.read(ask)
  const first = performance.now() - began
  while (performance.now() - began < first + WARM) globalThis.counterfoilReader?.read(ask)
  const reading: number[] = []
  const parsing: number[] = []
  for (let n = 0; n < rounds; n++) {
    reading.push(each(() => globalThis.counterfoilReader?.read(ask)))
    parsing.push(each(() => new DOMParser().parseFromString(html, 'text/html')))
  }
  return { first, reading, parsing }
}

Object.assign(globalThis, { timeGate, timeReading })
