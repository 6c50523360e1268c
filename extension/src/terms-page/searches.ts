/** What was searched for while this page is open, by number: typed words stand in no address. */

const searches: string[] = []

export function numberOf(words: string): string {
  const known = searches.indexOf(words)
  return String(known < 0 ? searches.push(words) : known + 1)
}

/** '' for one of before the page was loaded anew. */
export const searchOf = (number: string): string => searches[Number(number) - 1] ?? ''
