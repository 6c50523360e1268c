/**
 * What the screens of the extension can see and do: the one door between them and vault, sync and capture.
 *
 * Everything here is a plain value made for showing. Text in it came from pages, from the relay's other devices or from the person,
 * and is shown as text only.
 */

import type { Delivery, FieldName, OrderStatus, Payment, ReturnPolicy } from './capture/types.ts'
import type { AgreementState } from './terms/agreements.ts'
import type { EvidenceFile } from './terms/evidence/index.ts'
import type { AcceptanceView, AgreementView, TermsView } from './terms/store/views.ts'
import type { TermsDiff, TextHits } from './terms/versions/index.ts'

export type { AcceptanceView, AgreementView, TermsView, VersionView } from './terms/store/views.ts'

export interface ItemView {
  name: string
  quantity: number | null
  /** Decimal strings in the order's currency; null: not read. */
  unitPrice: string | null
  total: string | null
}

/** How a page's word was read. */
export interface HowRead {
  /** As capture names it, such as `label:total+sum`. */
  signal: string
  /** 0 to 100; null: not said. */
  confidence: number | null
}

export interface SourceView {
  /** page, import, mail or manual. */
  kind: string
  url: string | null
  /** RFC 3339. */
  time: string
}

export interface OrderView {
  /** Record id in hex. */
  id: string
  /** Registrable domain; null if the record does not say. */
  vendor: string | null
  /** The vendor's own name, if a page said it. */
  vendorName: string | null
  orderNumber: string | null
  /** A shop's first word for an order whose number comes later. */
  confirmationNumber: string | null
  /** ISO 8601, only when the shop printed one. */
  orderDate: string | null
  status: OrderStatus | null
  /** Who sold it, where the vendor is a marketplace. */
  seller: string | null
  total: string | null
  /** ISO 4217. */
  currency: string | null
  subtotal: string | null
  shipping: string | null
  tax: string | null
  discount: string | null
  items: ItemView[] | null
  payment: Payment | null
  delivery: Delivery | null
  returnPolicy: ReturnPolicy | null
  /** An http(s) address, like every address in these values. */
  invoiceUrl: string | null
  note: string | null
  /** When the first device saw it, RFC 3339. */
  created: string | null
  deleted: boolean
  /** All of it is the person's own word: an order by phone or in a store. */
  byHand: boolean
  /** Fields that show the person's own word, by name. */
  corrected: string[]
  /** The page's word under each corrected field. */
  fromPage: Record<string, unknown>
  /** How each field that shows a page's word was read, by name. */
  howRead: Record<string, HowRead>
  /** Where it was seen, the first first. */
  sources: SourceView[]
  /** Not yet read back from the relay. */
  waiting: boolean
  /** Written by a newer version: shown, not edited. */
  readOnly: boolean
}

/** Something that may be an order, or an order of a list that the history lacks: kept on this device until the person decides. */
export interface WaitingView
  extends Pick<OrderView, 'orderNumber' | 'confirmationNumber' | 'orderDate' | 'status' | 'seller' | 'total' | 'currency' | 'items'> {
  id: string
  /** Registrable domain of the page. */
  vendor: string
  vendorName: string | null
  /** Where it was seen; null if that is no address to open. */
  url: string | null
  from: 'page' | 'list'
  /** ms since 1970. */
  seenAt: number
  /** Capture's clues, by code. */
  reasons: string[]
  /** Values that the page shows as well, for the fields where it is not of one mind. */
  conflicts: { field: FieldName; values: string[] }[]
}

/** What became of orders that waited. */
export interface Decided {
  /** Record ids of the orders that are in the history now. */
  orderIds: string[]
  /** Those that wait on, with words for the person, who may say of some that they are an order apart. */
  left: { id: string; words: string; mayBeApart: boolean }[]
}

/** An order in the person's own words; null: not known. */
export interface NewOrder {
  /** A domain, an address, or the name of a shop. */
  shop: string
  items: ItemView[] | null
  total: string | null
  currency: string | null
  orderNumber: string | null
  orderDate: string | null
  note: string | null
  /** The page that it stands on, if it does. */
  url: string | null
  /** What waited for the person and is settled by this. */
  waiting: string | null
}

/** What could be read of a page that was not taken for an order, to start from. */
export interface Draft {
  shop: string
  url: string | null
  orderNumber: string | null
  orderDate: string | null
  total: string | null
  currency: string | null
  items: ItemView[] | null
  /** The id of what waits for the person, if that is what it was read from. */
  waiting: string | null
}

/** A list of orders, read. Every order of it that was read is either known or new. */
export interface ListOutcome {
  read: number
  /** Rows that could not be read, in words that the page printed. */
  unread: string[]
  /** How many there are on all pages of the list, where it says so. */
  printed: number | null
  known: number
  /** Of the known ones, those that gained something. */
  completed: number
  /** Not in the history: they wait for the person. */
  waiting: number
  /** Not in the history either, and more than can wait at once. */
  tooMany: number
  /** The list goes on on other pages. */
  more: boolean
}

/** Fields that a person can correct in the popup. */
export type EditableField = 'orderNumber' | 'orderDate' | 'total' | 'currency' | 'note'
/** Fields of an order that a person adds. */
export type NewOrderField = EditableField | 'shop' | 'items'

/** A value that a field does not take. */
export class Malformed extends Error {
  override readonly name = 'Malformed'
  readonly field: NewOrderField

  constructor(field: NewOrderField, words: string) {
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
  /** What the person can do about it, the likeliest first. */
  ways: Way[]
}

export interface Status {
  /** `none`: nothing set up yet; `local`: a history without a relay; `relay`: one with a relay. */
  history: 'none' | 'local' | 'relay'
  /** It was removed and is to be paired again: `none` until then, though what it had is still here. */
  again: boolean
  relay: string | null
  deviceName: string | null
  /** Changes not yet read back from the relay. */
  waiting: number
  /** ms since 1970, or null if never. */
  lastSync: number | null
  trouble: Trouble[]
  /** Entries that could not be read, by reason. */
  setAside: SetAsideView[]
}

export interface SetAsideView {
  /** A stable code: `newer`, `damaged`, `epoch`, `writer`, `count`, `document`, `type`. */
  code: string
  reason: string
  /** Name of the device that wrote them; null: not known. */
  by: string | null
  count: number
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
  /** Six digits to be typed into the first device; empty: it was let in before, and only has to read. */
  digits: string
  /** Resolves when this device has verified and read the history; rejects with words for the person. */
  done: Promise<void>
  cancel(): void
}

export type ReadPageResult =
  | { outcome: 'saved' | 'completed' | 'known' | 'deleted'; orderId: string }
  /** It waits for the person, and goes on waiting if the screen closes. */
  | { outcome: 'ask'; waiting: WaitingView }
  | { outcome: 'orders'; list: ListOutcome }
  /** No order, but terms, which are kept; the id of a `TermsView`. */
  | { outcome: 'terms'; document: string }
  | { outcome: 'nothing'; reasons: string[]; draft: Draft | null }

/** What is kept of the terms of vendors. Texts come when they are asked for, from what is on this device. */
export interface Terms {
  documents: TermsView[]
  /** What was agreed to with orders; `order` is the id of an `OrderView`. */
  acceptances: AcceptanceView[]
  agreements: AgreementView[]
  /** Orders whose terms this device is still reading, by the id of an `OrderView`. */
  reading: string[]
}

/** A document that no longer says what was agreed to with an order. */
export interface ChangedTerms {
  /** The id of an `OrderView`. */
  order: string
  vendor: string
  document: string
  /** The version that was agreed to, and the one that stands there now. */
  from: string
  to: string
  /** The two cannot be compared surely: one is much shorter, a file, or read in another way. Shown, not announced. */
  doubtful: boolean
}

/** Where words were found in one version of a document. */
export interface TermsHit extends TextHits {
  document: string
  version: string
}

/** What a person says of an offer of their own terms to a vendor. */
export interface AgreementWord {
  vendor: string
  /** An identifier of `agreements.ts`. */
  agreement: string
  state: AgreementState
  /** The day of it, ISO 8601. */
  day: string
  note: string | null
}

/** How to take back what was just done. */
export type TakeBack = () => Promise<void>

// -- devices, kit, lock, and the relay's life -----------------------------------------------------------------------------

/** A member of the history, or one that was. */
export interface DeviceView {
  /** Device id in hex. */
  id: string
  /** Null for a device whose record is not here yet; a kit has none. */
  name: string | null
  kind: 'device' | 'kit'
  here: boolean
  /** The device id in groups of four, to compare by eye. */
  fingerprint: string
  /** ms since 1970; null for the first device. */
  added: number | null
  addedBy: string | null
  /** Date of the newest envelope or statement it wrote; null: none yet. */
  lastSign: number | null
  /** Gone: since when, by whom (a name, or null), and how. */
  gone: { at: number; by: string | null; how: 'removed' | 'left' } | null
  /** A kit that is to be removed: who gave notice, when, and from when on it can be; null otherwise. */
  notice: { by: string | null; at: number; until: number } | null
  /** Whether this device can remove it now (a kit's notice has run, or a second device may agree). */
  removable: boolean
}

/** A kit that is being made: shown once, kept nowhere. It is added only by `confirm`. */
export interface KitDraft {
  words: string[]
  relay: string | null
  /** What a QR code of it holds. */
  code: string
  /** Positions (from 0) of the three words to type again. */
  ask: number[]
  /** Adds it to the history if the three words are right; otherwise rejects with words for the person, who may try again. */
  confirm(typed: string[]): Promise<void>
}

export interface LockState {
  state: 'none' | 'locked' | 'unlocked'
  /** Minutes without use after which it locks by itself; null: when the browser ends. */
  after: number | null
  /** Captures that wait, sealed, for the next unlock. */
  held: number
}

/** One thing that a restored relay had lost, in words. */
export interface LostView {
  words: string
  /** `back`: it is in the history again; `waits`: still to be sent; `gone`: this device could not put it back. */
  now: 'back' | 'waits' | 'gone'
}

/** A place in the history, for two people to read to each other. */
export interface Place {
  /** Number of the newest entry that this device has verified. */
  newest: number
  /** The entry that the fingerprint is of. */
  entry: number
  /** Groups of four; null: this device does not know that entry. */
  fingerprint: string | null
}

/** What the account takes up at the relay, in bytes. */
export interface Usage {
  used: number
  /** Null: no limit. */
  limit: number | null
}

/** What became of a backup's records. */
export interface Imported {
  /** Records that are new here or say more than before. */
  joined: number
  /** Nothing in them was new. */
  same: number
  /** Written by a newer version, or of another kind than the record that is here. */
  left: number
}

/** A way out of a trouble, for the person to choose. */
export type Way =
  | 'see-list' | 'compare' | 'import' | 'change-address' | 'put-back' | 'start-again' | 'save-evidence' | 'dismiss' | 'confirm-restore' | 'own-device' | 'remove-copy'
  | 'keep' | 'erase' | 'pair-again' | 'make-kit' | 'export' | 'free-space'

export interface Trust {
  devices(): Promise<DeviceView[]>
  /** Removes another device (or a kit, where it may be); a kit under no notice gets one. Rejects with words for the person. */
  removeDevice(id: string): Promise<'removed' | 'notice-given'>
  cancelNotice(kit: string): Promise<void>
  /** Removes a kit at once with its own words. */
  removeKitByWords(words: string): Promise<void>
  renameDevice(name: string): Promise<void>
  /** It is not to be paired again after all: what it has is shown as before, with the ways to keep or to erase it. */
  notAgain(): Promise<void>
  /** This device leaves the history and erases what it has. */
  leave(): Promise<void>
  makeKit(): Promise<KitDraft>
  restoreFromKit(options: { relay: string; words: string; name: string; passphrase?: string | null }): Promise<void>
  moveRelay(relay: string): Promise<void>
  /** The account ends on the relay; the devices keep what they have. */
  closeAccount(): Promise<void>
  /**
   * Does what a way out says, with what it needs: an address for `change-address` and `start-again`; the passphrase, where a lock is set, for
   * what makes new keys (`start-again`, `keep`, `own-device`, `remove-copy`).
   */
  take(way: Way, trouble: string, argument?: string | null, passphrase?: string | null): Promise<void>
  /** Everything readable, as JSON text, for the person to keep. */
  exportAll(): Promise<string>
  /** Joins what `exportAll` gave: nothing newer is overwritten. Rejects with words for the person, and then nothing was taken. */
  importAll(text: string): Promise<Imported>
  /** What the relay lost at the restore that is told of. */
  lostList(): Promise<LostView[]>
  /** Where this device is in the history; `entry` null: at its newest entry. Null without a history. */
  place(entry?: number | null): Promise<Place | null>
  /** Asks the relay; null without one. Rejects with words for the person. */
  usage(): Promise<Usage | null>

  lock(): Promise<LockState>
  /** The first time this makes the device a new one, with a fresh seed, which needs the relay. */
  setLock(passphrase: string, after: number | null): Promise<void>
  changeLock(before: string, passphrase: string): Promise<void>
  setAutoLock(after: number | null): Promise<void>
  removeLock(passphrase: string): Promise<void>
  unlock(passphrase: string): Promise<void>
  lockNow(): Promise<void>
}

export interface App extends Trust {
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
  /** To the bin, and pages like the one it was seen on are not taken for an order again. `here`: the page in front of the person. */
  notAnOrder(id: string, here: string | null): Promise<TakeBack>
  /** An order by the person's word; its record id. Rejects with a `Malformed` like `changeAll`. */
  addOrder(order: NewOrder): Promise<string>
  /** What waits for the person on this device, the newest first. */
  waiting(): Promise<WaitingView[]>
  /** `apart`: they are other orders than the known ones with their numbers. */
  saveWaiting(ids: string[], apart?: boolean): Promise<Decided>
  /** No longer waits. What stood on a page of its own is remembered as no order. */
  refuseWaiting(id: string): Promise<TakeBack>
  /**
   * `relay` null: a history without a relay, which can get one later. Where this browser was to be paired again, what it has begins the new
   * history, and `passphrase` is that of its lock.
   */
  createHistory(options: { name: string; relay: string | null; passphrase?: string | null }): Promise<void>
  addRelay(relay: string): Promise<void>
  pairAsHost(): Promise<HostPairing>
  /** `passphrase`: where this browser has a lock, which is then on its new keys. */
  pairAsGuest(options: { code: string; name: string; passphrase?: string | null }): Promise<GuestPairing>
  /** Pairings that a page was closed or loaded anew over, and that go on; a newcomer, by a code or a kit, after the browser’s end too. */
  pairingUnderWay(): Promise<{ host: HostPairing | null; guest: GuestPairing | null }>
  /** Reads the page in a tab by hand (the popup's click grants access to that tab). */
  readPage(tabId: number): Promise<ReadPageResult>
  /** What is kept of terms; empty without a history. */
  terms(): Promise<Terms>
  /** Which documents of `terms` have changed since they were agreed to with one of `orders`: a second look has seen the newer text too. */
  changedTerms(terms: Terms, orders: OrderView[]): Promise<ChangedTerms[]>
  /** What differs between two versions of a document; null if a text of them is not on this device. */
  compareTerms(document: TermsView, from: string, to: string): Promise<TermsDiff | null>
  /** In the texts of all vendors, on this device: those that stand there now and those that were agreed to, or the `older` ones. */
  searchTerms(words: string, older?: boolean): Promise<TermsHit[]>
  sayAgreement(word: AgreementWord): Promise<void>
  /** The agreement that the person stands by, by its identifier in `agreements.ts`; null: none. */
  chooseStanding(agreement: string | null): Promise<void>
  /** An order with its terms as one file that others can check offline. */
  orderEvidence(order: string, form: 'html' | 'json'): Promise<EvidenceFile>
  /** What a verdict rests on, as JSON text for the person to save; null if there is nothing. */
  evidence(code: string): Promise<string | null>
  /** Clears a stopping verdict; only ever by the person. */
  dismissTrouble(code: string): Promise<void>
}
