/** The few pieces both screens are made of. Foreign text passes through `Words` and nothing else. */
import type { ComponentChildren, JSX, Ref } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { formatMoney } from './money.ts'
import { clip, hue, inOrder, invisible, monogram } from './text.ts'

/** Text from a page, a device or the person: isolated, cut to what fits, and never nothing. */
export function Words({ text, limit, class: name, none = '(nothing legible)' }: { text: string; limit?: number; class?: string; none?: string }) {
  if (invisible(text)) return <span class="quiet">{none}</span>
  return <bdi class={name}>{clip(inOrder(text), limit)}</bdi>
}

export function NotRead() {
  return <span class="quiet not-read">not read</span>
}

export function Money({ amount, currency }: { amount: string | null; currency: string | null }) {
  if (amount === null) return <NotRead />
  return <bdi class="money">{clip(formatMoney(amount, currency), 60)}</bdi>
}

export function Monogram({ text }: { text: string }) {
  return (
    <span class="monogram" aria-hidden="true" style={{ '--hue': String(hue(text)) } as JSX.CSSProperties}>
      {monogram(text)}
    </span>
  )
}

/** The icons in `public/icon` are this mark in #0e7c6d on nothing, its lines in white, at 16, 32, 48 and 128 px. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg class="mark" viewBox="0 0 32 32" width={size} height={size} fill="none" stroke-linecap="round" aria-hidden="true">
      <path d="M6 3h11.5v26H6a3.5 3.5 0 0 1-3.5-3.5v-19A3.5 3.5 0 0 1 6 3z" fill="currentColor" />
      <path d="M7 10.5h6.2M7 16h6.2M7 21.5h3.4" stroke="var(--paper)" stroke-width="2.2" />
      <path d="M20.6 5.2v21.7" stroke="currentColor" stroke-width="2.2" stroke-dasharray="0 4.34" />
      <path d="M23.8 4.1H26a2.4 2.4 0 0 1 2.4 2.4v19a2.4 2.4 0 0 1-2.4 2.4h-2.2" stroke="currentColor" stroke-width="2.2" />
    </svg>
  )
}

const ICONS = {
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20 20',
  settings: 'M4 7h9M19 7h1M4 17h1M11 17h9M13 7a3 3 0 1 0 6 0 3 3 0 0 0-6 0zM5 17a3 3 0 1 0 6 0 3 3 0 0 0-6 0z',
  sync: 'M19 12a7 7 0 0 1-12.4 4.5M5 12a7 7 0 0 1 12.4-4.5M17.8 3.6v4.2h-4.2M6.2 20.4v-4.2h4.2',
  out: 'M9 5H6a1.5 1.5 0 0 0-1.5 1.5v11A1.5 1.5 0 0 0 6 19h11a1.5 1.5 0 0 0 1.5-1.5v-3M13 4.5h6.5V11M19 5l-8 8',
  close: 'M6 6l12 12M18 6L6 18',
  lock: 'M7 10.5h10a1.5 1.5 0 0 1 1.5 1.5v6.5A1.5 1.5 0 0 1 17 20H7a1.5 1.5 0 0 1-1.5-1.5V12A1.5 1.5 0 0 1 7 10.5zM8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5',
}

export function Icon({ name }: { name: keyof typeof ICONS }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
      <path d={ICONS[name]} />
    </svg>
  )
}

/** The heading of a view. Takes the focus when the view appears, so that a screen reader says where it is. */
export function Heading({ children, focus = true }: { children: ComponentChildren; focus?: boolean }) {
  const heading = useRef<HTMLHeadingElement>(null)
  // Before the first paint: a person who is quick has the next field's focus by the time an effect runs, and would lose it.
  useLayoutEffect(() => {
    if (focus) heading.current?.focus()
  }, [])
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  )
}

export function Switch({ on, label, describedBy, onChange }: { on: boolean; label: ComponentChildren; describedBy?: string; onChange: () => void }) {
  return (
    <button type="button" class="switch" role="switch" aria-checked={on} aria-describedby={describedBy} onClick={onChange}>
      <span class="switch-label">{label}</span>
      <span class="switch-track" aria-hidden="true" />
    </button>
  )
}

export function Notice({ tone = 'plain', inside, children }: { tone?: 'plain' | 'good' | 'warn' | 'bad'; inside?: Ref<HTMLDivElement>; children: ComponentChildren }) {
  return <div ref={inside ?? null} class={`notice ${tone}`}>{children}</div>
}

/** Instead of everything else, where there is nothing to show. */
export function CannotOpen({ why }: { why: string }) {
  return (
    <Notice tone="bad">
      <Heading>Your history could not be opened</Heading>
      <p>{why}</p>
      <button type="button" class="button-quiet" onClick={() => location.reload()}>Try again</button>
    </Notice>
  )
}

/** A place whose words are read out when they change; it stays in the page while it is empty. */
export function Announce({ children, urgent = false, class: name, inside }: { children?: ComponentChildren; urgent?: boolean; class?: string; inside?: Ref<HTMLDivElement> }) {
  return (
    <div ref={inside ?? null} tabIndex={inside === undefined ? undefined : -1} class={name} role={urgent ? 'alert' : 'status'} aria-live={urgent ? 'assertive' : 'polite'}>
      {children}
    </div>
  )
}

/** A long list by and by: the first rows at once, more when asked for. */
export function Many<T>({ all, size = 60, row, key, class: name = 'rows' }: { all: T[]; size?: number; row: (item: T) => ComponentChildren; key?: string; class?: string }) {
  const [shown, setShown] = useState(size)
  const list = useRef<HTMLUListElement>(null)
  const fresh = useRef<number | null>(null)
  useEffect(() => setShown(size), [key, size])
  useEffect(() => {
    if (fresh.current === null) return
    list.current?.children[fresh.current]?.querySelector<HTMLElement>('button, a')?.focus()
    fresh.current = null
  }, [shown])
  const left = all.length - shown
  return (
    <>
      <ul class={name} ref={list}>
        {all.slice(0, shown).map(row)}
      </ul>
      {left > 0 && (
        <button
          type="button"
          class="more"
          onClick={() => {
            fresh.current = shown
            setShown(shown + size * 4)
          }}
        >
          Show more ({left.toLocaleString()} left)
        </button>
      )}
    </>
  )
}
