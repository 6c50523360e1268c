/**
 * Where one is on the terms page. It stands in the address's fragment, so that the browser's own back button works and a reload stays. Browsers
 * write addresses down, so there are ids in it and no word: a vendor is named by what is kept of it, a search by its number on this page.
 */

export type Route =
  | { name: 'all' }
  /** `of`: the id of an order, a document, an acceptance or an agreement of that vendor. */
  | { name: 'vendor'; of: string }
  | { name: 'order'; order: string }
  | { name: 'document'; document: string }
  | { name: 'text'; document: string; version: string }
  | { name: 'compare'; document: string; from: string; to: string }
  | { name: 'search'; number: string }

const ID = /^[\w-]{1,100}$/

export function routeOf(fragment: string): Route {
  const said = new URLSearchParams(fragment.replace(/^#/, ''))
  const of = (name: string): string | null => {
    const value = said.get(name)
    return value === null || !ID.test(value) ? null : value
  }
  const [document, version, from, to] = [of('document'), of('version'), of('from'), of('to')]
  if (document !== null && from !== null && to !== null) return { name: 'compare', document, from, to }
  if (document !== null && version !== null) return { name: 'text', document, version }
  if (document !== null) return { name: 'document', document }
  const [order, vendor, number] = [of('order'), of('vendor'), of('search')]
  if (order !== null) return { name: 'order', order }
  if (vendor !== null) return { name: 'vendor', of: vendor }
  return number === null ? { name: 'all' } : { name: 'search', number }
}

/** With its `#`; the page of all terms has just that. */
export function fragmentOf(route: Route): string {
  if (route.name === 'vendor') return `#vendor=${route.of}`
  if (route.name === 'search') return `#search=${route.number}`
  const { name: _, ...rest } = route
  return `#${new URLSearchParams(rest).toString()}`
}
