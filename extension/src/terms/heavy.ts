/**
 * Whether a page would keep a browser's parser busy for longer than any text is worth, told before it is parsed: its time grows with the
 * square of how deep elements are nested (50,000 take it 14 seconds), and each formatting element that is left open is made anew in every
 * block that follows.
 */

/** Their ends may be left out, or they have none. */
const NOT_NESTED = new Set(
  'area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot colgroup option optgroup rb rt rp html head body'.split(' '),
)
const FORMATTING = new Set('a b big code em font i nobr s small strike strong tt u'.split(' '))
/** Real pages stay under 1,100, counted so: with ends that were forgotten, and tags in scripts. */
const DEEPEST = 5_000
const MOST_WORK = 2_000_000

export function isHeavy(html: string): boolean {
  const tag = /<(\/?)([a-z][a-z0-9]{0,20})/gi
  let nested = 0
  let formatting = 0
  let work = 0
  for (let found = tag.exec(html); found; found = tag.exec(html)) {
    const step = found[1] === '' ? 1 : -1
    const name = (found[2] as string).toLowerCase()
    if (step > 0) work += 1 + formatting
    if (work > MOST_WORK) return true
    if (FORMATTING.has(name)) formatting = Math.max(0, formatting + step)
    else if (!NOT_NESTED.has(name)) nested = Math.max(0, nested + step)
    if (nested + formatting > DEEPEST) return true
  }
  return false
}
