/** The exact text of one version, from this device alone, with what proves that it is this one. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { TermsView, VersionView } from '../app.ts'
import { Announce, Heading, Notice } from '../ui/components.tsx'
import { count } from '../ui/text.ts'
import { boughtWith, textBefore, versionOf } from './known.ts'
import { Markdown } from './markdown.tsx'
import type { Known } from './page.tsx'
import { Above, Address, gradeWords, momentOfVersion, OrderLink, Row } from './parts.tsx'
import { fragmentOf } from './route.ts'
import { save } from '../ui/save.ts'
import { languageWords, typeWords } from './words.ts'

export function Text({ known, document, id }: { known: Known; document: TermsView; id: string }) {
  const version = versionOf(document, id)
  const above = <Above to={{ name: 'document', document: document.id }}>{typeWords(document.type)}: all versions</Above>
  if (version === null) {
    return (
      <article class="page">
        {above}
        <Heading>This version is not here right now</Heading>
        <p class="quiet">It may come with the next sync.</p>
      </article>
    )
  }
  const acceptances = boughtWith(known.terms, document.id).get(version.id) ?? []
  const before = version.kind === 'text' ? textBefore(document, version.id) : null
  return (
    <article class="page">
      {above}
      <div class="view-head">
        <Heading>{typeWords(document.type)}, as it was on {momentOfVersion(version)}</Heading>
        {before !== null && <p><a href={fragmentOf({ name: 'compare', document: document.id, from: before.id, to: version.id })}>Compare with the version before</a></p>}
      </div>
      {version.grade === 'suspect' && <Notice tone="warn"><p>This text is much shorter than the one before. It may not be all of it.</p></Notice>}
      <dl class="facts">
        <Row name="Address"><Address url={version.finalUrl ?? document.url} what="Open it at the shop" /></Row>
        {acceptances.length > 0 && <Row name="Agreed to with">{acceptances.map((acceptance) => <span key={acceptance.id} class="line-of"><OrderLink orders={known.orders} acceptance={acceptance} /></span>)}</Row>}
        <Row name="Read">{version.via === 'page' ? 'on the page that you had open' : version.via === 'fetch' ? 'by Counterfoil, without your cookies' : <span class="quiet">not said</span>}</Row>
        {document.language !== null && <Row name="Language">{languageWords(document.language)}</Row>}
        <Row name="Compared"><span>{gradeWords(version) ?? 'not compared'}</span></Row>
        <Row name="SHA-256"><code class="digest">{version.digest}</code></Row>
      </dl>
      <Content document={document} version={version} />
    </article>
  )
}

function Content({ document, version }: { document: TermsView; version: VersionView }) {
  if (version.kind === 'large-pdf') {
    return (
      <Notice>
        <p>This is a PDF{version.size !== null && <> of {bytes(version.size)}</>} and too large to keep. Its address and its digest are kept: a copy of the file with this digest is the one that stood there.</p>
      </Notice>
    )
  }
  return version.kind === 'pdf' ? <Pdf version={version} /> : <TextOf document={document} version={version} />
}

function Pdf({ version }: { version: VersionView }) {
  const [pdf, setPdf] = useState<Uint8Array | null | undefined>(undefined)
  useEffect(() => {
    let isShown = true
    void version.pdf().then((file) => isShown && setPdf(file))
    return () => {
      isShown = false
    }
  }, [version.id])
  if (pdf === undefined) return null
  if (pdf === null) return <Notice><p>This PDF is neither on this device nor at the relay right now. A device of yours that has it sends it again within a week; open that one, and look here later.</p></Notice>
  return (
    <section class="block" aria-label="The file">
      <p>This document is a PDF of {bytes(pdf.length)}. It is kept whole.</p>
      <div class="actions">
        <button type="button" class="button" onClick={() => save(new Uint8Array(pdf), 'application/pdf', `terms-${version.digest.slice(0, 16)}.pdf`)}>Save the PDF</button>
      </div>
    </section>
  )
}

function TextOf({ document, version }: { document: TermsView; version: VersionView }) {
  const text = useMemo(() => version.text(), [version.id])
  const [said, setSaid] = useState<string | null>(null)
  if (text === null) return <Notice><p>The text of this version is not on this device right now. It comes with the next sync.</p></Notice>

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text ?? '')
      setSaid('Copied.')
    } catch {
      setSaid('Your browser did not let Counterfoil copy it. Save it instead.')
    }
  }

  return (
    <section class="block" aria-labelledby="text">
      <div class="line">
        <h2 id="text">The text <span class="quiet">· {count(text.length, 'character')}</span></h2>
        <div class="actions">
          <button type="button" class="button-quiet" onClick={() => void copy()}>Copy the text</button>
          <button type="button" class="button-quiet" onClick={() => save(text, 'text/markdown', `terms-${version.digest.slice(0, 16)}.md`)}>Save the text</button>
        </div>
      </div>
      <Announce class="hint">{said}</Announce>
      <Markdown text={text} language={document.language} />
    </section>
  )
}

function bytes(size: number): string {
  return size < 1_000_000 ? `${Math.max(1, Math.round(size / 1_000)).toLocaleString()} kB` : `${(size / 1_000_000).toLocaleString(undefined, { maximumFractionDigits: 1 })} MB`
}
