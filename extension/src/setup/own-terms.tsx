/** The person's standing choice of the terms that they offer. */
import { useEffect, useState } from 'preact/hooks'
import type { App } from '../app.ts'
import { AgreementChoice } from '../ui/agreement-choice.tsx'
import { Announce } from '../ui/components.tsx'
import { wordsOf } from '../ui/text.ts'

export function StandingChoice({ app }: { app: App }) {
  const [chosen, setChosen] = useState<string | null>(null)
  const [said, setSaid] = useState<{ text: string; bad: boolean } | null>(null)
  useEffect(() => {
    const read = (): void => void app.terms().then(({ agreements }) => setChosen(agreements.find(({ vendor }) => vendor === null)?.agreement ?? ''))
    read()
    return app.subscribe(read)
  }, [app])
  if (chosen === null) return null

  async function choose(agreement: string): Promise<void> {
    setChosen(agreement)
    try {
      await app.chooseStanding(agreement === '' ? null : agreement)
      setSaid({ text: agreement === '' ? 'You have no standing choice now.' : 'Kept as your standing choice.', bad: false })
    } catch (error) {
      setSaid({ text: wordsOf(error), bad: true })
    }
  }

  return (
    <>
      <p>A shop has its terms, and you can have yours: IEEE 7012, also called MyTerms, has agreements that a person offers to a site. Choose the one that you stand by.</p>
      <AgreementChoice id="standing" label="My standing choice" chosen={chosen} choose={(agreement) => void choose(agreement)} />
      <Announce class={said?.bad === true ? 'problem' : 'hint'}>{said?.text}</Announce>
      <p class="hint">Counterfoil sends it to nobody. On a shop’s page of terms you can write down that you offered it, and what they answered.</p>
    </>
  )
}
