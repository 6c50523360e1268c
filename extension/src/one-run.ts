/** `work` runs once at a time; whoever asks meanwhile gets one more run after it, shared by all who do. */
export function oneRun(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  let waiting: Promise<void> | null = null
  const begin = (): Promise<void> => {
    const run = work().finally(() => {
      if (running === run) running = null
    })
    return (running = run)
  }
  return () => {
    if (!running) return begin()
    const again = (): Promise<void> => {
      waiting = null
      return begin()
    }
    return (waiting ??= running.then(again, again))
  }
}
