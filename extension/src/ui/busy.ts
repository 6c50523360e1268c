/** One thing at a time: what a person sets off is under way from the first press on, and a second one in the same moment finds it so. */
import { useRef, useState } from 'preact/hooks'

/** `busy` for the screen, as it is painted; `isBusy` for what is pressed before that. */
export function useBusy(): [busy: boolean, setBusy: (busy: boolean) => void, isBusy: () => boolean] {
  const [busy, show] = useState(false)
  const now = useRef(false)
  const setBusy = (next: boolean): void => {
    now.current = next
    show(next)
  }
  return [busy, setBusy, () => now.current]
}
