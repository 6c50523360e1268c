/**
 * Recipes: where one platform or shop prints what, as data. One small file each in `recipes/`, written from the platform's own
 * templates, and read by `recipe-reader.ts`. Without recipes everything still works: they make known pages surer.
 *
 * Rules: a list of places is tried in order and the first that gives a value counts, so versions and themes stand side by side;
 * exact attributes are believed at 90, markup that themes override at 80 (rows of goods at 94 and 84, since the general reading of rows
 * is either right or wrong as a whole, and not shaken by a name that it cuts in another place); what the templates do not say for sure
 * is left out.
 */
import type { Amount, Proof } from '../types.ts'

/** Where a text is: an element's, or one of its attributes'. */
export interface Place {
  /** CSS, in the page or in an item's row. Several elements that say different things say nothing. */
  readonly at: string
  readonly attribute?: string
  /** Without what is in elements of its own. */
  readonly own?: true
  /** The first group of what it matches in the text. */
  readonly match?: RegExp
}

/** In the page's address, whose path and query no theme changes: its first group, or `says` where the shop's address is enough. */
export interface InAddress {
  readonly url: RegExp
  readonly says?: string
}

/** Amounts in attributes are plain decimals, all others are printed money. */
export type Find = (Place | InAddress) & { readonly confidence: number }

/** The goods, one row each. A row without a name means that this is not how the page prints them: then none is taken. */
export interface Rows {
  readonly rows: string
  readonly confidence: number
  readonly name: readonly Place[]
  readonly quantity?: readonly Place[]
  /** How many pieces it is where a row prints no quantity. */
  readonly unprinted?: 1
  readonly unitPrice?: readonly Place[]
  readonly total?: readonly Place[]
  readonly sku?: readonly Place[]
  readonly url?: readonly Place[]
  /** On a marketplace; the order has one when all its goods have the same. */
  readonly seller?: readonly Place[]
  /** Where the page prints how many pieces there are: rows that do not add up to it are not all of them. */
  readonly count?: Place
}

export interface RecipeProof {
  readonly says: Proof['says']
  readonly at?: string
  readonly url?: RegExp
  readonly confidence: number
}

export type RecipeField = 'orderNumber' | 'orderDate' | 'currency' | 'vendorName' | Amount

export interface Recipe {
  readonly id: string
  /** Raised with every change to what is read. */
  readonly version: number
  /** Cheap: asked of every page that is read. All that is given has to hold. */
  readonly applies: { readonly at?: string; readonly host?: RegExp; readonly url?: RegExp }
  /** Without one the page is not an order's, and nothing is read. */
  readonly proofs: readonly RecipeProof[]
  readonly fields: { readonly [K in RecipeField]?: readonly Find[] }
  readonly items: readonly Rows[]
}

export const recipeSignal = ({ id, version }: Recipe): string => `recipe:${id}@${version}`

/** The recipe that a candidate's signal names, alone or among others. */
export function recipeOf(signal: string): { id: string; version: number } | null {
  const match = /(?:^|[+:])recipe:([a-z0-9-]+)@(\d+)(?=$|\+)/.exec(signal)
  return match === null ? null : { id: match[1] as string, version: Number(match[2]) }
}

/** What was looked at, for whoever has to see whether a recipe still holds. In its file, and like its examples never bundled. */
export interface Evidence {
  readonly project: string
  /** Path and the commit or version it was read at: `templates/order.html@09040b1`. */
  readonly files: readonly string[]
}

/** A recipe's test, in its own file: a page in the shape of the platform's template, and all that is read from it. */
export interface Example {
  /** A sentence. */
  readonly it: string
  readonly url: string
  readonly lang?: string
  readonly title?: string
  readonly body: string
  /** Proofs as said, items as name, quantity, unit price, total. What is not named is not read. */
  readonly reads: {
    readonly proofs?: readonly Proof['says'][]
    readonly items?: readonly (readonly [string, number | null, string | null, string | null])[]
    readonly sku?: readonly (string | null)[]
    readonly urls?: readonly (string | null)[]
    readonly seller?: string
  } & { readonly [K in RecipeField]?: string }
}
