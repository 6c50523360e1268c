/** Words in all terms of all vendors. */
import { useEffect, useState } from 'preact/hooks'
import type { TermsHit, TermsView, VersionView } from '../app.ts'
import { Announce, Heading, Many, Words } from '../ui/components.tsx'
import { count, inOrder, wordsOf } from '../ui/text.ts'
import { currentOf, nameOf, versionOf } from './known.ts'
import type { Known } from './page.tsx'
import { Above, momentOfVersion, titleOf } from './parts.tsx'
import { fragmentOf } from './route.ts'
import { typeWords } from './words.ts'

const MOST_PLACES = 4

interface Found {
  hit: TermsHit
  document: TermsView
  version: VersionView
}

export function SearchTerms({ known, words }: { known: Known; words: string }) {
  const [hits, setHits] = useState<TermsHit[] | null>(null)
  const [older, setOlder] = useState<'no' | 'searching' | 'yes'>('no')
  const [problem, setProblem] = useState<string | null>(null)
  // The views are made anew with every change of the history; only other texts are searched again.
  const texts = known.terms.documents.map(({ id, current, versions }) => `${id} ${current} ${versions.length}`).join()
  useEffect(() => {
    let over = false
    known.app.searchTerms(words).then(
      (found) => {
        if (over) return
        setHits(found)
        setOlder('no')
      },
      (error: unknown) => {
        if (!over) setProblem(wordsOf(error))
      },
    )
    return () => {
      over = true
    }
  }, [known.app, texts, words])

  async function searchOlder(): Promise<void> {
    setOlder('searching')
    try {
      const more = await known.app.searchTerms(words, true)
      setHits((before) => [...(before ?? []), ...more])
    } catch (error) {
      setProblem(wordsOf(error))
    }
    setOlder('yes')
  }

  const found = (hits ?? []).flatMap((hit): Found[] => {
    const document = known.terms.documents.find(({ id }) => id === hit.document)
    const version = document && versionOf(document, hit.version)
    return document && version ? [{ hit, document, version }] : []
  })
  const says = hits === null ? 'Searching…' : found.length === 0 ? 'Nothing found' : `Found in ${count(found.length, 'text')}`
  return (
    <article class="page">
      <Above to={{ name: 'all' }}>All terms</Above>
      <Heading>“<Words text={words} limit={80} />” in all terms</Heading>
      {problem !== null ? <p class="problem" role="alert">{problem}</p> : <Announce class="quiet">{says}</Announce>}
      {hits !== null && found.length === 0 && <p class="quiet">No text that is kept has all of these words in one paragraph.</p>}
      <Many all={found} key={words} size={30} class="entries" row={(each) => <Hit key={`${each.document.id} ${each.version.id}`} found={each} known={known} />} />
      {hits !== null && older !== 'yes' && known.terms.documents.some(({ versions }) => versions.length > 1) && (
        <div class="actions">
          <button type="button" class="button-quiet" aria-disabled={older === 'searching'} onClick={() => void (older === 'no' && searchOlder())}>{older === 'searching' ? 'Searching…' : 'Search older versions too'}</button>
        </div>
      )}
    </article>
  )
}

function Hit({ found: { hit, document, version }, known }: { found: Found; known: Known }) {
  const title = titleOf(document)
  const now = currentOf(document)?.id === version.id
  return (
    <li class="entry">
      <h2>
        <a href={fragmentOf({ name: 'text', document: document.id, version: version.id })}>{typeWords(document.type)} of <Words text={nameOf(document.vendor, known.orders) ?? document.vendor} limit={80} /></a>
      </h2>
      {title !== null && <p class="two-lines"><Words text={title} limit={200} /></p>}
      <p class="row-sub">As it was on {momentOfVersion(version)}{now && ', and still is'} · {count(hit.total, 'paragraph')}</p>
      <ul class="places">
        {hit.hits.slice(0, MOST_PLACES).map(({ path, snippet, marks }, index) => (
          <li key={index} dir="auto">
            {path.length > 0 && <span class="row-sub line-of">{inOrder(path.at(-1) ?? '').slice(0, 160)}</span>}
            {marked(snippet, marks)}
          </li>
        ))}
      </ul>
    </li>
  )
}

function marked(snippet: string, marks: readonly (readonly [number, number])[]) {
  let at = 0
  const parts = marks.flatMap(([start, end]) => {
    const both = [inOrder(snippet.slice(at, start)), <mark key={start}>{inOrder(snippet.slice(start, end))}</mark>]
    at = end
    return both
  })
  return <>{parts}{inOrder(snippet.slice(at))}</>
}
