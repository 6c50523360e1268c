/** The domain of the set that a host is, or is below of. */
export function domainWithin(domains: ReadonlySet<string>, host: string): string | null {
  let name = host.toLowerCase().replace(/\.$/, '')
  for (;;) {
    if (domains.has(name)) return name
    const dot = name.indexOf('.')
    if (dot < 0) return null
    name = name.slice(dot + 1)
  }
}
