/** The person's own terms towards one vendor: what was offered, and what came of it. It is written down here; nothing is sent. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { AgreementView, App } from '../app.ts'
import { AGREEMENT_STATES, type AgreementState, agreementOf } from '../terms/agreements.ts'
import { Announce, Words } from '../ui/components.tsx'
import { agreementName, HAPPENED, standingWords, STATE } from '../ui/agreement-words.ts'
import { AgreementChoice } from '../ui/agreement-choice.tsx'
import { dayOf, formatDate } from '../ui/dates.ts'
import { clip, wordsOf } from '../ui/text.ts'

interface Props {
  app: App
  vendor: string
  agreement: AgreementView | null
  standing: AgreementView | null
}

export function OwnTerms({ app, vendor, agreement, standing }: Props) {
  const [writing, setWriting] = useState(false)
  const [said, setSaid] = useState<string | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const wasWriting = useRef(false)
  useEffect(() => {
    if (wasWriting.current && !writing) button.current?.focus()
    wasWriting.current = writing
  }, [writing])
  const close = (words: string | null): void => {
    setWriting(false)
    setSaid(words)
  }
  return (
    <section class="panel" aria-labelledby="own-terms">
      <h2 id="own-terms">Your own terms</h2>
      {agreement === null ? (
        <p>You have offered this shop no terms of your own.{standing !== null && <> Your standing choice is {agreementName(standing.agreement)}.</>}</p>
      ) : (
        <>
          <p><strong>{agreementName(agreement.agreement)}</strong></p>
          <p>{standingWords(agreement)}</p>
          <Means id={agreement.agreement} />
          <History agreement={agreement} />
        </>
      )}
      <Announce class="hint">{said}</Announce>
      {writing ? (
        <Event app={app} vendor={vendor} agreement={agreement} standing={standing} done={() => close('Written down.')} cancel={() => close(null)} />
      ) : (
        <div class="actions">
          <button ref={button} type="button" class="button-quiet" onClick={() => { setSaid(null); setWriting(true) }}>{agreement === null ? 'Write down an offer' : 'Write down what happened'}</button>
        </div>
      )}
      <p class="hint">Counterfoil sends nothing to the shop. It remembers what you offered and what they answered.</p>
    </section>
  )
}

function Means({ id }: { id: string }) {
  const means = agreementOf(id)?.means
  return means === undefined ? null : <p class="quiet">{means}</p>
}

function History({ agreement: { events } }: { agreement: AgreementView }) {
  if (events.length === 0) return null
  return (
    <details>
      <summary>What happened so far</summary>
      <ol class="events">
        {events.map(({ state, at, note }, index) => (
          <li key={index}>
            {HAPPENED[state]} <span class="quiet">· {clip(formatDate(at.slice(0, 10)), 40)}</span>
            {note !== null && <span class="line-of"><Words text={note} limit={2_000} /></span>}
          </li>
        ))}
      </ol>
    </details>
  )
}

function Event({ app, vendor, agreement, standing, done, cancel }: Props & { done: () => void; cancel: () => void }) {
  const [chosen, setChosen] = useState(agreement?.agreement ?? standing?.agreement ?? '')
  const [state, setState] = useState<AgreementState>(agreement?.state === 'offered' ? 'accepted' : 'offered')
  const [day, setDay] = useState(() => dayOf(localDay()))
  const [note, setNote] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [saving, setSaving] = useState(false)

  async function write(): Promise<void> {
    if (agreementOf(chosen) === null) return setProblem('Please choose which terms you mean.')
    if (dayOf(day) === '') return setProblem('Please give the day on which it happened.')
    setProblem(null)
    setSaving(true)
    try {
      await app.sayAgreement({ vendor, agreement: chosen, state, day, note: note.trim() === '' ? null : note.trim() })
      return done()
    } catch (error) {
      setProblem(wordsOf(error))
    }
    setSaving(false)
  }

  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!saving) void write()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') cancel()
      }}
    >
      <AgreementChoice id="own-agreement" label="Which terms" chosen={chosen} choose={setChosen} focus />
      <fieldset class="states">
        <legend class="label">What happened</legend>
        {AGREEMENT_STATES.map((each) => (
          <label key={each} class="state">
            <input type="radio" name="state" value={each} checked={state === each} onChange={() => setState(each)} /> <span>{STATE[each]}</span>
          </label>
        ))}
      </fieldset>
      <div class="field">
        <label for="own-day">On which day</label>
        <input id="own-day" type="date" autocomplete="off" value={day} onInput={(event) => setDay(event.currentTarget.value)} />
      </div>
      <div class="field">
        <label for="own-note">Note <span class="optional">if any</span></label>
        <textarea id="own-note" autocomplete="off" rows={2} maxLength={2_000} dir="auto" value={note} onInput={(event) => setNote(event.currentTarget.value)} />
      </div>
      <Announce urgent class="problem">{problem}</Announce>
      <div class="actions">
        <button type="submit" class="button" aria-disabled={saving}>Write it down</button>
        <button type="button" class="button-quiet" onClick={cancel}>Cancel</button>
      </div>
    </form>
  )
}

function localDay(): string {
  const now = new Date()
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString()
}
