/** Words of any script. Where no spaces part them (Chinese, Japanese, Thai, …) the platform's dictionaries do. */

const SPACELESS = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Tibetan}]/u
const WORD = /[\p{L}\p{M}\p{N}]+(?:[.,'’][\p{L}\p{N}]+)*/gu
const TOKEN = /[\p{L}\p{M}]+(?:['’]\p{L}+)*|\p{N}+(?:[.,]\p{N}+)*|\s+|[^\p{L}\p{M}\p{N}\s]/gu

/** Dictionaries are slow on long texts; what is longer is cut into single characters. */
const MAX_SEGMENTED = 20_000

export function isSpaceless(text: string): boolean {
  return SPACELESS.test(text)
}

export function wordsOf(text: string): string[] {
  if (!isSpaceless(text) || text.length > MAX_SEGMENTED) return text.match(WORD) ?? []
  return [...segmenter(null).segment(text)].filter(({ isWordLike }) => isWordLike === true).map(({ segment }) => segment)
}

/** Everything in the text in order: words, numbers, runs of white space, and each other sign alone. */
export function tokensOf(text: string, language: string | null): string[] {
  if (!isSpaceless(text)) return text.match(TOKEN) ?? []
  if (text.length > MAX_SEGMENTED) return Array.from(text)
  return Array.from(segmenter(language).segment(text), ({ segment }) => segment)
}

const segmenters = new Map<string, Intl.Segmenter>()

/** A page's language is its own word, and a wrong one must not stop the reading. */
function segmenter(language: string | null): Intl.Segmenter {
  const key = language ?? ''
  let found = segmenters.get(key)
  if (found === undefined) {
    try {
      found = new Intl.Segmenter(language ?? undefined, { granularity: 'word' })
    } catch {
      found = new Intl.Segmenter(undefined, { granularity: 'word' })
    }
    if (segmenters.size < 50) segmenters.set(key, found)
  }
  return found
}
