/** What changed from one version of a document to another. */
import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { AcceptanceView, TermsView, VersionView } from '../app.ts'
import type { Block, ChangedFigure, DiffBlock, DiffEntry, Piece, TermsDiff } from '../terms/versions/index.ts'
import { Heading, Notice } from '../ui/components.tsx'
import { count, inOrder, wordsOf } from '../ui/text.ts'
import { useByAndBy } from './by-and-by.ts'
import { countWords, type DiffPart, hiddenBlocks, partsOf, sameWords } from './diff-entries.ts'
import { CompareForm } from './document.tsx'
import { boughtWith, currentOf, versionOf } from './known.ts'
import type { Known } from './page.tsx'
import { Above, momentOfVersion, OrderLink, Row } from './parts.tsx'
import { fragmentOf } from './route.ts'
import { spoken, typeWords } from './words.ts'

/** From here on, what is not on the screen is not laid out. */
const LONG = 200

interface Props {
  known: Known
  document: TermsView
  from: string
  to: string
}

export function Compare({ known, document, from, to }: Props) {
  const [before, after] = [versionOf(document, from), versionOf(document, to)]
  const [diff, setDiff] = useState<TermsDiff | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const bought = boughtWith(known.terms, document.id)

  useEffect(() => {
    let over = false
    const show = (found: TermsDiff | null): void => {
      if (over) return
      setDiff(found)
      setProblem(found === null ? 'A text of the two is not on this device right now. It comes with the next sync.' : null)
    }
    known.app.compareTerms(document, from, to).then(show, (error: unknown) => {
      if (!over) setProblem(wordsOf(error))
    })
    return () => {
      over = true
    }
    // The document's view is made anew with every change of the history; the two texts stay what they are.
  }, [known.app, document.id, from, to])

  return (
    <article class="page">
      <Above to={{ name: 'document', document: document.id }}>{typeWords(document.type)}: all versions</Above>
      <Heading>What changed in {typeWords(document.type).toLowerCase()}</Heading>
      {before === null || after === null ? (
        <p class="quiet">One of the two versions is not here right now. It may come with the next sync.</p>
      ) : (
        <>
          <dl class="facts">
            <Row name="Before"><Version document={document} version={before} acceptances={bought.get(before.id) ?? []} known={known} /></Row>
            <Row name="After"><Version document={document} version={after} acceptances={bought.get(after.id) ?? []} known={known} /></Row>
          </dl>
          {problem !== null ? <Notice tone="warn"><p role="alert">{problem}</p></Notice> : diff === null ? <p class="quiet" aria-busy="true">Comparing…</p> : <Diff diff={diff} after={after} language={document.language} />}
        </>
      )}
      {document.versions.length > 2 && (
        <section class="block" aria-labelledby="others">
          <h2 id="others">Compare others</h2>
          <CompareForm document={document} from={from} to={to} />
        </section>
      )}
    </article>
  )
}

function Version({ document, version, acceptances, known }: { document: TermsView; version: VersionView; acceptances: AcceptanceView[]; known: Known }) {
  return (
    <>
      <a href={fragmentOf({ name: 'text', document: document.id, version: version.id })}>{momentOfVersion(version)}</a>
      {currentOf(document)?.id === version.id && <span class="quiet"> · stands there now</span>}
      {acceptances.map((acceptance) => <span key={acceptance.id} class="line-of">Agreed to with <OrderLink orders={known.orders} acceptance={acceptance} /></span>)}
      {!version.confirmed && version.grade !== 'first' && <span class="line-of quiet">Waits for a second look</span>}
      {version.grade === 'suspect' && <span class="line-of quiet">Much shorter than the one before: maybe not the whole text</span>}
    </>
  )
}

function Diff({ diff, after, language }: { diff: TermsDiff; after: VersionView; language: string | null }) {
  const parts = useMemo(() => partsOf(diff), [diff])
  const shown = useByAndBy(parts.length, diff)
  const counted = countWords(diff)
  if (counted === null) {
    return <Notice tone="good"><p>No words differ. What is another may be the layout, the punctuation, or where links lead.</p></Notice>
  }
  return (
    <>
      <section class="summary" aria-labelledby="summary">
        <h2 id="summary">In short</h2>
        <p><strong>{counted}</strong>. {sameWords(diff)}</p>
        {diff.figures.length > 0 && <Figures figures={diff.figures} more={diff.moreFigures} />}
        {diff.limited && <p class="hint">The two differ so much that this comparison is a rough one. Read both to be sure.</p>}
      </section>
      <section class="block" aria-labelledby="changes">
        <h2 id="changes">In full</h2>
        <div class={parts.length > LONG ? 'diff long' : 'diff'} {...spoken(language)}>
          {parts.slice(0, shown).map((part, index) => <Part key={index} part={part} after={after} />)}
          {shown < parts.length && <p class="quiet" lang="en" aria-busy="true">Reading on…</p>}
        </div>
      </section>
    </>
  )
}

const FIGURE: Readonly<Record<ChangedFigure['kind'], string>> = { date: 'Date', amount: 'Amount', percentage: 'Percentage', number: 'Number' }

function Figures({ figures, more }: { figures: readonly ChangedFigure[]; more: number }) {
  return (
    <>
      <h3>Dates, amounts and numbers</h3>
      <ul class="figures">
        {figures.map(({ kind, before, after, path }, index) => (
          <li key={index}>
            {FIGURE[kind]}: {before !== null && <Removed>{before}</Removed>}{before !== null && after !== null && <span aria-hidden="true"> → </span>}{after !== null && <Added>{after}</Added>}
            {path.length > 0 && <span class="quiet"> · <bdi>{inOrder(path.at(-1) ?? '').slice(0, 120)}</bdi></span>}
          </li>
        ))}
      </ul>
      {more > 0 && <p class="quiet">And {more.toLocaleString()} more.</p>}
    </>
  )
}

const KIND: Readonly<Record<Exclude<DiffEntry['kind'], 'folded' | 'unchanged'>, string>> = { added: 'New', removed: 'Gone', changed: 'Reworded', moved: 'Moved here' }

function Part({ part, after }: { part: DiffPart; after: VersionView }) {
  if (part.kind === 'folded') return <Fold part={part} after={after} />
  return part.kind === 'heading' ? <Under path={part.path} /> : <Entry entry={part.entry} under={part.under} />
}

const Under = ({ path }: { path: readonly string[] }) => <h3 class="under" dir="auto">{inOrder(path.map((each) => each.slice(0, 200)).join(' › '))}</h3>

function Entry({ entry, under }: { entry: Exclude<DiffEntry, { kind: 'folded' }>; under: readonly string[] | null }) {
  const minor = 'minor' in entry && entry.minor
  return (
    <>
      {under !== null && <Under path={under} />}
      {entry.kind === 'unchanged' ? (
        <Same block={entry.block} />
      ) : (
        <div class={`change ${entry.kind}`}>
          <span class="change-kind" lang="en">{KIND[entry.kind]}{minor && ' · small'}</span>
          <Changed entry={entry} />
        </div>
      )}
    </>
  )
}

function Changed({ entry }: { entry: Exclude<DiffEntry, { kind: 'folded' | 'unchanged' }> }) {
  const { block } = entry
  switch (entry.kind) {
    case 'added':
      return <Body block={block}><Added>{block.text}</Added></Body>
    case 'removed':
      return <Body block={block}><Removed>{block.text}</Removed></Body>
    case 'moved':
      return <Body block={block}>{inOrder(block.text)}</Body>
    case 'changed':
      if (entry.pieces !== null) return <Body block={block}>{entry.pieces.map(piece)}</Body>
      return (
        <>
          <Body block={entry.before}><Removed>{entry.before.text}</Removed></Body>
          <Body block={block}><Added>{block.text}</Added></Body>
        </>
      )
  }
}

function piece({ change, text }: Piece, key: number) {
  return change === 'same' ? <span key={key}>{inOrder(text)}</span> : change === 'added' ? <Added key={key}>{text}</Added> : <Removed key={key}>{text}</Removed>
}

/** Colour and line say it to the eye; the words say it to the ear. */
function Added({ children }: { children: string }) {
  return <ins><Said>added:</Said>{inOrder(children)}<Said>, end of addition.</Said></ins>
}

function Removed({ children }: { children: string }) {
  return <del><Said>removed:</Said>{inOrder(children)}<Said>, end of removal.</Said></del>
}

const Said = ({ children }: { children: string }) => <span class="hidden-label" lang="en"> {children} </span>

function Body({ block, children }: { block: Pick<DiffBlock, 'kind'>; children: ComponentChildren }) {
  return (
    <p class={block.kind === 'heading' ? 'change-head' : undefined} dir="auto">
      {block.kind === 'item' && <span aria-hidden="true">• </span>}
      {children}
    </p>
  )
}

const Same = ({ block }: { block: Pick<Block, 'kind' | 'text'> }) => <div class="same"><Body block={block}>{inOrder(block.text)}</Body></div>

function Fold({ part, after }: { part: Extract<DiffPart, { kind: 'folded' }>; after: VersionView }) {
  const [open, setOpen] = useState(false)
  return open ? <Unfolded part={part} after={after} /> : (
    <button type="button" class="fold" lang="en" onClick={() => setOpen(true)}>{count(part.to - part.from, 'paragraph')} unchanged<span class="hidden-label">: show</span></button>
  )
}

function Unfolded({ part, after }: { part: Extract<DiffPart, { kind: 'folded' }>; after: VersionView }) {
  const [blocks, setBlocks] = useState<readonly Block[] | null>(null)
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    void import('../terms/versions/index.ts').then(({ blocksOf }) => setBlocks(hiddenBlocks(blocksOf(after.text() ?? ''), part)))
  }, [after.id, part])
  // The button that was pressed is gone.
  useEffect(() => {
    if (blocks !== null) place.current?.focus()
  }, [blocks])
  const shown = useByAndBy(blocks?.length ?? 0, blocks)
  return (
    <div class="unfolded" ref={place} tabIndex={-1} role="group" aria-label={count(part.to - part.from, 'unchanged paragraph')}>
      {blocks?.slice(0, shown).map((block, index) => <Same key={index} block={block} />)}
    </div>
  )
}
