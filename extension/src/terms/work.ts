/**
 * What is still to be done about terms, so that a worker's death loses none of it: orders whose set is not frozen yet, second looks, and when
 * each vendor is looked at next. On this device alone, sealed.
 */
import { Sealed } from '../sealed.ts'
import type { TermsSet } from './seen.ts'
import type { TermsType } from './types.ts'

export interface Freeze {
  /** Record id. */
  readonly order: string
  readonly vendor: string
  readonly at: number
  readonly set: TermsSet
  /** How often what could not be read was tried again. */
  readonly tries: number
  /** Not before. */
  readonly due: number
}

export interface Look {
  readonly vendor: string
  readonly url: string
  readonly type: TermsType
  readonly tries: number
  readonly due: number
}

export interface Work {
  readonly freezes: readonly Freeze[]
  readonly looks: readonly Look[]
  /** When a vendor is looked at next, by vendor. */
  readonly next: Readonly<Record<string, number>>
}

const MOST_FREEZES = 50
const MOST_LOOKS = 100

const work = new Sealed<Work>('terms-work', () => ({ freezes: [], looks: [], next: {} }))

export const readWork = (): Promise<Work> => work.read()

export function changeWork(change: (work: Work) => Work): Promise<void> {
  return work.update((before) => {
    const after = change(before)
    return { value: { ...after, freezes: after.freezes.slice(-MOST_FREEZES), looks: after.looks.slice(-MOST_LOOKS) }, answer: undefined }
  })
}

/** Null: it is done. */
export function setFreeze(order: string, freeze: Freeze | null): Promise<void> {
  return changeWork((before) => ({ ...before, freezes: [...before.freezes.filter((each) => each.order !== order), ...(freeze ? [freeze] : [])] }))
}

/** One look at one document, the newest told of; null: it is done. */
export function setLook({ vendor, url }: Pick<Look, 'vendor' | 'url'>, look: Look | null): Promise<void> {
  return changeWork((before) => ({ ...before, looks: [...before.looks.filter((each) => each.vendor !== vendor || each.url !== url), ...(look ? [look] : [])] }))
}
