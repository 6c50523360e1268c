// node build.mjs FOLDER: one minified, self-contained script in FOLDER for each entry below, as an extension would ship it.
import { build } from 'vite'

const [folder] = process.argv.slice(2)
for (const entry of ['noble', 'libsodium', 'floor', 'reading', 'terms'])
  await build({
    configFile: false,
    root: import.meta.dirname,
    logLevel: 'warn',
    build: {
      outDir: folder,
      emptyOutDir: false,
      minify: true,
      target: 'chrome120',
      lib: { entry: `${entry}.ts`, formats: ['es'], fileName: () => `${entry}.js` },
    },
  })
