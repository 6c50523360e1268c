// What the browsers ask of a person at install is decided by the built manifests: nothing.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

interface Manifest {
  readonly [key: string]: unknown
  readonly background: { readonly service_worker?: string; readonly scripts?: string[] }
  readonly permissions: string[]
  readonly optional_host_permissions: string[]
  readonly content_security_policy: { readonly extension_pages: string }
}

const GATE_LIMIT = 12_000

describe.each(['chrome-mv3', 'firefox-mv3'])('the built extension for %s', (target) => {
  const folder = new URL(`../../extension/.output/${target}/`, import.meta.url)
  const manifest = JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8')) as Manifest

  it.each(['content_scripts', 'host_permissions', 'web_accessible_resources', 'externally_connectable'])('has no %s', (key) => {
    expect(manifest).not.toHaveProperty(key)
  })

  it('asks for nothing that warns at install', () => {
    expect(manifest.manifest_version).toBe(3)
    // Pages of terms are parsed in an offscreen document, because Chromium's worker has no DOM; Firefox's background page has one.
    const parsing = target === 'chrome-mv3' ? ['offscreen'] : []
    expect([...manifest.permissions].sort()).toEqual(['activeTab', 'alarms', ...parsing, 'scripting', 'storage', 'unlimitedStorage'])
    expect(manifest.optional_host_permissions).toEqual(['*://*/*'])
    expect(manifest.incognito).toBe('not_allowed')
  })

  it('runs no code but its own', () => {
    expect(manifest.content_security_policy.extension_pages).toBe("script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'")
    const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'))
    expect(scripts.length).toBeGreaterThan(3)
    for (const name of scripts) {
      const code = readFileSync(new URL(name, folder), 'utf8')
      expect(code, name).not.toMatch(/\beval\(|new Function\(|importScripts\(/)
    }
  })

  it('has its worker where this browser looks for it', () => {
    if (target === 'chrome-mv3') expect(manifest.background.service_worker).toBe('background.js')
    else expect(manifest.background.scripts).toEqual(['background.js'])
  })

  it('puts no more than 12 kB on a page', () => {
    // By gzip itself: Node has Chromium's zlib, which gives size for speed.
    expect(execFileSync('gzip', ['-9', '-c', fileURLToPath(new URL('gate.js', folder))]).length).toBeLessThanOrEqual(GATE_LIMIT)
  })
})
