/**
 * Whether a page would keep a browser's parser busy for longer than any text is worth, told before it is parsed: its time grows with the
 * square of how deep elements are nested (50,000 take it 14 seconds), and each formatting element that is left open is made anew in every
 * block that follows.
 *
 * An end counts only where a parser would close something by it: one in a comment, an attribute or a script, or beyond a table, closes nothing.
 */

/** Their ends may be left out, or they have none. */
const NOT_NESTED = new Set(
  'area base br col embed hr img input link meta param source track wbr p li dt dd tr td th thead tbody tfoot colgroup option optgroup rb rt rp html head body'.split(' '),
)
const FORMATTING = new Set('a b big code em font i nobr s small strike strong tt u'.split(' '))
/** No end inside them reaches what is around them. */
const WALLS = new Set('table caption button object applet marquee template select svg math foreignobject desc title annotation-xml'.split(' '))
/** Text up to their own end, unless they are a drawing's. */
const RAW = new Set('script style textarea title xmp iframe noembed noframes'.split(' '))
/** Real pages stay under 1,100, counted so: with ends that were forgotten. */
const DEEPEST = 5_000
const MOST_WORK = 2_000_000
/** Steps up the elements that are open. */
const MOST_STEPS = 20_000_000

const NEXT = /<(?:!--|!\[CDATA\[|[!?]|\/?([a-z][^\t\n\f\r />]*)|\/)/gi
/** After a tag's name: attributes as a parser reads them, so that no sign in one ends the tag. */
const ATTRIBUTES = /(?:[\t\n\f\r /]+|[^\t\n\f\r />][^\t\n\f\r />=]*(?:[\t\n\f\r ]*=[\t\n\f\r ]*(?:"[^"]*(?:"|$)|'[^']*(?:'|$)|[^\t\n\f\r >"'][^\t\n\f\r >]*)?)?)*>?/y

export function isHeavy(html: string): boolean {
  const open: string[] = []
  const counts = new Map<string, number>()
  let drawings = 0
  let walls = 0
  /** By name, for each that is open: how many walls stood around it. */
  const formats = new Map<string, number[]>()
  let formatting = 0
  let work = 0
  let steps = 0
  // Between the signs of what only drawings read as text, ends are not believed.
  let doubtfulUntil = 0
  const pop = (): void => {
    const name = open.pop()
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 1) - 1)
    if (name === 'svg' || name === 'math') drawings--
    if (name !== undefined && WALLS.has(name)) walls--
  }
  NEXT.lastIndex = 0
  for (let found = NEXT.exec(html); found; found = NEXT.exec(html)) {
    const after = found.index + found[0].length
    if (found[1] === undefined) {
      if (found[0] === '<!--') NEXT.lastIndex = commentEnd(html, found.index)
      else if (found[0].length > 2) {
        if (after > doubtfulUntil) doubtfulUntil = endOf(html, ']]>', after)
      }
      else NEXT.lastIndex = endOf(html, '>', after)
      continue
    }
    ATTRIBUTES.lastIndex = after
    const attributes = ATTRIBUTES.exec(html)?.[0] ?? ''
    NEXT.lastIndex = after + attributes.length
    const name = found[1].toLowerCase()
    if (html[found.index + 1] === '/') {
      if (found.index < doubtfulUntil) continue
      if (FORMATTING.has(name)) {
        if ((formats.get(name)?.at(-1) ?? -1) < walls) continue
        formats.get(name)?.pop()
        formatting--
      } else if ((counts.get(name) ?? 0) > 0) {
        let at = open.length - 1
        while (at >= 0 && open[at] !== name && !WALLS.has(open[at] as string)) at--
        if ((steps += open.length - at) > MOST_STEPS) return true
        if (open[at] === name) while (open.length > at) pop()
      }
      continue
    }
    work += 1 + formatting
    if (work > MOST_WORK) return true
    if (RAW.has(name) && drawings === 0) NEXT.lastIndex = name === 'script' ? scriptEnd(html, NEXT.lastIndex) : rawEnd(html, name, NEXT.lastIndex)
    else if (FORMATTING.has(name)) {
      formatting++
      formats.set(name, formats.get(name) ?? [])
      formats.get(name)?.push(walls)
    } else if (!NOT_NESTED.has(name) && !(drawings > 0 && attributes.endsWith('/>'))) {
      open.push(name)
      counts.set(name, (counts.get(name) ?? 0) + 1)
      if (name === 'svg' || name === 'math') drawings++
      if (WALLS.has(name)) walls++
    }
    if (open.length + formatting > DEEPEST) return true
  }
  return false
}

function endOf(html: string, sign: string, from: number): number {
  const at = html.indexOf(sign, from)
  return at < 0 ? html.length : at + sign.length
}

function commentEnd(html: string, at: number): number {
  const end = /<!--(?:-?>|[^]*?--!?>)/y
  end.lastIndex = at
  return end.test(html) ? end.lastIndex : html.length
}

function rawEnd(html: string, name: string, from: number): number {
  const end = new RegExp(`</${name}(?=[\\t\\n\\f\\r />])`, 'gi')
  end.lastIndex = from
  return end.exec(html)?.index ?? html.length
}

/** A script may hold another's tags in what looks like a comment. */
function scriptEnd(html: string, from: number): number {
  const sign = /<!--(-?>)?|-->|<\/?script(?=[\t\n\f\r />])/gi
  sign.lastIndex = from
  let state: 'text' | 'comment' | 'within' = 'text'
  for (let found = sign.exec(html); found; found = sign.exec(html)) {
    const [said, closed] = found
    if (said === '-->' || closed !== undefined) state = 'text'
    else if (said === '<!--') state = state === 'text' ? 'comment' : state
    else if (said.startsWith('</')) {
      if (state !== 'within') return found.index
      state = 'comment'
    } else if (state === 'comment') state = 'within'
  }
  return html.length
}
