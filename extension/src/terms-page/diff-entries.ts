/** What differs, as it is shown: under its headings, with what is folded away at hand. */
import type { Block, DiffEntry, TermsDiff } from '../terms/versions/index.ts'
import { count } from '../ui/text.ts'

type Shown = Exclude<DiffEntry, { kind: 'folded' }>

export type DiffPart =
  /** `under`: the headings that it stands under, where they are others than those shown before. */
  | { readonly kind: 'entry'; readonly entry: Shown; readonly under: readonly string[] | null }
  /** An unchanged heading, with those above it. */
  | { readonly kind: 'heading'; readonly path: readonly string[] }
  /** Unchanged blocks of the later text, from one index to another. */
  | { readonly kind: 'folded'; readonly from: number; readonly to: number }

export function partsOf({ entries }: TermsDiff): DiffPart[] {
  const title = titleOf(entries)
  const below = (path: readonly string[]): readonly string[] => (title !== null && path.length > 1 ? path.slice(1) : path)
  let at = 0
  /** The headings that a reader has before them. */
  let seen = ''
  return entries.map((entry): DiffPart => {
    if (entry.kind === 'folded') {
      at += entry.blocks
      return { kind: 'folded', from: at - entry.blocks, to: at }
    }
    if (entry.kind !== 'removed') at++
    const { path, kind, text } = entry.block
    if (kind === 'heading') {
      seen = keyOf([...path, text])
      if (entry.kind === 'unchanged') return { kind: 'heading', path: below([...path, text]) }
      return { kind: 'entry', entry, under: null }
    }
    const other = keyOf(path) !== seen
    seen = keyOf(path)
    return { kind: 'entry', entry, under: other && path.length > 0 ? below(path) : null }
  })
}

const keyOf = (path: readonly string[]): string => path.join('\u0000')

/** The document's own title stands over all of it, and says nothing of where a change is. */
function titleOf(entries: readonly DiffEntry[]): string | null {
  const tops = new Set(entries.flatMap((entry) => (entry.kind === 'folded' || entry.block.path.length === 0 ? [] : [entry.block.path[0]])))
  return tops.size === 1 ? ([...tops][0] ?? null) : null
}

/** The blocks that a fold hides; fewer if the text is not the one that was compared. */
export const hiddenBlocks = (blocks: readonly Block[], { from, to }: { from: number; to: number }): readonly Block[] => blocks.slice(from, to)

/** "3 reworded, 1 new, 2 gone, 1 moved"; null where nothing differs. */
export function countWords({ counts: { changed, added, removed, moved } }: TermsDiff): string | null {
  const parts = [
    [changed, 'reworded'],
    [added, 'new'],
    [removed, 'gone'],
    [moved, 'moved'],
  ] as const
  const said = parts.filter(([number]) => number > 0).map(([number, words]) => `${number.toLocaleString()} ${words}`)
  return said.length === 0 ? null : said.join(', ')
}

/** "Of 140 paragraphs, 134 are the same." */
export function sameWords({ counts: { after, changed, added, moved } }: TermsDiff): string {
  const same = Math.max(0, after - changed - added - moved)
  return `Of ${count(after, 'paragraph')} now, ${same.toLocaleString()} ${same === 1 ? 'is' : 'are'} the same.`
}
