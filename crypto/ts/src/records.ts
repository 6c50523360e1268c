// Made from the models in counterfoil_crypto/records by make generate.

export interface CounterfoilRecords {
  [k: string]: unknown;
}
/**
 * An acceptance, frozen when the order was confirmed.
 *
 * This interface was referenced by `CounterfoilRecords`'s JSON-Schema
 * via the `definition` "Acceptance".
 */
export interface Acceptance {
  /**
   * when the first device saw it
   */
  created?: string | null;
  /**
   * true while it is in the bin
   */
  deleted?: boolean | null;
  /**
   * the person's own words
   */
  note?: string | null;
  vendor?: string | null;
  order?: string | null;
  at?: string | null;
  act?: string | null;
  /**
   * the sentences of acceptance as the page showed them
   */
  wordings?: string[] | null;
  /**
   * Global Privacy Control as the page saw it
   */
  gpc?: boolean | null;
  language?: string | null;
  documents?: AcceptedDocument[] | null;
  [k: string]: unknown;
}
/**
 * A document among those that an order was placed under; `version` is null where it was not read, for `reason`.
 *
 * This interface was referenced by `CounterfoilRecords`'s JSON-Schema
 * via the `definition` "AcceptedDocument".
 */
export interface AcceptedDocument {
  type?: string | null;
  /**
   * as linked, without fragment and what looks like a secret
   */
  url: string;
  /**
   * the link's own words
   */
  text?: string | null;
  place?: string | null;
  document?: string | null;
  version?: string | null;
  digest?: string | null;
  reason?: string | null;
  [k: string]: unknown;
}
/**
 * An agreement with one vendor, or, without a vendor, the person's standing choice. All of it is the person's word.
 *
 * This interface was referenced by `CounterfoilRecords`'s JSON-Schema
 * via the `definition` "Agreement".
 */
export interface Agreement {
  /**
   * when the first device saw it
   */
  created?: string | null;
  /**
   * true while it is in the bin
   */
  deleted?: boolean | null;
  /**
   * the person's own words
   */
  note?: string | null;
  vendor?: string | null;
  /**
   * IRI of an agreement of the vocabulary
   */
  agreement?: string | null;
  /**
   * agreed only if the other side's reply is among the events
   */
  state?: string | null;
  [k: string]: unknown;
}
/**
 * What happened, as the person noted it: an element of the growing list `event/<id>`.
 *
 * This interface was referenced by `CounterfoilRecords`'s JSON-Schema
 * via the `definition` "AgreementEvent".
 */
export interface AgreementEvent {
  state: string;
  at: string;
  note?: string | null;
  [k: string]: unknown;
}
/**
 * A file that belongs to an order, in the growing list `attachments/<first 32 digits of the SHA-256 of its bytes>`.
 *
 * This interface was referenced by `CounterfoilRecords`'s JSON-Schema
 * via the `definition` "AttachedFile".
 */
export interface AttachedFile {
  /**
   * the blob's id
   */
  blob: string;
  /**
   * what it is sealed under
   */
  key: string;
  /**
   * in bytes
   */
  size: number;
  name: string;
  mediaType?: string | null;
  [k: string]: unknown;
}
/**
 * A file by the SHA-256 of its bytes.
 *
 * This interface was referenced by `CounterfoilRecords`'s JSON-Schema
 * via the `definition` "Attachment".
 */
export interface Attachment {
  /**
   * when the first device saw it
   */
  created?: string | null;
  /**
   * true while it is in the bin
   */
  deleted?: boolean | null;
  /**
   * the person's own words
   */
  note?: string | null;
  name?: string | null;
  mediaType?: string | null;
  file?: StoredFile | null;
  [k: string]: unknown;
}
/**
 * Where a file is, and how it opens (SPEC.md, *blob*).
 *
 * This interface was referenced by `CounterfoilRecords`'s JSON-Schema
 * via the `definition` "StoredFile".
 */
export interface StoredFile {
  /**
   * the blob's id
   */
  blob: string;
  /**
   * what it is sealed under
   */
  key: string;
  /**
   * in bytes
   */
  size: number;
  [k: string]: unknown;
}
/**
 * A parcel (schema.org ParcelDelivery): the days between which it should come, and where to follow it.
 *
 * This interface was referenced by `CounterfoilRecords`'s JSON-Schema
 * via the `definition` "Delivery".
 */
export interface Delivery {
  expectedFrom?: string | null;
  expectedUntil?: string | null;
  carrier?: string | null;
  trackingNumber?: string | null;
  /**
   * without query, fragment and what looks like a secret
   */
  trackingUrl?: string | null;
  [k: string]: unknown;
}
/**
 * A device's name; its keys are in the statement that let it in.
 *
 * This interface was referenced by `CounterfoilRecords`'s JSON-Schema
 * via the `definition` "Device".
 */
export interface Device {
  /**
   * when the first device saw it
   */
  created?: string | null;
  /**
   * true while it is in the bin
   */
  deleted?: boolean | null;
  /**
   * the person's own words
   */
  note?: string | null;
  name?: string | null;
  /**
   * written after a week of silence, as a sign of life
   */
  seen?: string | null;
  [k: string]: unknown;
}
/**
 * One line of an order (schema.org OrderItem).
 *
 * This interface was referenced by `CounterfoilRecords`'s JSON-Schema
 * via the `definition` "Item".
 */
export interface Item {
  name: string;
  quantity?: number | null;
  unitPrice?: string | null;
  total?: string | null;
  sku?: string | null;
  gtin?: string | null;
  url?: string | null;
  [k: string]: unknown;
}
/**
 * An order. `vendor` is the registrable domain it was placed at.
 *
 * This interface was referenced by `CounterfoilRecords`'s JSON-Schema
 * via the `definition` "Order".
 */
export interface Order {
  /**
   * when the first device saw it
   */
  created?: string | null;
  /**
   * true while it is in the bin
   */
  deleted?: boolean | null;
  /**
   * the person's own words
   */
  note?: string | null;
  vendor?: string | null;
  /**
   * as the shop prints it
   */
  orderNumber?: string | null;
  /**
   * a shop's first word for an order whose number comes later
   */
  confirmationNumber?: string | null;
  /**
   * who sold it on a marketplace; the vendor is the marketplace
   */
  seller?: string | null;
  status?: string | null;
  /**
   * only when the page labels one
   */
  orderDate?: string | null;
  total?: string | null;
  currency?: string | null;
  subtotal?: string | null;
  discount?: string | null;
  shipping?: string | null;
  tax?: string | null;
  items?: Item[] | null;
  payment?: Payment | null;
  delivery?: Delivery | null;
  returnPolicy?: ReturnPolicy | null;
  /**
   * without query, fragment and what looks like a secret
   */
  invoiceUrl?: string | null;
  [k: string]: unknown;
}
/**
 * How an order was paid: never more of a card than its brand and last four digits.
 *
 * This interface was referenced by `CounterfoilRecords`'s JSON-Schema
 * via the `definition` "Payment".
 */
export interface Payment {
  kind?: string | null;
  /**
   * as one says it: Visa, PayPal, Klarna
   */
  brand?: string | null;
  last4?: string | null;
  [k: string]: unknown;
}
/**
 * What the shop says of returns (schema.org MerchantReturnPolicy); the days count from delivery.
 *
 * This interface was referenced by `CounterfoilRecords`'s JSON-Schema
 * via the `definition` "ReturnPolicy".
 */
export interface ReturnPolicy {
  days?: number | null;
  url?: string | null;
  [k: string]: unknown;
}
/**
 * Where a record's contents came from: an element of the growing list `source/<id>`.
 *
 * This interface was referenced by `CounterfoilRecords`'s JSON-Schema
 * via the `definition` "Source".
 */
export interface Source {
  kind: string;
  /**
   * without query, fragment and what looks like a secret
   */
  url?: string | null;
  time: string;
  /**
   * what the page was known by
   */
  signal?: string | null;
  /**
   * id of the recipe that read the page
   */
  recipe?: string | null;
  recipeVersion?: number | null;
  [k: string]: unknown;
}
/**
 * A document of a vendor, at one address and in one language.
 *
 * Growing lists: `version/<version id>`, `patch/…`, and `confirmed/<version id>` (the moment of a second look, more than an hour
 * later, that saw it again).
 *
 * This interface was referenced by `CounterfoilRecords`'s JSON-Schema
 * via the `definition` "TermsDocument".
 */
export interface TermsDocument {
  /**
   * when the first device saw it
   */
  created?: string | null;
  /**
   * true while it is in the bin
   */
  deleted?: boolean | null;
  /**
   * the person's own words
   */
  note?: string | null;
  vendor?: string | null;
  termsType?: string | null;
  /**
   * as linked, without query, fragment and what looks like a secret
   */
  url?: string | null;
  /**
   * BCP 47
   */
  language?: string | null;
  title?: string | null;
  /**
   * the version that was seen last; in the document's first part
   */
  current?: string | null;
  /**
   * of a document that outgrew one record: which part of it this is, after the first
   */
  part?: number | null;
  [k: string]: unknown;
}
/**
 * How one text becomes another: an element of the growing list `patch/<version id>-<first 31 digits of the base's id>`.
 *
 * This interface was referenced by `CounterfoilRecords`'s JSON-Schema
 * via the `definition` "TermsPatch".
 */
export interface TermsPatch {
  base: string;
  /**
   * SPEC.md, *terms*
   */
  edits: (number | string)[];
  [k: string]: unknown;
}
/**
 * Texts of many documents: the growing lists `text/<version id>` (a whole text, Markdown) and `patch/…` (the long ones).
 *
 * Many together, because a record's size is padded: by up to half of a small one, by hardly anything of a large one. Texts stand
 * apart from what is said of them, so that whatever two devices write at once, each text can still be put together.
 *
 * This interface was referenced by `CounterfoilRecords`'s JSON-Schema
 * via the `definition` "TermsTexts".
 */
export interface TermsTexts {
  /**
   * when the first device saw it
   */
  created?: string | null;
  /**
   * true while it is in the bin
   */
  deleted?: boolean | null;
  /**
   * the person's own words
   */
  note?: string | null;
  [k: string]: unknown;
}
/**
 * One text of a document: an element of the growing list `version/<version id>`. Its text is in `text/` or in patches.
 *
 * This interface was referenced by `CounterfoilRecords`'s JSON-Schema
 * via the `definition` "TermsVersion".
 */
export interface TermsVersion {
  /**
   * when it was first seen
   */
  seenAt: string;
  /**
   * the address that answered
   */
  finalUrl?: string | null;
  via: string;
  kind: string;
  digest: string;
  /**
   * by which texts are told apart; only of a text
   */
  normalDigest?: string | null;
  /**
   * of the page or file that the text was made from
   */
  sourceDigest?: string | null;
  extractor: number;
  grade: string;
  /**
   * in bytes
   */
  size: number;
  title?: string | null;
  /**
   * the version that a newer extractor made this one of, from the same page
   */
  recleans?: string | null;
  [k: string]: unknown;
}
/**
 * A vendor: a registrable domain and the name it gives itself.
 *
 * This interface was referenced by `CounterfoilRecords`'s JSON-Schema
 * via the `definition` "Vendor".
 */
export interface Vendor {
  /**
   * when the first device saw it
   */
  created?: string | null;
  /**
   * true while it is in the bin
   */
  deleted?: boolean | null;
  /**
   * the person's own words
   */
  note?: string | null;
  domain?: string | null;
  name?: string | null;
  [k: string]: unknown;
}
