/**
 * Which block of the later text is which of the earlier. Blocks that say the same are found by their normal form, in place or moved; of what is
 * left, those that share most of their words are one block that changed. The time grows with the size of the texts and not with its square,
 * however they are made.
 */
import { diffArrays } from 'diff'
import type { Block } from './blocks.ts'
import { normalOf } from './normal.ts'
import { isSpaceless } from './words.ts'

export type Match =
  | { readonly kind: 'same' | 'moved' | 'changed'; readonly before: number; readonly after: number }
  | { readonly kind: 'removed'; readonly before: number }
  | { readonly kind: 'added'; readonly after: number }

interface Alignment {
  /** In the order of the later text; what was removed stands where it was. */
  readonly matches: readonly Match[]
  /** Too different to be aligned exactly in the time there is. */
  readonly rough: boolean
}

interface Run {
  readonly same: boolean
  readonly before: number[]
  readonly after: number[]
}

/** Inserted and removed blocks up to which the shortest alignment is looked for. */
const MAX_EDITS = 1_000
/** A word in more blocks than this says little about which block it is. */
const COMMON = 12
const CANDIDATES = 3
/** Shares of words in common: in the same place, and elsewhere in the text. */
const ALIKE_HERE = 0.4
const ALIKE_ELSEWHERE = 0.6
/** Of as many blocks in place of as many, each in its turn; and of one in place of one. */
const ALIKE_IN_TURN = 0.3
const ALIKE_ALONE = 0.15

export function align(before: readonly Block[], after: readonly Block[]): Alignment {
  const { runs, rough } = runsOf(before, after)
  const changed = runs.filter(({ same }) => !same)
  const pairs: Pairs = new Map()
  const taken = new Set<number>()
  pairMoved(before, after, changed, pairs, taken)
  pairAlike(before, after, changed, pairs, taken)
  const matches: Match[] = []
  for (const run of runs) {
    if (run.same) matches.push(...run.after.map((at, index): Match => ({ kind: 'same', before: run.before[index] ?? run.before.at(-1) ?? 0, after: at })))
    else matches.push(...laidOut(run, pairs, taken))
  }
  return { matches, rough }
}

function laidOut(run: Run, pairs: Readonly<Pairs>, taken: ReadonlySet<number>): Match[] {
  const out: Match[] = []
  const removed = run.before.filter((at) => !taken.has(at))
  let next = 0
  for (const at of run.after) {
    const pair = pairs.get(at)
    if (pair === undefined) out.push({ kind: 'added', after: at })
    else {
      if (pair.before >= (run.before[0] ?? Infinity))
        for (; next < removed.length && (removed[next] ?? 0) < pair.before; next++) out.push({ kind: 'removed', before: removed[next] ?? 0 })
      out.push({ kind: pair.kind, before: pair.before, after: at })
    }
  }
  for (; next < removed.length; next++) out.push({ kind: 'removed', before: removed[next] ?? 0 })
  return out
}

/** Runs of blocks that are equal, and of those that are not, in order. */
function runsOf(before: readonly Block[], after: readonly Block[]): { runs: Run[]; rough: boolean } {
  const numbers = new Map<string, number>()
  const numbered = (blocks: readonly Block[]): number[] =>
    blocks.map(({ normal }) => {
      const known = numbers.get(normal) ?? numbers.size
      numbers.set(normal, known)
      return known
    })
  const [old, now] = [numbered(before), numbered(after)]
  let start = 0
  while (start < old.length && start < now.length && old[start] === now[start]) start++
  let end = 0
  while (end < old.length - start && end < now.length - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++
  const middle = [old.slice(start, old.length - end), now.slice(start, now.length - end)] as const
  const exact = shortest(...middle)
  const runs: Run[] = []
  let [left, right] = [0, 0]
  const take = (same: boolean, olds: number, news: number): void => {
    if (olds + news === 0) return
    let run = runs.at(-1)
    if (run === undefined || run.same !== same) runs.push((run = { same, before: [], after: [] }))
    for (let count = 0; count < olds; count++) run.before.push(left++)
    for (let count = 0; count < news; count++) run.after.push(right++)
  }
  take(true, start, start)
  for (const { same, olds, news } of exact ?? byAnchors(...middle)) take(same, olds, news)
  take(true, end, end)
  return { runs: runs.map((run) => (reflowed(run, before, after) ? { ...run, same: true } : run)), rough: exact === null }
}

interface Step {
  readonly same: boolean
  readonly olds: number
  readonly news: number
}

function shortest(old: number[], now: number[]): Step[] | null {
  const parts = diffArrays(old, now, { maxEditLength: MAX_EDITS }) as ReturnType<typeof diffArrays<number>> | undefined
  if (parts === undefined) return null
  return parts.map(({ count, added, removed }) => ({ same: !added && !removed, olds: added ? 0 : count, news: removed ? 0 : count }))
}

/** The longest series of blocks that stand once in each text and in the same order in both; what is between two of them differs. */
function byAnchors(old: readonly number[], now: readonly number[]): Step[] {
  const places = once(now)
  const anchors: { left: number; right: number }[] = []
  for (const [value, left] of once(old)) {
    const right = places.get(value)
    if (right !== undefined) anchors.push({ left, right })
  }
  const steps: Step[] = []
  let [left, right] = [0, 0]
  for (const anchor of rising(anchors)) {
    steps.push({ same: false, olds: anchor.left - left, news: 0 }, { same: false, olds: 0, news: anchor.right - right }, { same: true, olds: 1, news: 1 })
    left = anchor.left + 1
    right = anchor.right + 1
  }
  steps.push({ same: false, olds: old.length - left, news: now.length - right })
  return steps
}

/** Values that occur once, with their place, in order. */
function once(values: readonly number[]): Map<number, number> {
  const places = new Map<number, number>()
  const repeated = new Set<number>()
  values.forEach((value, at) => (places.has(value) ? repeated.add(value) : places.set(value, at)))
  for (const value of repeated) places.delete(value)
  return places
}

/** The longest part of `anchors`, which rise on the left, that rises on the right too. */
function rising(anchors: readonly { left: number; right: number }[]): { left: number; right: number }[] {
  /** For each length, the anchor that ends such a series lowest; and for each anchor the one before it. */
  const ends: number[] = []
  const previous: number[] = []
  anchors.forEach(({ right }, index) => {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((anchors[ends[middle] ?? 0]?.right ?? 0) < right) low = middle + 1
      else high = middle
    }
    previous.push(low === 0 ? -1 : (ends[low - 1] ?? -1))
    ends[low] = index
  })
  const series: { left: number; right: number }[] = []
  for (let index = ends.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) {
    const anchor = anchors[index]
    if (anchor !== undefined) series.push(anchor)
  }
  return series.reverse()
}

/** Whether a run only parts the same words into other blocks: a line break that became a paragraph. */
function reflowed({ same, before: old, after: now }: Run, before: readonly Block[], after: readonly Block[]): boolean {
  if (same || old.length === 0 || now.length === 0) return false
  return joined(old, before) === joined(now, after)
}

function joined(places: readonly number[], blocks: readonly Block[]): string {
  // A digit at each side of a break would join to another number.
  return normalOf(places.map((at) => blocks[at]?.text ?? '').join(' '))
}

type Pairs = Map<number, { before: number; kind: 'moved' | 'changed' }>

function pairMoved(before: readonly Block[], after: readonly Block[], runs: readonly Run[], pairs: Pairs, taken: Set<number>): void {
  const gone = new Map<string, number[]>()
  for (const run of runs)
    for (const at of run.before) {
      const normal = before[at]?.normal ?? ''
      const places = gone.get(normal)
      if (places === undefined) gone.set(normal, [at])
      else places.push(at)
    }
  for (const places of gone.values()) places.reverse()
  for (const run of runs)
    for (const at of run.after) {
      const found = gone.get(after[at]?.normal ?? '')?.pop()
      if (found === undefined) continue
      pairs.set(at, { before: found, kind: 'moved' })
      taken.add(found)
    }
}

interface Likeness {
  readonly before: number
  readonly after: number
  /** Share of words in common, and a little more for those that stand where the other stood. */
  readonly score: number
}

function pairAlike(before: readonly Block[], after: readonly Block[], runs: readonly Run[], pairs: Pairs, taken: Set<number>): void {
  const bags = new Map<Block, Map<string, number>>()
  const bagOf = (block: Block | undefined): Map<string, number> => {
    if (block === undefined) return new Map()
    const known = bags.get(block) ?? bag(block.text)
    bags.set(block, known)
    return known
  }
  const runOf = new Map<number, Run>()
  const holders = new Map<string, number[]>()
  for (const run of runs)
    for (const at of run.after) {
      if (pairs.has(at)) continue
      runOf.set(at, run)
      for (const word of bagOf(after[at]).keys()) {
        const places = holders.get(word)
        if (places === undefined) holders.set(word, [at])
        else places.push(at)
      }
    }
  const found: Likeness[] = []
  for (const run of runs) {
    const old = run.before.filter((at) => !taken.has(at))
    const now = run.after.filter((at) => !pairs.has(at))
    old.forEach((at, index) => {
      const words = bagOf(before[at])
      const shared = new Map<number, number>()
      for (const word of words.keys()) {
        const places = holders.get(word)
        if (places !== undefined && places.length <= COMMON) for (const place of places) shared.set(place, (shared.get(place) ?? 0) + 1)
      }
      const likely = [...shared].sort((a, b) => b[1] - a[1]).slice(0, CANDIDATES)
      const inTurn = now[index]
      if (inTurn !== undefined && !likely.some(([place]) => place === inTurn)) likely.push([inTurn, 0])
      for (const [place] of likely) {
        const likeness = overlap(words, bagOf(after[place]))
        const here = runOf.get(place) === run
        const turn = place === inTurn && old.length === now.length
        const least = !here ? ALIKE_ELSEWHERE : !turn ? ALIKE_HERE : old.length === 1 ? ALIKE_ALONE : ALIKE_IN_TURN
        if (likeness >= least) found.push({ before: at, after: place, score: likeness + (here ? 0.2 : 0) + (place === inTurn ? 0.05 : 0) })
      }
    })
  }
  for (const { before: old, after: now } of found.sort((a, b) => b.score - a.score))
    if (!taken.has(old) && !pairs.has(now)) {
      pairs.set(now, { before: old, kind: 'changed' })
      taken.add(old)
    }
}

const WORD = /[\p{L}\p{M}]+|\p{N}+/gu

/** A text's words and how often each stands there; of a script without spaces, its characters two by two. */
function bag(text: string): Map<string, number> {
  const words = new Map<string, number>()
  const lower = text.toLowerCase()
  for (const run of lower.match(WORD) ?? []) {
    if (!isSpaceless(run)) words.set(run, (words.get(run) ?? 0) + 1)
    else
      for (let index = 0; index < Math.max(1, run.length - 1); index++) {
        const two = run.slice(index, index + 2)
        words.set(two, (words.get(two) ?? 0) + 1)
      }
  }
  return words
}

/** Twice the words in common by the words of both: 1 for the same bag. */
function overlap(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let [common, all] = [0, 0]
  for (const [word, count] of a) {
    common += Math.min(count, b.get(word) ?? 0)
    all += count
  }
  for (const count of b.values()) all += count
  return all === 0 ? 0 : (2 * common) / all
}
