// node build.mjs FOLDER: what the evaluation runs in pages beside the shipped extension, from the same sources.
import { resolve } from 'node:path'
import { build } from 'vite'

const [folder] = process.argv.slice(2)
const root = import.meta.dirname
const sources = resolve(root, '../../../extension/src')

/** What WXT would import by itself. */
const wxt = {
  name: 'wxt-words',
  transform: (code, id) => (id.startsWith(resolve(sources, 'entrypoints')) ? `import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script'\n${code}` : null),
}

/** Where recipes are read, nothing is. */
const withoutRecipes = {
  name: 'without-recipes',
  transform: (code, id) => (id === resolve(sources, 'recipes/index.ts') ? 'export const readByRecipes = () => ({})' : null),
}

await bundle('reader', 'reader', 'iife')
await bundle('reader', 'reader-general', 'iife', [withoutRecipes])
await bundle('gate', 'gate', 'iife')
await bundle('variants', 'variants', 'iife')
await bundle('app', 'evaluation-app', 'es')

function bundle(entry, name, format, plugins = []) {
  return build({
    configFile: false,
    root,
    logLevel: 'warn',
    plugins: [wxt, ...plugins],
    build: {
      outDir: folder,
      emptyOutDir: false,
      minify: true,
      target: 'chrome120',
      rolldownOptions: { output: { codeSplitting: false } },
      lib: { entry: `${entry}.ts`, name: 'evaluation', formats: [format], fileName: () => `${name}.js` },
    },
  })
}
