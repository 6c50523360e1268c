// Terms that nobody wrote, as long and as hard to deflate as real ones: words made of a language's syllables, the frequent ones short and often.

export const LANGUAGES = ['en', 'de', 'fr', 'pl', 'ru', 'ja'] as const
type Language = (typeof LANGUAGES)[number]

const SYLLABLES: Record<Language, string> = {
  en: 'con di tion er ing re the of and to in be ser vice pay ment ship re turn or der pro vide with out may not shall any our you law full term use date cost',
  de: 'ver trag be stel lung wider ruf frist lie fer ung kos ten zah len ge währ leis tung daten schutz an bie ter kun de recht lich ung keit schaft und die der ein aus ab mit zu',
  fr: 'con di tion com man de li vrai son re tour paie ment ser vice don nées per son nel le la les des une que vous nous droit loi dé lai ga ran tie an nu la tion',
  pl: 'wa run ki za mó wie nie do sta wa zwro ty pła tno ść u mo wa klient sprze daw ca prze pi sy pra wo ter min re kla ma cja da ne o so bo we i na po',
  ru: 'ус ло вия за каз до став ка воз врат о пла та до го вор по ку па тель про да вец пра во срок га ран тия дан ные и на по не при об ра бот ка лич ные',
  ja: '利用 規約 注文 配送 返品 返金 契約 解除 期間 料金 支払 個人 情報 保護 当社 お客様 は を が に で の する します できます 場合 以内 商品 到着 後 法律 保証 変更 通知',
}
const WORDS = 1_600
const MEDIAN = 38_000
const SPREAD = 0.55

function random(seed: number): () => number {
  let state = (seed * 48_271 + 11) % 2_147_483_647 || 1
  for (let turn = 0; turn < 9; turn++) state = (state * 48_271) % 2_147_483_647
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

/** Real lengths lie around their median as a log-normal does. */
function lengthOf(chance: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(chance())) * Math.cos(2 * Math.PI * chance())
  return Math.min(250_000, Math.max(1_500, MEDIAN * Math.exp(SPREAD * normal)))
}

const vocabularies = new Map<Language, string[]>()

function vocabulary(language: Language): string[] {
  let words = vocabularies.get(language)
  if (words === undefined) {
    const chance = random(LANGUAGES.indexOf(language) + 1)
    const syllables = SYLLABLES[language].split(' ')
    const pick = (): string => syllables[Math.floor(chance() * syllables.length)] ?? ''
    words = Array.from({ length: WORDS }, (_, rank) => Array.from({ length: 1 + Math.floor(chance() * Math.min(4, 1 + rank / 40)) }, pick).join(''))
    vocabularies.set(language, words)
  }
  return words
}

function sentence(chance: () => number, language: Language): string {
  const words = vocabulary(language)
  // A word's frequency falls with its rank, as in any language.
  const word = (): string => words[Math.floor(WORDS ** chance()) - 1] ?? ''
  const all = Array.from({ length: 8 + Math.floor(chance() * 18) }, word)
  if (chance() < 0.25) all.splice(4, 0, String(2 + Math.floor(chance() * 60)))
  const text = all.join(language === 'ja' ? '' : ' ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${language === 'ja' ? '。' : '.'}`
}

function paragraph(chance: () => number, language: Language): string {
  return Array.from({ length: 1 + Math.floor(chance() * 4) }, () => sentence(chance, language)).join(language === 'ja' ? '' : ' ')
}

export function documentOf(seed: number, language: Language): string {
  const chance = random(seed + 1)
  const wanted = lengthOf(chance)
  const blocks = [`# ${sentence(chance, language)}`]
  const bytes = new TextEncoder()
  for (let length = 0, clause = 1; length < wanted; ) {
    const kind = chance()
    const block =
      kind < 0.12
        ? `## ${clause++}. ${sentence(chance, language).slice(0, 40)}`
        : kind < 0.3
          ? Array.from({ length: 4 }, () => `* ${sentence(chance, language)}`).join('\n')
          : paragraph(chance, language)
    blocks.push(block)
    length += bytes.encode(block).length + 2
  }
  return `${blocks.join('\n\n')}\n`
}

/** The next version: a clause that is worded otherwise, and now and then one that comes or goes. */
export function amended(markdown: string, seed: number, language: Language): string {
  const chance = random(seed + 1_000_003)
  const blocks = markdown.trimEnd().split('\n\n')
  const at = 1 + Math.floor(chance() * (blocks.length - 1))
  blocks[at] = `${blocks[at] ?? ''} ${sentence(chance, language)}`
  if (chance() < 0.4) blocks.splice(1 + Math.floor(chance() * (blocks.length - 1)), 0, paragraph(chance, language))
  if (chance() < 0.2 && blocks.length > 8) blocks.splice(1 + Math.floor(chance() * (blocks.length - 1)), 1)
  return `${blocks.join('\n\n')}\n`
}
