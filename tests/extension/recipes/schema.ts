/** What the types cannot say of a recipe, as sentences; none for a good one. */
import { parseHTML } from 'linkedom'
import type { Evidence, Place, Recipe } from '../../../extension/src/capture/recipe/index.ts'

export function faults(recipe: Recipe, evidence: readonly Evidence[]): string[] {
  const found: string[] = []
  const { document } = parseHTML('<!doctype html><html><body></body></html>')
  const selector = (at: string): void => {
    try {
      document.querySelector(at)
    } catch {
      found.push(`no selector: ${at}`)
    }
  }
  const pattern = (match: RegExp, groups: number): void => {
    if (match.global || match.sticky) found.push(`keeps its place between pages: ${match}`)
    // A repeated group with a repetition inside can take a page's text for ever.
    if (/\([^)]*[+*]\)?[^()]*\)[+*{]/.test(match.source)) found.push(`repeats a repetition: ${match}`)
    const count = (new RegExp(`${match.source}|`).exec('')?.length ?? 0) - 1
    if (count !== groups) found.push(`has ${count} groups, not ${groups}: ${match}`)
  }
  const place = ({ at, match }: Place): void => {
    selector(at)
    if (match !== undefined) pattern(match, 1)
  }
  // No recipe outvotes what several other signs agree on; of rows there is but one other reading, at 90 where it adds up.
  const sure = (confidence: number, most = 90): void => {
    if (confidence < 60 || confidence > most) found.push(`too sure or not sure enough: ${confidence}`)
  }

  if (!/^[a-z][a-z0-9-]{1,30}$/.test(recipe.id)) found.push('id')
  if (!Number.isInteger(recipe.version) || recipe.version < 1) found.push('version')
  if (evidence.length === 0) found.push('no evidence')
  for (const { project, files } of evidence) {
    const version = project.startsWith('https://github.com/') ? /^[^@\s]+@[0-9a-f]{7}$/ : /^[^@\s]+@\d+(\.\d+)+$/
    if (project === '' || files.length === 0 || !files.every((file) => version.test(file))) found.push(`evidence: ${project}`)
  }
  const { at, host, url } = recipe.applies
  if (at === undefined && host === undefined) found.push('applies to every page')
  if (at !== undefined) selector(at)
  for (const match of [host, url]) if (match !== undefined) pattern(match, 0)
  if (!recipe.proofs.some(({ says }) => says !== 'failed')) found.push('proves no order')
  for (const proof of recipe.proofs) {
    if (proof.at === undefined && proof.url === undefined) found.push('proves every page')
    if (proof.at !== undefined) selector(proof.at)
    if (proof.url !== undefined) pattern(proof.url, 0)
    sure(proof.confidence)
  }
  for (const find of Object.values(recipe.fields).flat()) {
    if ('url' in find) pattern(find.url, find.says === undefined ? 1 : 0)
    else place(find)
    sure(find.confidence)
  }
  for (const { rows, confidence, count, unprinted: _unprinted, ...places } of recipe.items) {
    selector(rows)
    sure(confidence, 94)
    if (count !== undefined) place(count)
    for (const list of Object.values(places)) for (const one of list) place(one)
  }
  return found
}
