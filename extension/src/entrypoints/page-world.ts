import { readPageWorld } from '../capture/page-world.ts'

// Injected into the page's own world; what it gives back is all that leaves it.
export default defineUnlistedScript(() => readPageWorld(window))
