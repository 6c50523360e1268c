/** A long list on the screen: its beginning at once, and the rest in pieces between which the page answers. */
import { useEffect, useState } from 'preact/hooks'

const FIRST = 120
const PIECE = 240

/** How many of `all` to show by now; begins anew with another `key`. */
export function useByAndBy(all: number, key: unknown): number {
  const [state, setState] = useState({ key, shown: FIRST })
  const shown = state.key === key ? state.shown : FIRST
  useEffect(() => {
    if (shown >= all) return
    const timer = setTimeout(() => setState({ key, shown: shown + PIECE }), 16)
    return () => clearTimeout(timer)
  }, [shown, all, key])
  return shown
}
