import { render } from 'preact'
import { TermsPage } from '../../terms-page/page.tsx'
import '../../ui/base.css'
import '../../ui/trust.css'
import '../../ui/rows.css'
import '../../terms-page/terms.css'
import '../../terms-page/prose.css'
import '../../terms-page/diff.css'

const opening = import('../../open.ts').then(({ openApp }) => openApp())
const root = document.getElementById('root')
if (root !== null) render(<TermsPage opening={opening} />, root)
