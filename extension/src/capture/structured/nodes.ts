/** schema.org's things on a page as plain data, in whichever of the three ways they are written: JSON-LD, microdata, RDFa. */
import { Allowance, lenientJson } from './literal.ts'
import { any, at, isData, listOf, type Data } from './plain.ts'

const MAX_SCRIPTS = 60
const MAX_JSON = 1_000_000
const MAX_NODES = 4_000
const MAX_DEPTH = 10
const MAX_PROPERTIES = 2_000

export interface Nodes {
  /** Every typed node, those inside others too. */
  all: Data[]
  /** Those that stand by themselves, so that a brand or an author is no shop. */
  own: Data[]
  byId: ReadonlyMap<string, Data>
}

export const typesOf = (node: Data): string[] => listOf(at(node, '@type')).filter((type) => typeof type === 'string').map((type) => type.replace(/^.*[/#:]/, ''))

export function readNodes(document: Document): Nodes {
  const all: Data[] = []
  const byId = new Map<string, Data>()
  const own = [...linkedData(document), ...marked(document, MICRODATA), ...marked(document, RDFA)].flatMap((root) => {
    const graph = isData(root) ? listOf(at(root, '@graph')).filter(isData) : []
    return [root, ...graph].filter(isData)
  })
  let left = MAX_NODES
  const walk = (value: unknown, depth: number): void => {
    if (depth > MAX_DEPTH || --left < 0) return
    if (Array.isArray(value)) for (const entry of value.slice(0, 200)) walk(entry, depth + 1)
    if (!isData(value)) return
    if (typesOf(value).length > 0) {
      all.push(value)
      const id = at(value, '@id')
      if (typeof id === 'string' && !byId.has(id)) byId.set(id, value)
    }
    for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) walk(inner, depth + 1)
  }
  for (const node of own) if (!Array.isArray(at(node, '@graph'))) walk(node, 0)
  return { all, own, byId }
}

function linkedData(document: Document): unknown[] {
  const allowance = new Allowance(MAX_JSON)
  return [...document.querySelectorAll('script[type*="ld+json" i]')].slice(0, MAX_SCRIPTS).flatMap((script) => {
    const value = lenientJson((script.textContent ?? '').trim(), allowance)
    return Array.isArray(value) ? value.slice(0, 100).flatMap((entry: unknown) => listOf(entry)) : [value]
  })
}

interface Marking {
  scope: string
  type: string
  property: string
  /** What is wanted, so that a page of products costs nothing. */
  roots: string
}

const WANTED = ['Order', 'Invoice', 'ParcelDelivery', 'MerchantReturnPolicy']
const MICRODATA: Marking = { scope: 'itemscope', type: 'itemtype', property: 'itemprop', roots: WANTED.map((type) => `[itemscope][itemtype$="schema.org/${type}" i]`).join() }
const RDFA: Marking = { scope: 'typeof', type: 'typeof', property: 'property', roots: WANTED.map((type) => `[typeof="${type}"],[typeof$=":${type}"],[typeof$="schema.org/${type}"]`).join() }

function marked(document: Document, marking: Marking): Data[] {
  // Most pages have none, and to learn that by the short name alone costs a third.
  if (document.querySelector(`[${marking.scope}]`) === null) return []
  const roots = [...document.querySelectorAll(marking.roots)].filter((root) => !root.hasAttribute(marking.property)).slice(0, 50)
  const left = { properties: MAX_PROPERTIES }
  return roots.map((root) => thing(root, marking, 0, left))
}

function thing(root: Element, marking: Marking, depth: number, left: { properties: number }): Data {
  const found = Object.create(null) as Record<string, unknown>
  found['@type'] = root.getAttribute(marking.type)?.trim().split(/\s+/)[0]
  const visit = (element: Element, level: number): void => {
    for (const child of element.children) {
      if (--left.properties < 0 || level > 60) return
      const names = child.getAttribute(marking.property)
      const scoped = child.hasAttribute(marking.scope)
      if (names !== null) {
        const value = scoped && depth < 6 ? thing(child, marking, depth + 1, left) : valueOf(child)
        for (const name of names.split(/\s+/).slice(0, 4)) add(found, name.replace(/^.*[/#:]/, ''), value)
      }
      if (!scoped) visit(child, level + 1)
    }
  }
  visit(root, 0)
  return found
}

function add(found: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '' || name.startsWith('@')) return
  const known = found[name]
  found[name] = known === undefined ? value : [...listOf(known), value]
}

function valueOf(element: Element): string {
  for (const name of ['content', 'datetime', 'href', 'src', 'value']) {
    const value = element.getAttribute(name)
    if (value !== null) return value.slice(0, 2_000)
  }
  return (element.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 500)
}

/** The node itself, or the one that it only names. */
export function resolve(value: unknown, { byId }: Nodes): Data | null {
  const [first] = listOf(value)
  if (!isData(first)) return null
  const id = at(first, '@id')
  return Object.keys(first).length === 1 && typeof id === 'string' ? (byId.get(id) ?? first) : first
}

/** A thing's name, or the plain text that stands in its place. */
export function nameOf(value: unknown, nodes: Nodes): unknown {
  const [first] = listOf(value)
  return typeof first === 'string' ? first : any(resolve(first, nodes), 'name', 'legalName')
}
