// node build.mjs FOLDER: the code of terms, as it ships, for the evaluation to run in a page.
import { resolve } from 'node:path'
import { rolldown } from 'rolldown'

const [folder] = process.argv.slice(2)
const bundle = await rolldown({ input: resolve(import.meta.dirname, 'terms.ts'), logLevel: 'warn' })
await bundle.write({ file: resolve(folder, 'terms.js'), format: 'iife', minify: true })
