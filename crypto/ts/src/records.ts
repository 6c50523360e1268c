// Made from the models in counterfoil_crypto/records by make generate.

export interface CounterfoilRecords {
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
