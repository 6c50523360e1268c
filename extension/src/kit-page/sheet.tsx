/** The sheet itself, as it is printed: everything that someone needs who finds it years later. */
import type { KitDraft } from '../app.ts'
import { Words } from '../ui/components.tsx'
import { formatDate } from '../ui/dates.ts'
import { QrCode } from '../ui/qr.tsx'

export function Sheet({ draft: { words, relay, code } }: { draft: KitDraft }) {
  return (
    <article class="sheet" aria-label="Recovery kit">
      <header>
        <h2>Counterfoil recovery kit</h2>
        <p>Made on {formatDate(new Date().toISOString())}</p>
      </header>
      <ol class="kit-words" aria-label="The 24 words" translate={false} lang="en">
        {words.map((word, at) => (
          <li key={at}><span class="number" aria-hidden="true">{at + 1}</span> <span class="word">{word}</span></li>
        ))}
      </ol>
      <div class="sheet-foot">
        <QrCode text={code} label="The words and the relay’s address as a picture to scan" />
        <div>
          {relay !== null && (
            <>
              <h3>Relay</h3>
              <p class="address"><Words text={relay} limit={300} /></p>
            </>
          )}
          <h3>How to use it</h3>
          <ol class="how">
            <li>Install Counterfoil in a browser.</li>
            <li>Choose “Restore from a recovery kit”.</li>
            <li>Type the relay’s address and the 24 words, or scan the picture and paste what it says.</li>
          </ol>
        </div>
      </div>
      <p class="warning"><strong>Whoever has this sheet can read all your orders.</strong> Keep it like a passport. If it is lost or seen, make a new kit in the settings and remove this one.</p>
    </article>
  )
}
