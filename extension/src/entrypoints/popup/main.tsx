import { render } from 'preact'
import { isPopup } from '../../browser.ts'
import { Popup } from '../../popup/popup.tsx'
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
// A chunk of its own, so that the first paint does not wait for keys and storage.
const opening = import('../../open.ts').then(({ openApp }) => openApp())
const root = document.getElementById('root')
if (root !== null) render(<Popup opening={opening} />, root)
