import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  // One worker more than two cores have: these tests wait for relays as often as they work.
  // How long work may take the tests say themselves; the time to give up on one is for what hangs, and a busy machine is slow.
  test: { include: ['tests/**/*.test.ts'], maxWorkers: 3, globalSetup: 'tests/extension/nursery.ts', testTimeout: 30_000, hookTimeout: 30_000 },
})
