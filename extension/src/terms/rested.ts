/** Pages fill in their text after they came; what is read too early is another text tomorrow. */
const QUIET = 700
const IMPATIENT = 4_000

/** Settles once nothing was added for a moment, or when it went on for too long. */
export function rested(document: Document): Promise<void> {
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      clearTimeout(quiet)
      quiet = setTimeout(done, QUIET)
    })
    const done = (): void => {
      observer.disconnect()
      clearTimeout(quiet)
      clearTimeout(late)
      resolve()
    }
    let quiet = setTimeout(done, QUIET)
    const late = setTimeout(done, IMPATIENT)
    observer.observe(document, { subtree: true, childList: true, characterData: true })
  })
}
