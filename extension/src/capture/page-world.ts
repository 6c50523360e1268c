/**
 * Copies what may tell of a purchase out of a page's own variables, as JSON text. It runs in the page's world, with the page's own
 * functions, and only when the gate said yes: the lists that matter only grow, so there is nothing to hear at the start of a page, nothing
 * is loaded on other pages, and no event goes through the page that it could hear or forge. What comes out is forged input all the same.
 *
 * Only data properties are read, by their descriptors: no getter, no `toJSON` and no iterator of the page runs, and what throws is left
 * out. It is one function without imports, because that is all that a page's world is given.
 */
export function readPageWorld(page: object): string {
  const MAX_CHARACTERS = 200_000
  const MAX_DEPTH = 8
  const MAX_NODES = 2_000
  const MAX_ENTRIES = 300
  const MAX_KEPT = 60
  const MILLISECONDS = 100
  const TELLING = /transaction|purchase|order|additem|addproduct|addtrans|ecommerceitem/i
  const LISTS = ['dataLayer', 'adobeDataLayer', '_paq', '_gaq', 'uetq', 'criteo_q', 'analytics', 'ttq', 'wixDevelopersAnalytics']
  const QUEUES = [['fbq', 'queue'], ['ga', 'q'], ['snowplow', 'q'], ['pintrk', 'queue'], ['rdt', 'callQueue'], ['twq', 'queue']]
  const OBJECTS = [['utag_data'], ['digitalData'], ['Shopify', 'checkout'], ['AWIN', 'Tracking', 'Sale'], ['wixDevelopersAnalytics']]

  const end = Date.now() + MILLISECONDS
  let found = ''
  let nodes = 0

  function own(object: unknown, key: string): unknown {
    // A proxy's answers may take their time.
    if ((typeof object !== 'object' && typeof object !== 'function') || object === null || Date.now() > end) return undefined
    try {
      const property = Object.getOwnPropertyDescriptor(object, key)
      return property !== undefined && Object.hasOwn(property, 'value') ? property.value : undefined
    } catch {
      return undefined
    }
  }

  const is = (test: () => boolean): boolean => {
    try {
      return test()
    } catch {
      return false
    }
  }
  const isList = (value: unknown): value is object => is(() => Array.isArray(value))
  // `function gtag() { dataLayer.push(arguments) }`
  const isArguments = (value: object): boolean => is(() => Object.getOwnPropertyDescriptor(value, 'callee') !== undefined && typeof own(value, 'length') === 'number')
  // Elements, events and frameworks' objects lead to the whole page.
  const isPlain = (value: object): boolean =>
    is(() => {
      const above: unknown = Object.getPrototypeOf(value)
      return above === null || Object.getPrototypeOf(above) === null
    })

  /** Null for what is no data; a part that is too deep or too much is left out. */
  function copy(value: unknown, depth: number): string | null {
    if (value === null) return 'null'
    if (typeof value === 'string') return JSON.stringify(value.slice(0, 1_000))
    if (typeof value === 'number') return value - value === 0 ? `${value}` : null
    if (typeof value === 'boolean') return `${value}`
    if (typeof value !== 'object' || depth > MAX_DEPTH || ++nodes > MAX_NODES || Date.now() > end) return null
    if (isList(value) || isArguments(value)) return copyList(value, depth)
    return isPlain(value) ? copyObject(value, depth) : null
  }

  function copyList(list: object, depth: number): string {
    const length = own(list, 'length')
    let text = ''
    for (let i = 0; typeof length === 'number' && i < length && i < 100; i++) text += `${i > 0 ? ',' : ''}${copy(own(list, `${i}`), depth + 1) ?? 'null'}`
    return `[${text}]`
  }

  function copyObject(object: object, depth: number): string {
    let keys: string[] = []
    is(() => ((keys = Object.keys(object)), true))
    let text = ''
    for (let i = 0; i < keys.length && i < 100; i++) {
      const key = keys[i]
      const value = typeof key === 'string' && key.length < 100 ? copy(own(object, key), depth + 1) : null
      if (value !== null) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${value}`
    }
    return `{${text}}`
  }

  /** True if it was kept. */
  function say(name: string, value: unknown): boolean {
    if (typeof value !== 'object' || value === null) return false
    nodes = 0
    const text = copy(value, 1)
    if (text === null || !TELLING.test(text) || found.length + text.length > MAX_CHARACTERS) return false
    found += `${found === '' ? '' : ','}[${JSON.stringify(name)},${text}]`
    return true
  }

  /** The newest first: it tells of this page. */
  function sayEntries(name: string, list: unknown): void {
    const length = own(list, 'length')
    if (!isList(list) || typeof length !== 'number') return
    for (let i = length - 1, kept = 0; i >= 0 && i >= length - MAX_ENTRIES && kept < MAX_KEPT && Date.now() <= end; i--) if (say(name, own(list, `${i}`))) kept++
  }

  /** A tag manager's list, whatever its shop calls it. */
  function isTagManagers(list: object): boolean {
    for (let i = 0; i < 20; i++) if (own(own(list, `${i}`), 'gtm.start') !== undefined) return true
    return false
  }

  is(() => {
    for (let i = 0; i < OBJECTS.length; i++) {
      const path = OBJECTS[i] as string[]
      let value: unknown = page
      for (let j = 0; j < path.length; j++) value = own(value, path[j] as string)
      if (!isList(value)) say(path.join('.'), value)
    }
    for (let i = 0; i < LISTS.length; i++) sayEntries(LISTS[i] as string, own(page, LISTS[i] as string))
    for (let i = 0; i < QUEUES.length; i++) sayEntries(QUEUES[i]?.[0] as string, own(own(page, QUEUES[i]?.[0] as string), QUEUES[i]?.[1] as string))
    // Enumerable: the page's own. To look at a browser's interfaces would make them, one by one. The page's stand last.
    const names = Object.keys(page)
    for (let i = names.length - 1; i >= 0 && i >= names.length - 5_000 && Date.now() <= end; i--) {
      const name = names[i] as string
      const value = LISTS.indexOf(name) < 0 ? own(page, name) : undefined
      if (isList(value) && isTagManagers(value)) sayEntries(name.slice(0, 80), value)
    }
    return true
  })
  return `[${found}]`
}
