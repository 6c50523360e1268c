// What the extension's button says of one tab. The browser keeps it while the worker sleeps, and clears it when the tab goes elsewhere.
import { browser } from './browser.ts'

const COLOUR = '#0b6a5c'

export async function badge(tabId: number, text: string, title: string): Promise<void> {
  await browser.action.setBadgeBackgroundColor({ tabId, color: COLOUR })
  await browser.action.setBadgeText({ tabId, text })
  await browser.action.setTitle({ tabId, title: `Counterfoil: ${title}` })
}

export async function clearBadge(tabId: number): Promise<void> {
  await browser.action.setBadgeText({ tabId, text: '' })
  await browser.action.setTitle({ tabId, title: 'Counterfoil' })
}
