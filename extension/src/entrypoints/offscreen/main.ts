// Fetches, parses and cleans one page of terms, and is thrown away. See terms/offscreen.ts.
import { clean, EXTRACTOR } from '../../terms/clean/index.ts'
import { type Brought, channelOf, type Errand, type Said } from '../../terms/errand.ts'
import { connectOnlyTo, fetchDocument, ofStatus } from '../../terms/fetch.ts'
import { isHeavy } from '../../terms/heavy.ts'
import { parse } from '../../terms/parse.ts'

const channel = new BroadcastChannel(channelOf(location.hash.slice(1)))

channel.onmessage = ({ data }: MessageEvent<Said>) => {
  if (!('errand' in data)) return
  channel.onmessage = null
  run(data.errand).then(
    (brought) => channel.postMessage({ brought } satisfies Said),
    (error: unknown) => {
      console.error('counterfoil:', error)
      // A page that the parser or the cleaner fails on is none that can be kept.
      channel.postMessage({ brought: { kind: 'refused', reason: 'not-a-policy' } } satisfies Said)
    },
  )
}
channel.postMessage({ ready: true } satisfies Said)

async function run({ url, vendor, type, kept }: Errand): Promise<Brought> {
  connectOnlyTo(vendor, url)
  if (kept !== null) {
    const { html, requested } = kept
    // A page's scripts may have nested what no parser was given.
    if (isHeavy(html)) return { kind: 'refused', reason: 'too-large' }
    const cleaned = clean(parse(html, 'html'), { url, requested, type })
    return { kind: 'cleaned', finalUrl: url, language: null, cleaned, source: null, digest: '', extractor: EXTRACTOR }
  }
  const fetched = await fetchDocument(url)
  if (fetched.kind === 'refused') return fetched
  if (fetched.kind === 'pdf') return { ...fetched, extractor: EXTRACTOR }
  const { finalUrl, language, text, digest, status } = fetched
  if (fetched.kind === 'html' && isHeavy(text)) return { kind: 'refused', reason: 'too-large' }
  const cleaned = clean(parse(text, fetched.kind), { url: finalUrl, requested: url, type })
  const reason = ofStatus(status)
  if (reason !== null) return { kind: 'refused', reason: cleaned.outcome === 'refused' && cleaned.reason === 'bot-wall' ? 'bot-wall' : reason }
  return { kind: 'cleaned', finalUrl, language, cleaned, source: fetched.kind === 'html' ? text : null, digest, extractor: EXTRACTOR }
}
