/** Whether Counterfoil may read the site in front of the person, why not, and the switch for it. */
import { useState } from 'preact/hooks'
import type { ActiveTab } from '../browser.ts'
import { covers, coversAll, grantAgain, grantSite, switchOff, switchOn, whyNot, type Access } from '../consent.ts'
import { sensitiveKind } from '../sensitive.ts'
import { Announce, Switch } from '../ui/components.tsx'
import { wordsOf } from '../ui/text.ts'
import { SENSITIVE } from '../ui/sensitive-words.ts'
import { toSetup } from './moves.ts'

export function MayRead({ access, tab, site }: { access: Access; tab: ActiveTab; site: string }) {
  const [answer, setAnswer] = useState<string | null>(null)
  if (access.mode === null) {
    return <p class="hint">Counterfoil doesn’t read any shop yet. <button type="button" class="link" onClick={toSetup}>Choose where it may</button></p>
  }
  if (access.mode === 'by-hand') return <p class="hint">You save orders by hand, with the button below.</p>

  const why = whyNot(access, tab.url)
  if (why === 'payment') return <p class="hint">Not read: this is a payment service. The order is read in the shop that you come back to.</p>
  if (why === 'sensitive') {
    const kind = sensitiveKind(tab.url.hostname)
    return <p class="hint">Not read: {kind === null ? 'sites of this kind' : SENSITIVE[kind].name.toLowerCase()} are never read by themselves. You can read a page by hand, with the button below.</p>
  }

  const lost = access.mode === 'everywhere' && !access.origins.some(coversAll)
  const turn = (): void => {
    setAnswer(null)
    if (why === null) return void switchOff(site)
    if (access.origins.some((pattern) => covers(pattern, tab.url))) return void switchOn(site)
    void grantSite(site).then(
      (yes) => setAnswer(yes ? null : 'Not allowed, so this site is not read. You can still read a page by hand.'),
      (error: unknown) => setAnswer(wordsOf(error)),
    )
  }
  const state =
    why === null
      ? 'On: when you buy here, the order is saved.'
      : why === 'off'
        ? 'Off: nothing here is read unless you press the button below.'
        : lost
          ? 'Your browser’s settings no longer let Counterfoil read this site.'
          : 'Not read yet. Turn this on and your browser will ask you once.'
  return (
    <div class="may-read">
      <Switch on={why === null} label="Save orders from this site" describedBy="may-read-state" onChange={turn} />
      <p id="may-read-state" class="hint">{state}</p>
      {lost && <button type="button" class="link" onClick={() => void grantAgain()}>Allow every site again</button>}
      <Announce class="hint">{answer}</Announce>
    </div>
  )
}
