import { describe, expect, it } from 'vitest'
import { gradeOf, normalDigest } from '../../../extension/src/terms/versions/index.ts'

/** A document around the words in question, so that they are a small part of it. */
const within = (...blocks: string[]): string =>
  [
    '# Conditions of the Lantern Shop',
    'These conditions are between you and Lantern Shop, 4 Quay Street, Harbour. They hold for each order that you place with us.',
    '## Orders and what follows them',
    ...blocks,
    '## Who decides',
    'Courts at the place where you live decide, under the law of that place. Nothing in here takes a right of yours away.',
    '* [Imprint](https://lantern.example/imprint)\n* [Jobs](https://lantern.example/jobs)',
  ].join('\n\n')

const grade = (before: string, after: string): string => gradeOf(within(before), within(after))

describe('what matters is never missed', () => {
  it.each([
    ['withdrawal, en', 'You may withdraw from this contract within 14 days without giving any reason.', 'You may withdraw from this contract within 30 days without giving any reason.'],
    ['withdrawal, de', 'Sie können binnen 14 Tagen ohne Angabe von Gründen widerrufen.', 'Sie können binnen 30 Tagen ohne Angabe von Gründen widerrufen.'],
    ['withdrawal in words, fr', 'Vous disposez de quatorze jours pour vous rétracter sans motif.', 'Vous disposez de trente jours pour vous rétracter sans motif.'],
    ['withdrawal, ja', '商品到着後14日以内に限り返品をお受けします。', '商品到着後30日以内に限り返品をお受けします。'],
    ['withdrawal, zh', '自收到商品之日起7日内可无理由退货。', '自收到商品之日起3日内可无理由退货。'],
    ['withdrawal, ar', 'يحق لك إلغاء الطلب خلال ١٤ يوما من الاستلام', 'يحق لك إلغاء الطلب خلال ٣٠ يوما من الاستلام'],
    ['withdrawal, th', 'ท่านสามารถคืนสินค้าได้ภายใน 14 วันนับจากวันที่ได้รับ', 'ท่านสามารถคืนสินค้าได้ภายใน 7 วันนับจากวันที่ได้รับ'],
    ['withdrawal, pl', 'Możesz odstąpić od umowy w terminie 14 dni bez podania przyczyny.', 'Możesz odstąpić od umowy w terminie 10 dni bez podania przyczyny.'],
    ['negation in a long clause, en', 'Costs of sending goods back are paid by us in every case, and refunds are made by the way that you paid with.', 'Costs of sending goods back are not paid by us in every case, and refunds are made by the way that you paid with.'],
    ['negation, sv', 'Vi lämnar ut dina uppgifter till andra företag.', 'Vi lämnar inte ut dina uppgifter till andra företag.'],
    ['negation, ja', '当社はお客様の情報を第三者に提供します。', '当社はお客様の情報を第三者に提供しません。'],
    ['negation, zh', '我们会向第三方出售您的个人信息', '我们不会向第三方出售您的个人信息'],
    ['negation, ru', 'Мы передаём ваши данные третьим лицам.', 'Мы не передаём ваши данные третьим лицам.'],
    ['negation in a short entry', '* Sale items: refundable', '* Sale items: not refundable'],
    ['short entry of days', '* Return period: 14 days', '* Return period: 30 days'],
    ['two words', '* 14 days', '* 30 days'],
    ['two signs, ja', '* 14日', '* 30日'],
    ['price', 'Delivery within the country costs 4.90 € for each parcel.', 'Delivery within the country costs 6.90 € for each parcel.'],
    ['only the decimal point', 'The fee is 1.50 € for each parcel that we send.', 'The fee is 150 € for each parcel that we send.'],
    ['only the currency', 'The fee is 15 € for each parcel that we send.', 'The fee is 15 $ for each parcel that we send.'],
    ['only the percent sign', 'The surcharge for late payment is 5 of the amount.', 'The surcharge for late payment is 5 % of the amount.'],
    ['only the comparison', 'Free delivery for orders > 50 €', 'Free delivery for orders < 50 €'],
    ['share', 'Interest on late payments is 5 percentage points above base.', 'Interest on late payments is 9 percentage points above base.'],
    ['table cell', '| Zone | Price |\n| --- | --- |\n| Islands | 9 € |', '| Zone | Price |\n| --- | --- |\n| Islands | 12 € |'],
    ['table cell without a number', '| Service | Purpose |\n| --- | --- |\n| Harbour Mail | Statistics |', '| Service | Purpose |\n| --- | --- |\n| Harbour Mail | Advertising |'],
    ['table row added', '| Service | Purpose |\n| --- | --- |\n| Mail | Letters |', '| Service | Purpose |\n| --- | --- |\n| Mail | Letters |\n| Gull | Profiles |'],
    ['telephone number', 'Call 0800 123 456', 'Call 0800 123 457'],
    ['e-mail address', 'Write to us at returns@lantern.example if you wish to withdraw.', 'Write to us at sales@lantern.example if you wish to withdraw.'],
    ['exclusion in a list that a colon leads in', 'You cannot send back:\n\n* Earrings\n* Underwear', 'You cannot send back:\n\n* Earrings\n* Underwear\n* Shoes'],
    ['end of an offer', 'Offer valid until 31.12.2026', 'Offer valid until 31.01.2027'],
    ['bank account', 'IBAN: DE02 1203 0000 0000 2020 51', 'IBAN: DE02 5001 0517 5407 3249 31'],
    ['short sentence', 'Deposits are kept.', 'We pay deposits back.'],
    ['numbers that two clauses swap', 'Books may come back within 14 days.\n\nTools may come back within 30 days.', 'Books may come back within 30 days.\n\nTools may come back within 14 days.'],
    ['an entry of a list inside a sentence', 'We pass your address on to carriers, banks, insurers, printers.', 'We pass your address on to carriers, banks, insurers, advertisers.'],
  ])('%s', (_, before, after) => {
    expect(grade(before, after)).toBe('substantive')
  })

  it('a clause that went', () => {
    expect(gradeOf(within('You may also cancel by telephone, on any day of the week.'), within())).toBe('substantive')
  })

  it.each([
    ['behind an address, where words are not parted', '详见https://shop.example/help?id=5退款将在30天内处理。', '详见https://shop.example/help?id=5退款将在90天内处理。'],
    ['behind an address and a full-width comma', '请访问https://shop.example/help?id=5，30天内退款。', '请访问https://shop.example/help?id=5，90天内退款。'],
    ['in a line that also says when it begins', 'Effective 1 May 2026: returns within 14 days', 'Effective 1 May 2026: returns within 3 days'],
    ['of an amount at the start, that is no clause’s number', '4.90 EUR for each parcel that is sent within Austria', '9.90 EUR for each parcel that is sent within Austria'],
    ['of a share at the start', '5.2 percent interest is charged on late payments by the customer.', '9.9 percent interest is charged on late payments by the customer.'],
    ['of a cross into a tick', '| Do we sell your data? | ✗ |', '| Do we sell your data? | ✓ |'],
    ['in a sentence that is all link', '[Refunds are made within 5 days.](/a)', '[Refunds are made within 500 days.](/a)'],
  ])('%s', (_, before, after) => {
    expect(grade(before, after)).toBe('substantive')
  })

  it('a clause that came, beside a menu that changed', () => {
    expect(grade('* [News](/a)', '* [Offers](/b)\n\nArbitration is final, and you give up any claim in a court.')).toBe('substantive')
  })
})

describe('what changes nothing is the same', () => {
  it.each([
    ['white space', 'You may   withdraw within 14 days.', 'You may withdraw\u00a0within\n14 days.'],
    ['quotation marks', 'The “Shop” is called the "Seller" here and sells what it shows.', 'The "Shop" is called the „Seller“ here and sells what it shows.'],
    ['dashes and dots', 'Delivery - in two days - is by ship...', 'Delivery — in two days — is by ship…'],
    ['hidden characters', 'Privacy and what we do with your data', 'Pri\u00advacy and what\u200b we do with your\ufeff data'],
    ['full-width forms', '返品は14日以内にABC商店へ', '返品は１４日以内にＡＢＣ商店へ'],
    ['case', 'LIMITS OF WARRANTY FOR ALL GOODS', 'Limits of warranty for all goods'],
    ['emphasis', 'Goods **must** be unused and whole.', 'Goods must be _unused_ and whole.'],
    ['where a link leads', 'See [the form](https://lantern.example/form?session=a81) for it.', 'See [the form](https://cdn.lantern.example/f/2.pdf "The form") for it.'],
    ['link or no link', 'See [the form](https://lantern.example/form) for it.', 'See the form for it.'],
    ['a token in a printed address', 'Use https://lantern.example/out?sid=9f3c11ab22 to leave.', 'Use https://lantern.example/out?sid=77e0d1c9aa to leave.'],
    ['a token in the text', 'Visit 8f14e45fceea167a5a36dedd4bea2543 was noted by us.', 'Visit c9f0f895fb98ab9159f51fd0297e236d was noted by us.'],
    ['order of a list', 'We deliver to\n\n* Austria\n* Belgium\n* Denmark', 'We deliver to\n\n* Denmark\n* Austria\n* Belgium'],
    ['order of rows', '| Zone | Price |\n| --- | --- |\n| A | 5 € |\n| B | 9 € |', '| Zone | Price |\n| --- | --- |\n| B | 9 € |\n| A | 5 € |'],
    ['a line break that became a paragraph', 'Lantern Shop Ltd, 4 Quay Street  \nHarbour, telephone 0800 123 456', 'Lantern Shop Ltd, 4 Quay Street\n\nHarbour, telephone 0800 123 456'],
    ['the number that a list gives its items', '1. Books that were unsealed by you or others.', '2. Books that were unsealed by you or others.'],
    ['an address that is hidden from harvesters', 'Write to us at returns@lantern.example if you wish to withdraw.', 'Write to us at [email\u00a0protected] if you wish to withdraw.'],
    ['thousands with and without a mark', 'Orders above 1,000 kr are sent free of charge to you.', 'Orders above 1 000 kr are sent free of charge to you.'],
  ])('%s', (_, before, after) => {
    expect(grade(before, after)).toBe('same')
  })

  it('and has one digest, in whatever order', async () => {
    const one = within('Goods **must** be “unused”.', 'Write to us.')
    const other = within('Write to us.', 'Goods must be "unused".')
    expect(await normalDigest(one)).toBe(await normalDigest(other))
    expect(await normalDigest(one)).not.toBe(await normalDigest(within('Write to us.')))
    expect(await normalDigest(one)).toMatch(/^[0-9a-f]{64}$/)
  })

  it('vowel signs are letters: two Thai and two Hindi words that differ in them are two', async () => {
    expect(await normalDigest('ที่ดิน')).not.toBe(await normalDigest('ที่ดน'))
    expect(await normalDigest('दिन')).not.toBe(await normalDigest('दान'))
  })
})

describe('what is noise is minor', () => {
  it.each([
    ['an entry of a menu', '* [Spring offers](/a)', '* [Summer offers](/b)'],
    ['a line to skip a player', '', 'Skip the player'],
    ['a teaser that is a link', '* [Seven lamps that make your garden glow this spring](/a)', '* [How to wire a lamp without an electrician at home](/b)'],
    ['a rotating list', '* Hamburg\n* Canada\n* Oslo', '* Apps\n* Oslo\n* The EU'],
    ['a rotating list in one line', 'Austria, Belgium, Denmark, Estonia, France', 'France, Austria, Denmark, Finland, Belgium'],
    ['a year of copyright', '© 2025 Lantern Shop Ltd.', '© 2026 Lantern Shop Ltd.'],
    ['last updated, en', 'Last updated: 4 March 2025', 'Last updated: 11 May 2026'],
    ['last updated, de', 'Stand: März 2025', 'Stand: Mai 2026'],
    ['last updated, fr', 'Dernière mise à jour : 4 mars 2025', 'Dernière mise à jour : 11 mai 2026'],
    ['last updated, pl', 'Regulamin obowiązuje od 4 marca 2025 r.', 'Regulamin obowiązuje od 11 maja 2026 r.'],
    ['last updated, ja', '最終更新日：2025年3月4日', '最終更新日：2026年5月11日'],
    ['last updated, zh', '更新日期：2025年03月04日', '更新日期：2026年05月11日'],
    ['last updated, ko', '시행일: 2025년 3월 4일', '시행일: 2026년 5월 11일'],
    ['last updated, ru', 'Редакция от 4 марта 2025 г.', 'Редакция от 11 мая 2026 г.'],
    ['last updated with the day of the week, nl', 'Bijgewerkt op dinsdag 4 maart 2025', 'Bijgewerkt op maandag 11 mei 2026'],
    ['nothing but a date', '04.03.2025', '11.05.2026'],
    ['a date with its time', 'Last updated: 4 March 2025, 10:30', 'Last updated: 11 May 2026, 08:15'],
    ['a date with its version', 'Version 3.2, effective 4 March 2025', 'Version 3.3, effective 11 May 2026'],
  ])('%s', (_, before, after) => {
    expect(grade(before, after)).toBe('minor')
  })

  it('clauses that only got other numbers', () => {
    const clauses = (first: number): string =>
      ['Orders are binding once we confirm them.', 'Goods travel at our risk.', 'Payment is due with the order.'].map((text, index) => `${first + index}.${index + 1} ${text}`).join('\n\n')
    expect(grade(clauses(4), clauses(5))).toBe('minor')
    expect(grade('(a) Goods travel at our risk.', '(b) Goods travel at our risk.')).toBe('minor')
  })

  it('but a date at the start of a clause is no number of it', () => {
    expect(grade('1\\. January 2026 begins the new price list for all.', '2\\. January 2026 begins the new price list for all.')).toBe('substantive')
  })
})

describe('a body that did not load is suspect', () => {
  const whole = within('You may withdraw from this contract within 14 days without giving any reason.')

  it('under two fifths of the length before', () => {
    expect(gradeOf(whole, 'Please wait while the page loads, this may take a moment.')).toBe('suspect')
    expect(gradeOf(whole, '')).toBe('suspect')
  })

  it('and not above', () => {
    const half = whole.slice(0, whole.length / 2)
    expect(gradeOf(whole, half)).toBe('substantive')
  })

  it('a text that came back is no suspect one', () => {
    expect(gradeOf('Please wait.', whole)).toBe('substantive')
  })
})

describe('a text that is made to be slow', () => {
  const took = (run: () => void): number => {
    const start = process.cpuUsage()
    run()
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1_000
  }

  it.each([
    ['brackets', '['.repeat(100_000), ']('.repeat(100_000)],
    ['links that never end', '[a]('.repeat(50_000), '![a](<'.repeat(50_000)],
    ['tags that never end', '<a '.repeat(60_000), `<a ${'b '.repeat(100_000)}`],
    ['spaces', `# a${' '.repeat(200_000)}b #`, `| a${' '.repeat(200_000)}|`],
    ['signs', '-'.repeat(300_000), '> '.repeat(150_000)],
    ['one word', 'a1'.repeat(150_000), 'b2'.repeat(150_000)],
    ['thousands of different blocks', Array.from({ length: 12_000 }, (_, at) => `one ${at} two`).join('\n\n'), Array.from({ length: 12_000 }, (_, at) => `three ${at} two`).join('\n\n')],
    ['thousands of the same words in other blocks', Array.from({ length: 4_000 }, (_, at) => `${'word '.repeat(9)}${at}`).join('\n\n'), Array.from({ length: 4_000 }, (_, at) => `${at} ${'word '.repeat(9)}`).join('\n\n')],
    ['a shuffle of thousands', Array.from({ length: 8_000 }, (_, at) => `clause ${at} of many`).join('\n\n'), Array.from({ length: 8_000 }, (_, at) => `clause ${(at * 7_919) % 8_000} of many`).join('\n\n')],
    ['one paragraph of Japanese', '返品は受け付けます。'.repeat(15_000), '返品は受け付けません。'.repeat(15_000)],
  ])('%s', (_, before, after) => {
    expect(took(() => gradeOf(before, after))).toBeLessThan(3_000)
  })
})
