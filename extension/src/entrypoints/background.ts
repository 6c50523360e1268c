import { start } from '../background.ts'

export default defineBackground(start)
