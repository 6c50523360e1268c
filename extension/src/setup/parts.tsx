/** What the steps of the set-up are made of. */
import type { ComponentChildren } from 'preact'
import { Heading } from '../ui/components.tsx'

export function Step({ number, title, focus = true, children }: { number: number; title: string; focus?: boolean; children: ComponentChildren }) {
  return (
    <section class="step">
      <p class="step-number">Step {number} of 2</p>
      <Heading focus={focus}>{title}</Heading>
      {children}
    </section>
  )
}

export function DeviceName({ name, setName }: { name: string; setName: (name: string) => void }) {
  return (
    <div class="field">
      <label for="device-name">Name of this device</label>
      <input id="device-name" type="text" dir="auto" autocomplete="off" maxLength={60} aria-describedby="device-name-hint" value={name} onInput={(event) => setName(event.currentTarget.value)} />
      <p id="device-name-hint" class="hint">So that you can tell your devices apart. Only your own devices see it.</p>
    </div>
  )
}
