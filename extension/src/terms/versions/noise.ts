/**
 * Differences that change nothing of what is agreed. Each is recognised by its structure; the one list of words is for lines that say when
 * a text was written, and a language that it lacks costs a needless notice, never a change that is missed.
 */
import { fold } from '../../capture/clean.ts'
import type { Block } from './blocks.ts'
import { normalOf } from './normal.ts'
import { isSpaceless, wordsOf } from './words.ts'

/** What a service that hides addresses from harvesters prints instead of one. The decoded one stands in the same page on another visit. */
const HIDDEN_EMAIL = /\[\s*email[\s\u00a0]*protected\s*\]/gi
const EMAIL = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu

/** The same but for addresses that one of the two hides. An address that became another one is a change. */
export function differsInHiddenEmail(before: string, after: string): boolean {
  const hidden = (text: string): boolean => text.search(HIDDEN_EMAIL) >= 0
  if (!hidden(before) && !hidden(after)) return false
  const pattern = (text: string): string => normalOf(text.replace(HIDDEN_EMAIL, ' hiddenemail ').replace(EMAIL, ' hiddenemail '))
  return pattern(before) === pattern(after)
}

/** "5.2", "§ 5a", "(b)", "iv)": a clause's own number, at the start of its block. */
const LABEL = /^\s*(?:(?:§+|Art\.?|№)\s*)?(?:\d{1,3}(?:\.\d{1,3}){1,5}\.?|\d{1,3}[.)]|\(\s*(?:\d{1,3}|\p{L}|[ivxIVX]{1,6})\s*\)|(?:\p{L}|[ivxIVX]{1,6})[.)]|(?<=[§.№]\s*)\d{1,3}\p{Ll}?\.?)(?=\s)/u
const MIN_LABELLED = 12
const DECIMAL = /^\s*\d+\.\d+\s*$/
const MEASURED = /^\s*(?:[\p{Sc}%‰\p{Ll}]|\p{Lu}{3}(?!\p{L}))/u

/** A clause's number at the start of its block, as printed; empty where there is none. */
export function labelOf(text: string): string {
  return LABEL.exec(text)?.[0] ?? ''
}

/** A clause that only got another number, because one before it came or went. */
export function isRenumbered(before: string, after: string): boolean {
  const [old, now] = [LABEL.exec(before), LABEL.exec(after)]
  if (old === null || now === null) return false
  const rest = after.slice(now[0].length)
  // "1. January 2026", "1. May to 31. August": days, and no labels.
  if (MONTH_NEXT.test(rest) || DAY_INSIDE.test(rest)) return false
  // "4.90 EUR for each parcel", "5.2 percent interest": an amount.
  if (DECIMAL.test(now[0]) && MEASURED.test(rest)) return false
  const normal = normalOf(rest)
  return normal.length >= MIN_LABELLED && normal === normalOf(before.slice(old[0].length))
}

/** Words and parts of words that say when a text was made or begins, folded. */
const UPDATED = new RegExp(
  [
    'updat|revis|modif|effective|version|amended|in force|as of|dated|posted|published|copyright|all rights',
    'stand\\b|fassung|aktuali|gultig|geandert|anderung|inkraft|in kraft|wirksam|datum',
    'jour|vigueur|revision|actuali|vigente|vigor|vigencia|aggiorn|efficac|data\\b|date\\b|fecha',
    'bijgewerkt|versie|gewijzigd|van kracht|ingang|atualiz|vigencia',
    'obowiazuj|wersja|zmian|ucinn|platn|verze|verzia|zmen|frissit|hatal|modosit|verzio|kelt',
    'uppdater|galler|senast|andra|opdater|gaeld|gjeld|oppdater|paivit|voimassa|muutett',
    'обновл|редакц|вступ|действ|версия|изменен|оновл|чинн|версія|змін|актуализ|влиза|промен|важи',
    'ενημερ|ισχυ|τροποπ|εκδοση|guncel|yururl|degis|surum',
    'actualizat|versiun|vigoare|azurir|posodob|velja|atnaujin|galioja|atjaun|speka|uuend|kehtiv',
    'cap nhat|hieu luc|diperbarui|berlaku|kemas kini|berkuat',
    '更新|改定|改訂|施行|制定|発効|最終|修订|修訂|修改|生效|版本|发布|發布|발효|개정|시행|업데이트|수정|최종',
    'تحديث|سريان|تعديل|نافذ|עודכ|עדכון|תוקף|به روز|अपडेट|प्रभावी|अद्यतन|হালনাগাদ|ปรับปรุง|มีผล|แก้ไข',
  ]
    .join('|')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC'),
  'u',
)
/** An end of something: its date is part of what is offered. */
const UNTIL = /\b(?:until|till?|through|expires?|ends?|bis|ablauf|jusqu|expir|hasta|fino|scad|ate|tot|uiterlijk|verloopt|konczy|do|till|t o m|indtil|utgar|utlop|asti|saakka)\b|до|まで|迄|期限|截止|至|까지|만료/u
const DATE_WORDS = 8
const MAX_LINE = 160

/**
 * A line that says when the text was written, began, or whose it is ("Last updated: 1 May 2026", "© 2026 Shop"), in both texts and with another
 * date alone. Nobody agreed to anything else by it: it is kept and shown, and no reason to call anyone.
 */
export function isNewDate(before: Block, after: Block): boolean {
  if (!isDateLine(before) || !isDateLine(after) || otherNumbers(before.text) !== otherNumbers(after.text)) return false
  const [old, now] = [before, after].map(({ text }) => withoutDate(text).split(' ')) as [string[], string[]]
  if (old.length !== now.length) return false
  return old.every((word, index) => word === now[index] || (isWeekday(word) && isWeekday(now[index] ?? '')))
}

export function isDateLine({ text }: Block): boolean {
  if (text.length > MAX_LINE) return false
  const rest = withoutDate(text)
  if (!rest.includes(HERE)) return false
  if (isSpaceless(rest) ? rest.length > 3 * DATE_WORDS : rest.split(' ').length > DATE_WORDS + 1) return false
  if (UNTIL.test(rest)) return false
  // Nothing but a date, or a line of the copyright.
  return rest === HERE || /©|\(c\)/i.test(text) || (UPDATED.test(rest) && otherNumbers(text) === '')
}

/** The time of a date, what numbers a version, and the line's own number. */
const WITH_DATES =
  /\p{N}{1,2}[:.h]\p{N}{2}(?::\p{N}{2})?(?!\p{N})|(?<!\p{L})(?:v|ver|vers\p{L}*|rev\p{L}*|fassung|wersj\p{L}*|verz\p{L}*|верси\p{L}*|верс\p{L}*|редакц\p{L}*|no|nr|№|第)[.:\s]*\p{N}+(?:\.\p{N}+)*|版本?\s*\p{N}+(?:\.\p{N}+)*/gu

/** "Effective 1 May 2026: returns within 14 days" says more than a date. */
function otherNumbers(text: string): string {
  const bare = fold(text.slice(labelOf(text).length)).normalize('NFC').replace(DATE, ' ').replace(WITH_DATES, ' ')
  return (bare.match(/\p{N}+/gu) ?? []).join(' ')
}

/** Stands where a date stood. */
const HERE = '\u0001'
/** Of the Buddhist era too, as Thailand counts. */
const YEAR = '(?:19|20|25)\\d\\d'
const DAY = '\\d{1,2}(?:\\.|º|ª|st|nd|rd|th|er)?'
const OF = "(?:de|del|di|of|do|da|d'|la)"
const MONTH = "(?![\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}])\\p{L}[\\p{L}'-]{2,14}\\.?"
/** By its shape and not by the names of months, which differ in each language and cost a tenth of a second to ask for. */
const DATE = new RegExp(
  [
    `${YEAR}\\s?[-/.年년]\\s?\\d{1,2}\\s?[-/.月월]?(?:\\s?\\d{1,2}\\s?[日일]?)?`,
    `\\d{1,2}\\s?[./-]\\s?\\d{1,2}\\s?[./-]\\s?(?:${YEAR}|\\d\\d)`,
    `\\d{1,2}[./]${YEAR}`,
    `${DAY}\\s+(?:${OF}\\s*)?${MONTH}\\s*(?:${OF}\\s+)?,?\\s*${YEAR}`,
    `${MONTH}\\s+${DAY},?\\s+${YEAR}`,
    `${YEAR}\\.?\\s+(?:${OF}\\s*)?${MONTH}\\s+${DAY}(?:-?\\p{L}{1,4})?`,
    `(?<!©\\s*)(?<=[:\\s]|^)${MONTH}\\s+(?:${OF}\\s+)?${YEAR}`,
    `(?!25)${YEAR}(?:\\s?[-–]\\s?${YEAR})?`,
  ]
    // Chinese and Japanese put no space before a number.
    .map((shape) => `(?<![\\p{N}]|(?![\\p{sc=Han}\\p{sc=Hiragana}])\\p{L})${shape}(?!\\p{N})`)
    .join('|'),
  'gu',
)
const MONTH_NEXT = new RegExp(`^\\s*(?:${OF}\\s+)?${MONTH}\\s*(?:${OF}\\s+)?,?\\s*${YEAR}`, 'u')
const DAY_INSIDE = /(?<!\p{N})\d{1,2}\.\s+\p{L}/u

/** A line's words, folded, with `HERE` for each date. */
function withoutDate(text: string): string {
  // Words of a date's own may stand behind it: "г.", "r.", "-től".
  const dated = fold(text.slice(0, MAX_LINE + 1)).normalize('NFC').replace(DATE, ` ${HERE} `)
  return dated.replace(/[^\p{L}\u0001]+/gu, ' ').replace(/(?<=\u0001) (?:г|р|r|roku|год|года|року)(?= |$)/gu, '').trim()
}

let days: Set<string> | null = null

function isWeekday(word: string): boolean {
  days ??= new Set(LANGUAGES.flatMap(weekdays).flatMap((name) => fold(name).normalize('NFC').split(/[^\p{L}]+/u)))
  return word.length >= 3 && days.has(word)
}

const LANGUAGES =
  'en de fr es it nl pt pl sv da nb fi cs sk hu ro bg el tr ru uk hr sl sr et lv lt is ga mt ca eu gl sq mk bs he ar fa hi bn th vi id ms ko'.split(' ')

function weekdays(language: string): string[] {
  try {
    const format = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' })
    return [1, 2, 3, 4, 5, 6, 7].map((day) => format.format(Date.UTC(2024, 0, day)))
  } catch {
    return []
  }
}

const BETWEEN = /[,;、，；|·•/\n]/
const LONGEST_ENTRY = 4
const FEWEST_ENTRIES = 4
const ENDS_CLAUSE = /[.,;:!?。、；]\s*$/

/**
 * A block that is nothing but a list in a line ("Austria, Belgium, Denmark") in another order, or with other entries in turn: a rotating menu of
 * places or shops. A list inside a sentence, or in a list that a colon leads in, is a part of a clause, and so is a number in an entry.
 */
export function isRotated(before: Block, after: Block): boolean {
  const [old, now] = [entriesOf(before.text), entriesOf(after.text)]
  if (old === null || now === null || old.length !== now.length) return false
  const kept = new Set(now)
  const shared = old.filter((entry) => kept.has(entry)).length
  const clause = before.led || after.led || ENDS_CLAUSE.test(before.text) || ENDS_CLAUSE.test(after.text)
  return shared === now.length || (!clause && shared * 2 >= now.length)
}

function entriesOf(text: string): string[] | null {
  if (/\d/.test(text)) return null
  const entries = text.split(BETWEEN).map((entry) => entry.trim())
  if (entries.length < FEWEST_ENTRIES || entries.some((entry) => wordsOf(entry).length > LONGEST_ENTRY)) return null
  return entries.map(normalOf)
}
