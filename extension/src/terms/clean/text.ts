/** Text of a page as Markdown says it: nothing in it is markup, whoever reads it. */

/** Signs that are not seen, but for those that join letters in Persian or Hindi; and those that turn the direction of what follows. */
// eslint-disable-next-line no-control-regex -- that is what they are
const UNSEEN = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u200b\u2060\ufeff\u202a-\u202e\ufff9-\ufffb]/g
const SPACES = /\s+/g
/** Before a letter, `&` may begin an entity. `<` is written as one, as readers of Markdown that pass HTML on know no other way that is safe. */
const MARKS = /[\\`*[\]<~|]|&(?=#?\w)|_/g
const AT_START = /^(?:(#{1,6}|[-+>=]+)(?=\s|$)|(\d{1,9})([.)])(?=\s|$))/
const STARTS = /^(?:>|[-=]{2,})/

export const collapse = (data: string): string => data.replace(UNSEEN, '').replace(SPACES, ' ')

export function escape(text: string): string {
  return text.replace(MARKS, (mark, at: number) => {
    if (mark === '<') return '&lt;'
    if (mark === '&') return '&amp;'
    // Inside a word it is only itself.
    if (mark === '_' && isWord(text[at - 1]) && isWord(text[at + 1])) return mark
    return `\\${mark}`
  })
}

/** Where a line begins, more signs are markup. */
export function escapeStart(line: string): string {
  const escaped = line.replace(AT_START, (_, mark: string | undefined, number: string | undefined, sign: string | undefined) => (mark === undefined ? `${number ?? ''}\\${sign ?? ''}` : `\\${mark}`))
  return STARTS.test(escaped) ? `\\${escaped}` : escaped
}

const isWord = (sign: string | undefined): boolean => sign !== undefined && /[\p{L}\p{N}]/u.test(sign)
