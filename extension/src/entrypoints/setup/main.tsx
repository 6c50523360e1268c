import { render } from 'preact'
import { Setup } from '../../setup/setup.tsx'
import '../../ui/base.css'
import '../../ui/trust.css'
import '../../setup/setup.css'

const opening = import('../../open.ts').then(({ openApp }) => openApp())
const root = document.getElementById('root')
if (root !== null) render(<Setup opening={opening} />, root)
