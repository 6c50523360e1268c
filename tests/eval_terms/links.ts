// What finds terms, for the evaluation to run in pages.
import { findTerms } from '../../extension/src/terms/find/index.ts'

function timeTerms(url: string) {
  const began = performance.now()
  const found = findTerms(document, url)
  return { ...found, ms: performance.now() - began }
}

Object.assign(globalThis, { timeTerms })
