import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  // One worker for each of two cores: left alone it keeps a core free, and these tests wait for relays half the time.
  test: { include: ['tests/**/*.test.ts'], maxWorkers: 2 },
})
