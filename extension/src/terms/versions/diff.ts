/**
 * What differs between two texts, to be shown: blocks, and inside a block that changed its words. All of it is plain text in plain JSON, in the
 * order of the later text; nothing in it is markup. Unchanged blocks are counted, but for one on each side of a change.
 */
import { align, type Match } from './align.ts'
import { type Block, type BlockKind, blocksOf } from './blocks.ts'
import { type Figure, type FigureKind, figuresOf } from './figures.ts'
import { weigh } from './grade.ts'
import { Effort, type Piece, piecesOf } from './pieces.ts'

export interface DiffBlock {
  readonly kind: BlockKind
  /** Of a heading 1 to 6, else 0. */
  readonly level: number
  readonly text: string
  /** The headings above it, outermost first. */
  readonly path: readonly string[]
}

export type DiffEntry =
  /** So many blocks stand here unchanged and are not shown. */
  | { readonly kind: 'folded'; readonly blocks: number }
  /** Stands beside a change, or stands somewhere else than before. */
  | { readonly kind: 'unchanged' | 'moved'; readonly block: DiffBlock }
  /** `minor`: no clause, but a menu's entry, a new date of the text, a new number of a clause. */
  | { readonly kind: 'added' | 'removed'; readonly minor: boolean; readonly block: DiffBlock }
  /** `pieces` make up the words of both; null: too much of it differs, and the two are shown one after the other. */
  | { readonly kind: 'changed'; readonly minor: boolean; readonly before: DiffBlock; readonly block: DiffBlock; readonly pieces: readonly Piece[] | null }

/** A date, an amount or a number that is another one now; null: there is none on that side. */
export interface ChangedFigure {
  readonly kind: FigureKind
  readonly before: string | null
  readonly after: string | null
  readonly path: readonly string[]
}

export interface TermsDiff {
  readonly entries: readonly DiffEntry[]
  /** Blocks (headings, paragraphs, items, rows) in all of each text, and what became of them. Minor ones are counted too. */
  readonly counts: {
    readonly before: number
    readonly after: number
    readonly changed: number
    readonly added: number
    readonly removed: number
    readonly moved: number
  }
  /** The first of them, those that changed to another one before those that came or went. */
  readonly figures: readonly ChangedFigure[]
  /** Figures beyond those. */
  readonly moreFigures: number
  /** The texts differ too much: blocks may be matched roughly, and words may not be compared. */
  readonly limited: boolean
}

/** Steps for all the words of a text: some tens of milliseconds. */
const STEPS = 1_500_000
const MAX_FIGURES = 24
/** Blocks whose figures are looked at. */
const MAX_LOOKED_AT = 400

export function diffOf(before: string, after: string, language: string | null): TermsDiff {
  const [old, now] = [blocksOf(before), blocksOf(after)]
  const { matches, rough } = align(old, now)
  const effort = new Effort(STEPS)
  let limited = rough
  const entries: (DiffEntry | null)[] = matches.map((match) => {
    const [was, is] = ['before' in match ? old[match.before] : undefined, 'after' in match ? now[match.after] : undefined]
    const weight = weigh(match, old, now)
    if (was !== undefined && is !== undefined) {
      if (match.kind === 'moved') return { kind: 'moved', block: shown(is) }
      if (weight === 'same') return null
      const room = effort.most > 0
      const pieces = room ? piecesOf(was.text, is.text, language, effort) : null
      if (!room) limited = true
      return { kind: 'changed', minor: weight === 'minor', before: shown(was), block: shown(is), pieces }
    }
    const one = was ?? is
    return one === undefined ? null : { kind: was === undefined ? 'added' : 'removed', minor: weight === 'minor', block: shown(one) }
  })
  const count = (kind: DiffEntry['kind']): number => entries.filter((entry) => entry?.kind === kind).length
  const figures = figuresThatChanged(matches, old, now, language)
  return {
    entries: folded(entries, matches, now),
    counts: { before: old.length, after: now.length, changed: count('changed'), added: count('added'), removed: count('removed'), moved: count('moved') },
    figures: figures.slice(0, MAX_FIGURES),
    moreFigures: Math.max(0, figures.length - MAX_FIGURES),
    limited,
  }
}

function shown({ kind, level, text, path }: Block): DiffBlock {
  return { kind, level, text, path }
}

/** `null` is an unchanged block: one before and one after each change is shown, the rest counted. */
function folded(entries: readonly (DiffEntry | null)[], matches: readonly Match[], now: readonly Block[]): DiffEntry[] {
  const out: DiffEntry[] = []
  const block = (index: number): DiffEntry[] => {
    const match = matches[index]
    const found = match !== undefined && 'after' in match ? now[match.after] : undefined
    return found === undefined ? [] : [{ kind: 'unchanged', block: shown(found) }]
  }
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index]
    if (entry != null) {
      out.push(entry)
      continue
    }
    let end = index
    while (end < entries.length && entries[end] === null) end++
    const [first, last] = [index > 0 ? block(index) : [], end < entries.length && (end - index > 1 || index === 0) ? block(end - 1) : []]
    const hidden = end - index - first.length - last.length
    out.push(...first)
    // A fold of one block would be as long as the block.
    if (hidden === 1) out.push(...block(index + first.length))
    else if (hidden > 0) out.push({ kind: 'folded', blocks: hidden })
    out.push(...last)
    index = end - 1
  }
  return out
}

function figuresThatChanged(matches: readonly Match[], old: readonly Block[], now: readonly Block[], language: string | null): ChangedFigure[] {
  const replaced: ChangedFigure[] = []
  const gone: { figure: Figure; path: readonly string[] }[] = []
  const come: typeof gone = []
  let looked = 0
  for (const match of matches) {
    if (match.kind === 'same' || match.kind === 'moved' || looked++ > MAX_LOOKED_AT) continue
    const [was, is] = ['before' in match ? old[match.before] : undefined, 'after' in match ? now[match.after] : undefined]
    const [before, after] = [figuresOf(was?.text ?? '', language), figuresOf(is?.text ?? '', language)]
    const path = (is ?? was)?.path ?? []
    // Inside a block that changed, what stands on one side only; two clauses that swap their numbers have both changed.
    const [left, right] = [without(before, after), without(after, before)]
    for (const figure of left) {
      const at = right.findIndex(({ kind }) => kind === figure.kind)
      const other = at < 0 ? undefined : right.splice(at, 1)[0]
      if (other !== undefined) replaced.push({ kind: figure.kind, before: figure.text, after: other.text, path })
      else gone.push({ figure, path })
    }
    come.push(...right.map((figure) => ({ figure, path })))
  }
  const [removed, added] = [alone(gone, come), alone(come, gone)]
  return [
    ...replaced,
    ...removed.map(({ figure: { kind, text }, path }) => ({ kind, before: text, after: null, path })),
    ...added.map(({ figure: { kind, text }, path }) => ({ kind, before: null, after: text, path })),
  ]
}

/** `all` without as many of each as `others` hold. */
function without(all: readonly Figure[], others: readonly Figure[]): Figure[] {
  const left = new Map<string, number>()
  for (const { key } of others) left.set(key, (left.get(key) ?? 0) + 1)
  return all.filter(({ key }) => {
    const count = left.get(key) ?? 0
    left.set(key, count - 1)
    return count <= 0
  })
}

/** What did not only move to another clause. A bare number that came or went with its clause is no news. */
function alone<T extends { figure: Figure }>(all: readonly T[], others: readonly T[]): T[] {
  const elsewhere = new Set(others.map(({ figure }) => figure.key))
  return all.filter(({ figure }) => figure.kind !== 'number' && !elsewhere.has(figure.key))
}
