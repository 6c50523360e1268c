// What the format refuses, and what a reader of a log finds.
import type { Entry } from './chain.ts'
import type { Head } from './statement.ts'

/** Bytes that SPEC.md refuses. `code` is the refusal's code there; the text says what was wrong. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly code: string

  constructor(code: string, detail: string, options?: ErrorOptions) {
    super(detail, options)
    this.code = code
  }
}

/** What a verdict rests on; plain data, so that it can be stored and exported. */
export interface Evidence {
  readonly own: Head
  readonly relay: Head | null
  readonly entry: Entry | null
}

/** The relay showed a log that no honest relay shows. `code` as in SPEC.md, *log*; `sequence` is the entry it was seen at. */
export class RelayInconsistent extends Error {
  override readonly name = 'RelayInconsistent'
  readonly code: string
  readonly sequence: number
  readonly evidence: Evidence

  constructor(code: string, sequence: number, detail: string, evidence: Evidence, options?: ErrorOptions) {
    super(detail, options)
    this.code = code
    this.sequence = sequence
    this.evidence = evidence
  }
}

/** Two writers use one device's keys: a copy of its profile, or one put back from a backup. */
export class CopiedProfile extends Error {
  override readonly name = 'CopiedProfile'
  readonly code = 'count'
  readonly device: string
  readonly sequence: number

  /** `device` is the device id in hex. */
  constructor(device: string, sequence: number) {
    super(`device ${device} wrote entry ${sequence} with a count it had used before`)
    this.device = device
    this.sequence = sequence
  }
}
