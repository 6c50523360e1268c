/**
 * How much of a document is read. The longest terms met in the wild hold 150,000 characters in 12,000 elements; what is far beyond that is no
 * text for a person, and is refused as too large before it costs more than a moment.
 */
export const MOST_NODES = 250_000
export const MOST_TEXT = 2_000_000
export const MOST_MARKDOWN = 2_000_000
/** Browsers' parsers nest 512 elements at most, scripts as many as they like. What is deeper counts as lying at this depth. */
export const DEEPEST = 200
export const LONGEST_LINK = 2_000
/** Lists in lists, quotes in quotes: each level is one more indentation of every line in it. */
export const MOST_INDENTED = 8
export const MOST_COLUMNS = 40

export class TooLarge extends Error {}
