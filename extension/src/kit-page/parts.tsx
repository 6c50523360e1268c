import type { ComponentChildren } from 'preact'
import { Heading } from '../ui/components.tsx'

export function KitStep({ number, title, focus = true, children }: { number: number; title: string; focus?: boolean; children: ComponentChildren }) {
  return (
    <section class="step">
      <p class="step-number screen-only">Step {number} of 3</p>
      <div class="screen-only"><Heading focus={focus}>{title}</Heading></div>
      {children}
    </section>
  )
}
