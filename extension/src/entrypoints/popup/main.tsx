import { render } from 'preact'
import { isPopup } from '../../browser.ts'
import { Opening, Shell } from '../../popup/shell.tsx'
import '../../ui/base.css'
import '../../ui/trust.css'
import '../../ui/rows.css'
import '../../popup/popup.css'
import '../../popup/rows.css'
import '../../popup/site.css'
import '../../popup/waiting.css'
import '../../popup/order.css'
import '../../popup/foot.css'

if (isPopup()) document.documentElement.classList.add('popup-window')
// Chunks of their own, so that the first paint waits neither for keys and storage nor for every view.
const opening = import('../../open.ts').then(({ openApp }) => openApp())
const views = import('../../popup/popup.tsx')
const root = document.getElementById('root')
if (root !== null) {
  render(
    <Shell tools={false}>
      <main><Opening /></main>
    </Shell>,
    root,
  )
  void views.then(({ Popup }) => render(<Popup opening={opening} />, root))
}
