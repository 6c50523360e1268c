// Python processes that are forked from one which has read the relay's modules already (nursery.py): that one is started here, before all tests.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

const ROOT = new URL('../..', import.meta.url).pathname

declare module 'vitest' {
  export interface ProvidedContext {
    /** The path of its socket. */
    nursery: string
  }
}

export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-nursery-'))
  const socket = join(folder, 'socket')
  const child = spawn(join(ROOT, '.venv/bin/python'), ['-m', 'tests.extension.nursery', socket], {
    cwd: ROOT,
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, PYTHONPATH: 'server:crypto' },
  })
  project.provide('nursery', socket)
  return () => {
    child.stdin?.end()
    rmSync(folder, { recursive: true, force: true })
  }
}
