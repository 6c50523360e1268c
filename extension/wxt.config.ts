import { defineConfig } from 'wxt'
import preact from '@preact/preset-vite'
import { fold } from './src/capture/clean.ts'

/** The gate's phrases as it compares them: folded and without doubles here they take less room, and composed again less still. */
const foldedPhrases = {
  name: 'folded-phrases',
  enforce: 'pre' as const,
  transform: (code: string, id: string) =>
    id.endsWith('/capture/phrases.ts') ? code.replace(/`([^`]*\|[^`]*)`/g, (_, list: string) => `\`${[...new Set(fold(list).normalize('NFC').split(/ *\| */))].join('|')}\``) : undefined,
}

/**
 * Pages open sooner from few files. What all of them show first stands in one, what all need to read the history in another; without the
 * lock's, kit's and files' parts, which only some need.
 */
const shared = [
  { name: 'frame', priority: 2, minShareCount: 2, test: /node_modules.preact|extension.src.(browser|ui.(components|money|text))/ },
  { name: 'history', priority: 1, minShareCount: 2, test: /crypto.ts.src.(?!blob|generated|kit|lock)|extension.src.(engine|sync|vault.(?!fields))/ },
]

export default defineConfig({
  srcDir: 'src',
  publicDir: 'src/public',
  manifestVersion: 3,
  vite: () => ({
    plugins: [preact(), foldedPhrases],
    // No hints in the pages of what to load: from the disk they save nothing, and setting them takes longer than the first paint.
    build: { modulePreload: false, rolldownOptions: { output: { codeSplitting: { groups: shared } } } },
  }),
  manifest: ({ browser }) => ({
    name: 'Counterfoil',
    description: 'The customer’s half of the receipt: what you bought, where and on what terms, kept by you.',
    // Offscreen, which Firefox neither has nor needs: a worker has no parser for the pages that terms are on.
    permissions: ['storage', 'unlimitedStorage', 'alarms', 'scripting', 'activeTab', ...(browser === 'firefox' ? [] : ['offscreen'])],
    // Asked for in the set-up page, in words, and never at install.
    optional_host_permissions: ['*://*/*'],
    action: { default_title: 'Counterfoil' },
    // Whoever gets up locks with two fingers more; the person can give it another key.
    commands: { 'lock-now': { suggested_key: { default: 'Alt+Shift+L' }, description: 'Lock Counterfoil now' } },
    options_ui: { page: 'setup.html', open_in_tab: true },
    incognito: 'not_allowed',
    // Scripts only from the package. Stated in full because Firefox's default would turn ws://127.0.0.1 into wss. The package's own code
    // may compile WebAssembly, as by Chromium's default for extensions, since a lock's key stretching takes four times as long without;
    // 'wasm-unsafe-eval' makes no text a script.
    content_security_policy: { extension_pages: "script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'" },
    // Of what is used, `isWellFormed` and asking for the offscreen document came last.
    ...(browser !== 'firefox' && { minimum_chrome_version: '116' }),
    ...(browser === 'firefox' && {
      browser_specific_settings: {
        gecko: {
          id: 'counterfoil@counterfoil.example',
          strict_min_version: '140.0',
          // Orders leave the browser, sealed, for the relay that the person chose.
          data_collection_permissions: { required: ['financialAndPaymentInfo', 'websiteContent'] },
        },
        gecko_android: { strict_min_version: '142.0' },
      },
    }),
  }),
})
