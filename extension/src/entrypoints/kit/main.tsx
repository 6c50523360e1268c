import { render } from 'preact'
import { KitPage } from '../../kit-page/page.tsx'
import '../../ui/base.css'
import '../../ui/trust.css'
import '../../setup/setup.css'
import '../../kit-page/kit.css'
import '../../kit-page/print.css'

const opening = import('../../open.ts').then(({ openApp }) => openApp())
const root = document.getElementById('root')
if (root !== null) render(<KitPage opening={opening} />, root)
