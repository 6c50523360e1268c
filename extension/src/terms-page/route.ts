/** Where one is on the terms page. It stands in the address's fragment, so that the browser's own back button works and a reload stays. */

export type Route =
  | { name: 'all' }
  | { name: 'vendor'; vendor: string }
  | { name: 'order'; order: string }
  | { name: 'document'; document: string }
  | { name: 'text'; document: string; version: string }
  | { name: 'compare'; document: string; from: string; to: string }
  | { name: 'search'; words: string }

const LONGEST = 300

export function routeOf(fragment: string): Route {
  const said = new URLSearchParams(fragment.replace(/^#/, ''))
  const of = (name: string): string | null => {
    const value = said.get(name)
    return value === null || value === '' || value.length > LONGEST ? null : value
  }
  const [document, version, from, to] = [of('document'), of('version'), of('from'), of('to')]
  if (document !== null && from !== null && to !== null) return { name: 'compare', document, from, to }
  if (document !== null && version !== null) return { name: 'text', document, version }
  if (document !== null) return { name: 'document', document }
  const [order, vendor, words] = [of('order'), of('vendor'), of('search')]
  if (order !== null) return { name: 'order', order }
  if (vendor !== null) return { name: 'vendor', vendor }
  return words === null ? { name: 'all' } : { name: 'search', words }
}

/** With its `#`; the page of all terms has just that. */
export function fragmentOf(route: Route): string {
  const { name, ...rest } = route
  const said = new URLSearchParams(name === 'search' ? { search: route.words } : (rest as Record<string, string>))
  return `#${said.toString()}`
}
