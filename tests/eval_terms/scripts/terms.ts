// What the evaluation asks of the code of terms: in a page that is otherwise empty, and of links in the page itself.
import { clean, type About } from '../../../extension/src/terms/clean/index.ts'
import { read } from '../../../extension/src/terms/clean/tree.ts'
import { findTerms } from '../../../extension/src/terms/find/index.ts'
import type { Cleaned } from '../../../extension/src/terms/types.ts'
import { gradeOf } from '../../../extension/src/terms/versions/index.ts'

interface Measured {
  readonly cleaned: Cleaned
  /** Characters that a reader could see. */
  readonly characters: number
  readonly parsing: number[]
  readonly cleaning: number[]
}

/** Each time from a new document, so that no look of the one before helps the next; milliseconds. */
function measure(html: string, about: About, rounds: number): Measured {
  const parsing: number[] = []
  const cleaning: number[] = []
  for (let n = 0; n < rounds; n++) {
    const began = performance.now()
    const document = new DOMParser().parseFromString(html, 'text/html')
    const parsed = performance.now()
    clean(document, about)
    const done = performance.now()
    parsing.push(parsed - began)
    cleaning.push(done - parsed)
  }
  const document = new DOMParser().parseFromString(html, 'text/html')
  return { cleaned: clean(document, about), characters: read(document.body).chars, parsing, cleaning }
}

function timeTerms(url: string) {
  const began = performance.now()
  const found = findTerms(document, url)
  return { ...found, ms: performance.now() - began }
}

Object.assign(globalThis, { measure, gradeOf, timeTerms })
