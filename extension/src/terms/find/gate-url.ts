/** For the gate, which runs on every page and has no room: whether an address may be a document of terms. It leans to yes; the reading decides. */
const TERMS_URL =
  /([/_.=-](terms|tos|polic|polit|privac|integritet|datenschutz|agb|cg[uv]|condi|imp(ress|rint)|legal|mentions|cookie|widerruf|refund|returns?[-_/]|shipping|versand|warrant|garan|regulamin|termos|podm|aszf)|vill?kor|vilkar|betingelse|bedingung|voorwaarden|ehdot)[^/]*\/?$/i

export function isTermsUrl(url: string): boolean {
  return TERMS_URL.test(url.split('#', 1)[0] as string) && !/\/(blogs?|news|products?)\//.test(url)
}
