import type { SensitiveKind } from '../sensitive.ts'

/** The kinds of sites that are never read by themselves, as the screens name them. */
export const SENSITIVE: Record<SensitiveKind, { name: string; such: string }> = {
  health: { name: 'Health sites', such: 'pharmacies, doctors, hospitals' },
  banking: { name: 'Sites that hold your money', such: 'banks, brokers, card companies' },
  adult: { name: 'Adult sites', such: 'shops and pages for adults' },
}
