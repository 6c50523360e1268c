/** A document's text on the screen: elements made one by one from its Markdown, never from markup, and nothing in it is fetched. */
import { Fragment, type ComponentChildren, type JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { clip, inOrder, webLink } from '../ui/text.ts'
import { useByAndBy } from './by-and-by.ts'
import { type Inline, inlineOf, plainOf } from './inline.ts'
import { type Block, markdownBlocks } from './markdown.ts'
import { spoken } from './words.ts'

/** From here on, what is not on the screen is not laid out. */
const LONG = 200

/** `under`: the level of the heading that the text stands under, so that its own go on from there. */
export function Markdown({ text, language, under = 2 }: { text: string; language: string | null; under?: number }) {
  const blocks = useMemo(() => markdownBlocks(text), [text])
  const shown = useByAndBy(blocks.length, text)
  return (
    <div class={blocks.length > LONG ? 'prose long' : 'prose'} dir="auto" {...spoken(language)}>
      {blocks.slice(0, shown).map((block, index) => <BlockView key={index} block={block} under={under} />)}
      {shown < blocks.length && <p class="quiet" aria-busy="true">Reading on…</p>}
    </div>
  )
}

function BlockView({ block, under }: { block: Block; under: number }) {
  switch (block.kind) {
    case 'heading': {
      const Level = `h${Math.min(6, block.level + under)}` as 'h3'
      return <Level dir="auto"><InlineText text={block.text} /></Level>
    }
    case 'paragraph':
      return <p dir="auto"><InlineText text={block.text} /></p>
    case 'list': {
      const items = block.items.map((item, index) => <li key={index} dir="auto">{inside(item, under)}</li>)
      return block.start === null ? <ul>{items}</ul> : <ol start={block.start}>{items}</ol>
    }
    case 'quote':
      return <blockquote>{block.blocks.map((each, index) => <BlockView key={index} block={each} under={under} />)}</blockquote>
    case 'code':
      return <pre>{inOrder(block.text)}</pre>
    case 'rule':
      return <hr />
    case 'table':
      return <Table head={block.head} rows={block.rows} />
  }
}

/** An item that is one paragraph needs no space around it. */
function inside(item: readonly Block[], under: number): ComponentChildren {
  const [first, ...rest] = item
  if (first?.kind === 'paragraph') return <><InlineText text={first.text} />{rest.map((each, index) => <BlockView key={index} block={each} under={under} />)}</>
  return item.map((each, index) => <BlockView key={index} block={each} under={under} />)
}

/** Its own place to scroll, because a table that is broken up no longer says what stands under what. */
function Table({ head, rows }: { head: readonly string[]; rows: readonly (readonly string[])[] }) {
  const named = head.some((cell) => cell !== '')
  return (
    <div class="table" role="region" aria-label="Table" tabIndex={0}>
      <table>
        {named && <thead><tr>{head.map((cell, index) => (cell === '' ? <td key={index} /> : <th key={index} scope="col"><InlineText text={cell} /></th>))}</tr></thead>}
        <tbody>{rows.map((row, index) => <tr key={index}>{row.map((cell, column) => <td key={column}><InlineText text={cell} /></td>)}</tr>)}</tbody>
      </table>
    </div>
  )
}

function InlineText({ text }: { text: string }) {
  return <>{inlineOf(text).map(nodeOf)}</>
}

function nodeOf(part: Inline, key: number): JSX.Element {
  if (typeof part === 'string') return <Fragment key={key}>{inOrder(part)}</Fragment>
  if (part.kind === 'break') return <br key={key} />
  if (part.kind === 'code') return <code key={key}>{inOrder(part.text)}</code>
  if (part.kind === 'link') return <LinkView key={key} part={part} />
  const children = part.children.map(nodeOf)
  return part.kind === 'strong' ? <strong key={key}>{children}</strong> : part.kind === 'emphasis' ? <em key={key}>{children}</em> : <s key={key}>{children}</s>
}

/** Its words, and where it leads, which the words need not say truly. */
function LinkView({ part: { url, children } }: { part: Extract<Inline, { kind: 'link' }> }) {
  const link = webLink(url)
  const words = children.map(nodeOf)
  const address = clip(inOrder(link === null ? url : link.replace(/^https?:\/\//, '').replace(/\/$/, '')), 120)
  const said = plainOf(children).trim()
  const same = said.replace(/^https?:\/\//, '').replace(/\/$/, '') === address || said === url.replace(/^(?:mailto|tel):/, '')
  const where = !same && address !== '' && <> <span class="address">(<bdi>{address}</bdi>)</span></>
  if (link === null) return <span>{words}{where}</span>
  return <span><a href={link} target="_blank" rel="noopener noreferrer">{words}<span class="hidden-label"> (opens in a new tab)</span></a>{where}</span>
}
