/**
 * What the screens of the extension can see and do: the one door between them and vault, sync and capture.
 *
 * Everything here is a plain value made for showing. Text in it came from pages, from the relay's other devices or from the person,
 * and is shown as text only.
 */

export interface ItemView {
  name: string
  quantity: number | null
  /** Decimal strings in the order's currency; null: not read. */
  unitPrice: string | null
  total: string | null
}

export interface OrderView {
  /** Record id in hex. */
  id: string
  /** Registrable domain; null if the record does not say. */
  vendor: string | null
  /** The vendor's own name, if a page said it. */
  vendorName: string | null
  orderNumber: string | null
  /** ISO 8601, only when the shop printed one. */
  orderDate: string | null
  total: string | null
  /** ISO 4217. */
  currency: string | null
  subtotal: string | null
  shipping: string | null
  tax: string | null
  discount: string | null
  items: ItemView[] | null
  note: string | null
  /** When the first device saw it, RFC 3339. */
  created: string | null
  deleted: boolean
  /** Fields that show the person's own word, by name. */
  corrected: string[]
  /** The page's word under each corrected field. */
  fromPage: Record<string, unknown>
  /** Not yet read back from the relay. */
  waiting: boolean
  /** Written by a newer version: shown, not edited. */
  readOnly: boolean
}

/** Fields that a person can correct in the popup. */
export type EditableField = 'orderNumber' | 'orderDate' | 'total' | 'currency' | 'note'

/** A value that a field does not take. */
export class Malformed extends Error {
  override readonly name = 'Malformed'
  readonly field: EditableField

  constructor(field: EditableField, words: string) {
    super(words)
    this.field = field
  }
}

export interface Trouble {
  /** A stable code, e.g. `relay-inconsistent`, `relay-behind`, `copied-profile`, `unknown-account`, `unreachable`, `local-copy-lost`. */
  code: string
  /** What happened and what the person can do, in plain words. */
  text: string
  /** Sync has stopped until the person decides. */
  stopped: boolean
  /** It happened and is not undone: told until the person has read it. */
  stays: boolean
}

export interface Status {
  /** `none`: nothing set up yet; `local`: a history without a relay; `relay`: one with a relay. */
  history: 'none' | 'local' | 'relay'
  relay: string | null
  deviceName: string | null
  /** Changes not yet read back from the relay. */
  waiting: number
  /** ms since 1970, or null if never. */
  lastSync: number | null
  trouble: Trouble[]
  /** Entries that could not be read, by reason. */
  setAside: { reason: string; count: number }[]
}

/** Pairing as the signed-in device sees it. */
export interface HostPairing {
  /** To be shown and copied: the relay's address and 30 characters. */
  code: string
  /** ms since 1970. */
  expires: number
  /** Resolves with the newcomer's name once a device has claimed the code; rejects with words for the person. */
  claimed: Promise<{ name: string }>
  /** Lets the newcomer in if the digits are the ones it shows; otherwise the pairing ends and this rejects with words for the person. */
  confirm(digits: string): Promise<void>
  cancel(): Promise<void>
}

/** Pairing as the newcomer sees it. */
export interface GuestPairing {
  /** Six digits to be typed into the first device. */
  digits: string
  /** Resolves when this device has verified and read the history; rejects with words for the person. */
  done: Promise<void>
  cancel(): void
}

export type ReadPageResult =
  | { outcome: 'saved' | 'known'; orderId: string }
  | { outcome: 'deleted'; orderId: string }
  | { outcome: 'ask'; summary: { orderNumber: string | null; total: string | null; currency: string | null }; save(): Promise<string> }
  | { outcome: 'nothing'; reasons: string[] }

export interface App {
  status(): Promise<Status>
  orders(): Promise<OrderView[]>
  /** Calls back after any change, by this context, another one or another device. Returns how to stop. */
  subscribe(listener: () => void): () => void
  /** Stays in sync through the relay's stream while a screen is open. Returns how to stop. */
  stayInSync(): () => void
  syncNow(): Promise<void>
  /**
   * The person's words for fields, all or none; null blanks one. Rejects with a `Malformed` in words for the person, which names the
   * field at fault.
   */
  changeAll(id: string, changes: Partial<Record<EditableField, string | null>>): Promise<void>
  remove(id: string): Promise<void>
  bringBack(id: string): Promise<void>
  /** `relay` null: a history without a relay, which can get one later. */
  createHistory(options: { name: string; relay: string | null }): Promise<void>
  addRelay(relay: string): Promise<void>
  pairAsHost(): Promise<HostPairing>
  pairAsGuest(options: { code: string; name: string }): Promise<GuestPairing>
  /** Reads the page in a tab by hand (the popup's click grants access to that tab). */
  readPage(tabId: number): Promise<ReadPageResult>
  /** What a verdict rests on, as JSON text for the person to save; null if there is nothing. */
  evidence(code: string): Promise<string | null>
  /** Clears a stopping verdict; only ever by the person. */
  dismissTrouble(code: string): Promise<void>
}
