/** How much a text speaks as terms do: of data, contracts, rights, returns. In any of many languages, by a sample of it. */
import { fold } from '../../capture/clean.ts'
import { LAW, LAW_SIGNS } from './words.ts'

interface Legal {
  /** Words in the sample; of scripts that do not part words, every two signs are one. */
  readonly words: number
  /** Of those, the ones that terms use, in thousandths. */
  readonly density: number
  /** How many of the things that terms speak of were named twice, or in a short text once. */
  readonly subjects: number
}

const SAMPLE = 4_000
const SHORT = 150
/** Words that are shorter stand for themselves, else they would begin too many others. */
const LEAST_STEM = { latin: 5, other: 4 }
const LATIN = /^[a-z]/
const WORD = /\p{L}+/gu
const UNPARTED = /[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/g

interface Vocabulary {
  readonly whole: ReadonlyMap<string, string>
  readonly stems: ReadonlyMap<string, string>
  readonly longest: number
  readonly signs: readonly (readonly [string, RegExp])[]
}

let made: Vocabulary | null = null

function vocabulary(): Vocabulary {
  if (made !== null) return made
  const whole = new Map<string, string>()
  const stems = new Map<string, string>()
  let longest = 0
  for (const [subject, list] of Object.entries(LAW)) {
    for (const word of fold(list).split(' ')) {
      const least = LATIN.test(word) ? LEAST_STEM.latin : LEAST_STEM.other
      if (word.length < least) whole.set(word, subject)
      else {
        stems.set(word, subject)
        longest = Math.max(longest, word.length)
      }
    }
  }
  const signs = Object.entries(LAW_SIGNS).map(([subject, list]) => [subject, new RegExp(list, 'g')] as const)
  made = { whole, stems, longest, signs }
  return made
}

export function legalIn(text: string): Legal {
  const sample = sampleOf(text)
  const { whole, stems, longest, signs } = vocabulary()
  const named = new Map<string, number>()
  let hits = 0
  const hit = (subject: string, times: number) => {
    hits += times
    named.set(subject, (named.get(subject) ?? 0) + times)
  }
  const unparted = sample.match(UNPARTED)?.length ?? 0
  let words = Math.round(unparted / 2)
  if (unparted > 20) {
    for (const [subject, pattern] of signs) {
      const times = sample.match(pattern)?.length ?? 0
      if (times > 0) hit(subject, times)
    }
  }
  for (const [word] of fold(sample.replace(UNPARTED, ' ')).matchAll(WORD)) {
    words++
    const subject = whole.get(word) ?? stemOf(word, stems, longest)
    if (subject !== undefined) hit(subject, 1)
  }
  const least = words < SHORT ? 1 : 2
  return { words, density: words === 0 ? 0 : (1000 * hits) / words, subjects: [...named.values()].filter((times) => times >= least).length }
}

function stemOf(word: string, stems: ReadonlyMap<string, string>, longest: number): string | undefined {
  for (let length = Math.min(word.length, longest); length >= LEAST_STEM.other; length--) {
    const subject = stems.get(word.slice(0, length))
    if (subject !== undefined) return subject
  }
  return undefined
}

/** Of the beginning, the middle and the end. */
function sampleOf(text: string): string {
  if (text.length <= 3 * SAMPLE) return text
  const middle = Math.floor((text.length - SAMPLE) / 2)
  return `${text.slice(0, SAMPLE)} ${text.slice(middle, middle + SAMPLE)} ${text.slice(-SAMPLE)}`
}
