/** What is never taken for an order: kinds of sites, single sites, and pages that the person said hold none. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { browser } from '../browser.ts'
import { readSite, removeOff, switchOff } from '../consent.ts'
import { forgetRefusal, listRefusals, type Refusal } from '../refusals.ts'
import { Many, Words } from '../ui/components.tsx'
import { SENSITIVE } from '../ui/sensitive-words.ts'

export function SensitiveKinds() {
  return (
    <>
      <p>Some sites say more about you than a purchase should. Counterfoil doesn’t read them by itself, whatever you chose above:</p>
      <ul class="plain-list">
        {Object.values(SENSITIVE).map(({ name, such }) => <li key={name}>{name}: {such}</li>)}
        <li>Payment services; the order is read in the shop that you come back to</li>
        <li>Every site in a private window</li>
      </ul>
      <p class="hint">Health, money and adult sites are told by well-known names and by words in their address, so one that is named differently can be missed. Add it below. “Read this page” still reads a page of theirs when you ask for it.</p>
    </>
  )
}

export function OffList({ off }: { off: string[] }) {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)

  const remove = (site: string): void => {
    field.current?.focus()
    void removeOff(site)
  }

  const add = (): void => {
    const site = readSite(text)
    if (site === null) return setProblem('Please write a site such as shop.example')
    setProblem(null)
    setText('')
    void switchOff(site)
  }

  return (
    <>
      {off.length === 0 ? (
        <p class="quiet">None. You can turn a site off in the popup while you are there, or here.</p>
      ) : (
        <Many
          all={off}
          class="sites"
          row={(site) => (
            <li key={site} class="line">
              <Words text={site} limit={100} />
              <button type="button" class="button-quiet" onClick={() => remove(site)}>Remove<span class="hidden-label"> {site.slice(0, 100)} from this list</span></button>
            </li>
          )}
        />
      )}
      <form
        class="inline-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          add()
        }}
      >
        <div class="field">
          <label for="off-site">Add a site</label>
          <input ref={field} id="off-site" type="text" inputMode="url" autocomplete="off" autocapitalize="off" spellcheck={false} maxLength={300} placeholder="shop.example" aria-invalid={problem !== null} aria-describedby="off-problem" value={text} onInput={(event) => setText(event.currentTarget.value)} />
        </div>
        <button type="submit" class="button-quiet">Never read it</button>
      </form>
      <div id="off-problem" class="problem" role="alert">{problem}</div>
    </>
  )
}

export function RefusedPages() {
  const [refusals, setRefusals] = useState<Refusal[] | null>(null)
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const refresh = (): void => void listRefusals().then(setRefusals)
    // The popup may say "Not an order" while this page is open.
    browser.storage.local.onChanged.addListener(refresh)
    refresh()
    return () => browser.storage.local.onChanged.removeListener(refresh)
  }, [])
  if (refusals === null) return null

  const takeBack = (id: string): void => {
    // Its button is about to vanish with the focus.
    place.current?.focus()
    void forgetRefusal(id)
  }
  return (
    <div class="refused" ref={place} tabIndex={-1}>
      {refusals.length === 0 ? (
        <p class="quiet">None. If something that is no order was saved, press “Not an order” on it; pages like that one are then listed here.</p>
      ) : (
        <Many
          all={refusals}
          class="sites"
          row={({ id, site, path }) => (
            <li key={id} class="line">
              <span><Words text={site} limit={100} /><span class="quiet"><Words text={path} limit={200} /></span></span>
              <button type="button" class="button-quiet" onClick={() => takeBack(id)}>Take back<span class="hidden-label"> {`${site}${path}`.slice(0, 200)}</span></button>
            </li>
          )}
        />
      )}
    </div>
  )
}
