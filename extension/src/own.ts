// Who this device is, for every context of the extension: `storage.local` for what lasts, `storage.session` for what must not.
import { browser } from './browser.ts'
import { Settings, type Storage } from './vault/settings.ts'

const storageOf = (area: 'local' | 'session'): Storage => ({
  get: async (key) => (await browser.storage[area].get(key))[key],
  set: (key, value) => browser.storage[area].set({ [key]: value }),
  remove: (key) => browser.storage[area].remove(key),
})

export const settings = new Settings(storageOf('local'), storageOf('session'))
