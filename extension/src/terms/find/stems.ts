/**
 * Names inside sentences are inflected ("s obchodními podmínkami", "с политикой конфиденциальности"). Endings are cut alike from listed and
 * from read words: of Cyrillic and Greek words by their shape, of others only from listed stems, because "return" is not "returns".
 */
import { split } from '../../capture/match.ts'

const STEMS = `villkor|köpvillkor|användarvillkor|medlemsvillkor|allmänn|policy|integritetspolicy|cookiepolicy|ångerrätt|personuppgift|betingelse|handelsbetingelse|salgsbetingelse|købsbetingelse|kjøpsbetingelse|brugerbetingelse|vilkår|brugsvilkår|brukervilkår|kjøpsvilkår|salgsvilkår|politik|privatlivspolitik|persondatapolitik|cookiepolitik|personvernerklæring|fortrydelsesret|angrerett|
regulamin|polityk|prywatnośc|warunk|zasad|sprzedaż|sklep|zwrot|reklamacj|dostaw|płatnośc|umow|odstąpieni|oświadczeni|informacj|osobow|
podmín|podmien|obchodn|všeobecn|ochran|osobn|údaj|soukrom|súkrom|zpracování|spracúvan|spracovan|zásad|pravid|reklamačn|doprav|platb|odstoupen|odstúpen|smlouv|zmluv|vrácen|vráten|prohlášen|vyhláseni|používán|používan|nákupn|dodac|
feltétel|szabályzat|tájékoztató|nyilatkozat|adatvédel|adatkezelés|szállítás|vásárlás|szerződés|felhasznál|elállás|fizetés|
käyttöeh|toimituseh|sopimuseh|tilauseh|myyntieh|palautuseh|yleis|tietosuojaselost|rekisteriselost|tietosuojakäytän|käytän|evästekäytän|evästeseloste|palautus|peruutusoike|selost|
koşul|şartlar|sözleşme|metni|gizlil|çerezler|kişisel|veriler|aydınlat|bilgilendirme|mesafel|teslimat|
uvjet|pogoj|pravil|privatnost|zasebnost|prodaj|kupnj|poslovanj|korišten|uporab|tingimus|kasutustingimus|müügitingimus|privaatsuspoliitika|noteikum|lietošan|privātum|taisykl|privatum|sąlyg|pirkim`

/** As an ending has it, after folding: й is и, ё is е. */
const CYRILLIC = /(?:иями|ами|ями|иях|иям|ием|ьою|ого|его|ому|ему|ыми|ими|ая|яя|ое|ее|ые|ие|ыи|ии|ои|еи|ую|юю|ых|их|ом|ем|ам|ям|ах|ях|ою|ею|єю|ия|ию|ия|ія|ію|ії|ією|ов|ев|ів|а|я|о|е|ы|и|у|ю|ь|і|є)$/
const GREEK = /(?:ους|ουσ|εισ|ων|οι|οσ|ου|εσ|ασ|ησ|εων|ιων|η|α|ο|ι|ε)$/
const LONGEST_ENDING = 6

let known: Map<string, string[]> | null = null

/** `word`: folded, in plain letters. */
export function stem(word: string): string {
  const code = word.charCodeAt(0)
  if (code >= 0x400 && code <= 0x52f) return word.length < 5 ? word : word.replace(CYRILLIC, '')
  if (code >= 0x370 && code <= 0x3ff) return word.length < 4 ? word : word.replace(GREEK, '')
  if (word.length < 4 || code > 0x24f) return word
  known ??= byStart()
  for (const listed of known.get(word.slice(0, 3)) ?? []) if (word.startsWith(listed) && word.length - listed.length <= LONGEST_ENDING) return listed
  return word
}

/** The longest first. */
function byStart(): Map<string, string[]> {
  const stems = new Map<string, string[]>()
  for (const folded of split(STEMS).keys()) {
    const listed = folded.replace(/[łøæđ]/g, (letter) => ({ ł: 'l', ø: 'o', æ: 'ae' })[letter] ?? 'd')
    stems.set(listed.slice(0, 3), [...(stems.get(listed.slice(0, 3)) ?? []), listed])
  }
  for (const list of stems.values()) list.sort((a, b) => b.length - a.length)
  return stems
}
