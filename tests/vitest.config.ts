import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  // One worker for each of two cores: left alone it keeps a core free, and these tests wait for relays half the time.
  // How long work may take the tests say themselves; the time to give up on one is for what hangs, and a busy machine is slow.
  test: { include: ['tests/**/*.test.ts'], maxWorkers: 3, globalSetup: 'tests/extension/nursery.ts', testTimeout: 30_000, hookTimeout: 30_000 },
})
