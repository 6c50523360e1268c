/** How long this process worked on it, in ms: what other processes take from it meanwhile does not count. */
export function took(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
