/** Why a page was not taken for an order, in words. */
const WORDS: Record<string, string> = {
  'page-kind': 'It does not look like the confirmation of an order.',
  failed: 'It says that the order or the payment failed.',
  review: 'The order on it is not placed yet.',
  'order-list': 'It is a list of orders. Open one of them.',
  'product-page': 'It offers a product.',
  'other-thanks': 'It thanks for something other than an order.',
  'no-number': 'No order number could be read.',
  'nothing-bought': 'Neither items nor a total could be read.',
  'not-an-order': 'It shows too little of an order.',
  'too-long': 'It took too long to read. Try once more.',
}

/** Known codes as sentences, sentences as they are; single clues are no reason to a person. */
export function reasonsInWords(reasons: string[]): string[] {
  const words = reasons.map((reason) => WORDS[reason] ?? (/\s/.test(reason) ? reason : null)).filter((text) => text !== null)
  return [...new Set(words)]
}
