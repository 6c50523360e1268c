/** Where the focus goes, in the same task as the change on the screen: a person who is quick has typed by the time a later effect runs. */
import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

/** On what has just appeared. */
export function useFocus<T extends HTMLElement>(): RefObject<T> {
  const target = useRef<T>(null)
  useLayoutEffect(() => target.current?.focus(), [])
  return target
}

/** On what is said about it, where what had the focus vanished with a change of `shown`. */
export function useFocusOnWords(said: string | null, shown: unknown): RefObject<HTMLDivElement> {
  const words = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const { activeElement, body } = document
    if (said !== null && (activeElement === null || activeElement === body)) words.current?.focus()
  }, [said, shown])
  return words
}
