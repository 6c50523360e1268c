import { expect, test } from 'vitest'
import { countWords, hiddenBlocks, partsOf, sameWords } from '../../../extension/src/terms-page/diff-entries.ts'
import { blocksOf, diffOf } from '../../../extension/src/terms/versions/index.ts'

const clauses = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, index) => `Clause ${from + index} says what happens in the case of number ${from + index}.`)
const document = (parts: string[]): string => ['# Terms', ...parts].join('\n\n')
const before = document([...clauses(0, 10), '## Returns', 'You may return goods within thirty days.', ...clauses(10, 20), '## Law', 'The law of Utopia applies to all of it.'])
const after = document([...clauses(0, 10), '## Returns', 'You may return goods within fourteen days.', ...clauses(10, 20), '## Law', 'The law of Erewhon applies to all of it.', 'A wholly new clause that nobody has seen before stands here now.'])

test('a fold hides just what the later text has there', () => {
  const diff = diffOf(before, after, 'en')
  const blocks = blocksOf(after)
  const shown = partsOf(diff).flatMap((part) => {
    if (part.kind === 'folded') return hiddenBlocks(blocks, part).map(({ text }) => text)
    if (part.kind === 'heading') return [part.path.at(-1)]
    return part.entry.kind === 'removed' ? [] : [part.entry.block.text]
  })
  expect(shown).toEqual(blocks.map(({ text }) => text))
})

test('a change stands under its heading, said once, and without the title that stands over all of it', () => {
  const parts = partsOf(diffOf(before, after, 'en'))
  const headings = parts.flatMap((part) => (part.kind === 'heading' ? [part.path] : part.kind === 'entry' && part.under !== null ? [part.under] : []))
  expect(headings.filter((path) => path.at(-1) === 'Returns')).toEqual([['Returns']])
  expect(headings.filter((path) => path.at(-1) === 'Law')).toEqual([['Law']])
})

test('counts add up', () => {
  const diff = diffOf(before, after, 'en')
  expect(countWords(diff)).toBe('2 reworded, 1 new')
  expect(sameWords(diff)).toBe('Of 26 paragraphs now, 23 are the same.')
  expect(countWords(diffOf(before, before, 'en'))).toBeNull()
})
