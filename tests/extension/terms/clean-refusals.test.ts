import { describe, expect, it } from 'vitest'
import { CLAUSES, cleaned, page, refusal } from './clean-page.ts'

const MENU = '<nav><a href="/">Home</a> <a href="/jugs">Jugs</a></nav>'

describe('a page that is no document is refused by name', () => {
  it.each([
    ['bot-wall', page('<h1>Just a moment...</h1><p>Verifying you are human. This may take a few seconds.</p>', { title: 'Just a moment...' })],
    ['bot-wall', page('<h2>Sicherheitsüberprüfung</h2><p>Bitte bestätigen Sie, dass Sie kein Roboter sind.</p>', { title: 'shop.example', lang: 'de' })],
    ['bot-wall', page('<p>アクセスが拒否されました。ロボットではありませんか。</p>', { title: 'shop.example', lang: 'ja' })],
    ['error-page', page(`${MENU}<h1>Seite nicht gefunden</h1><p>Die Seite, die Sie suchen, gibt es leider nicht mehr. Vielleicht hilft Ihnen die Suche weiter, oder Sie beginnen von vorn.</p>`, { title: 'Kannenhof', lang: 'de' })],
    ['error-page', page(`${MENU}<h1>404</h1><p>Oops.</p>`, { title: 'Kannenhof' })],
    ['error-page', page('<h1>페이지를 찾을 수 없습니다</h1>', { title: '', lang: 'ko' })],
    ['log-in', page(`${MENU}<h1>Welcome back</h1><form><label>E-mail <input type="email"></label><label>Password <input type="password"></label><button>Go</button></form><p>By signing in you agree to our terms of service and to our privacy policy, as they stand today.</p>`, { title: 'Kannenhof' })],
    ['log-in', page(`${MENU}<h1>Logga in</h1><form><input type="email" name="u"><button>Nästa</button></form>`, { title: 'Kannenhof', lang: 'sv' })],
    ['consent-wall', page('<div class="consent-wall"><h1>Bevor Sie fortfahren</h1><p>Wir und unsere 812 Partner speichern Daten auf Ihrem Gerät, um Ihnen Werbung zu zeigen und sie zu messen.</p><button>Alle akzeptieren</button><button>Einstellungen</button></div>', { title: 'kannenhof.example', lang: 'de' })],
    ['not-a-policy', page(`${MENU}<main><h1>Jug “Rosa”</h1><p>A jug of two litres, thrown by hand in Linz and glazed in a white that holds for generations. It pours without a drop.</p><p>€ 48.00</p><button class="add-to-cart">Add to basket</button><p>Delivery in three days. Returns within thirty days.</p><p>Rosa has been made since 1890, and each has a number on its foot that tells the day on which it left the kiln.</p></main>`, { title: 'Jug “Rosa” – Kannenhof' })],
    ['not-a-policy', page(`${MENU}<article><h1>How we found new clay</h1>${'<p>In the spring we walked along the river and dug where the bank had fallen in, and what came up was grey and fat and smelled of rain.</p>'.repeat(12)}</article>`, { title: 'How we found new clay' })],
    ['empty', page(`${MENU}<div id="root"></div>`, { title: 'Terms of Service' })],
    ['empty', page(`${MENU}<main><h1>Terms of Service</h1><div class="loading">Loading</div></main>`)],
    ['empty', page('<frameset><frame src="/a"></frameset>')],
  ])('%s', (reason, document) => expect(refusal(document)).toBe(reason))

  it('home-page', () => {
    const home = page(`${MENU}<h1>Jugs that do not drip</h1>${'<p>Every jug is thrown by hand in our house in Linz, and every one of them pours without a drop, whatever you fill it with.</p>'.repeat(4)}`, { title: 'Kannenhof' })
    for (const url of ['https://kannenhof.example/', 'https://kannenhof.example/de-at/', 'https://kannenhof.example/index.html']) expect(refusal(home, { url })).toBe('home-page')
  })
})

describe('a document is not refused', () => {
  it('for speaking of robots, passwords, errors or consent', () => {
    const said = `<h1>Terms of Service</h1>${CLAUSES}<p>Prove that you are not a robot where we ask for it. An error 404 means that a page was not found. Log in with your password. Accept all cookies or none.</p>`
    expect(refusal(page(`${MENU}<dialog><form><input type="password"></form></dialog><main>${said}</main>`))).toBe('text')
    expect(refusal(page(said, { head: '<script src="https://www.google.com/recaptcha/api.js"></script>' }))).toBe('text')
  })

  it.each([
    ['cs', 'Obchodní podmínky', 'Tato smlouva upravuje práva a povinnosti mezi prodávajícím a spotřebitelem. Kupující může od smlouvy odstoupit do čtrnácti dnů od doručení zboží a my mu vrátíme zaplacenou cenu včetně nákladů na dodání. Odpovědnost za škodu se řídí zákonem. Osobní údaje zpracováváme jen v rozsahu, který je ke splnění smlouvy nezbytný.'],
    ['el', 'Όροι χρήσης', 'Η παρούσα σύμβαση ρυθμίζει τα δικαιώματα του καταναλωτή και τις υποχρεώσεις μας. Ο πελάτης μπορεί να υπαναχωρήσει από τη σύμβαση μέσα σε δεκατέσσερις ημέρες από την παράδοση. Η ευθύνη μας για ζημιές περιορίζεται από τον νόμο. Επεξεργαζόμαστε προσωπικά δεδομένα μόνο για την εκτέλεση της σύμβασης.'],
    ['hu', 'Általános szerződési feltételek', 'Jelen szerződési feltételek a vásárló és a webáruház közötti szerződésre vonatkoznak. A fogyasztó a szállítástól számított tizennégy napon belül elállhat a szerződéstől. A felelősség a jogszabályok szerint alakul. A személyes adatokat csak a szerződés teljesítéséhez szükséges mértékben kezeljük, a vásárló hozzájárulásával.'],
    ['tr', 'Mesafeli satış sözleşmesi', 'Bu sözleşme satıcı ile tüketici arasındaki hakları ve yükümlülükleri düzenler. Tüketici teslimattan itibaren on dört gün içinde cayma hakkını kullanabilir ve ürünü iade edebilir. Sorumluluk kanun hükümlerine tabidir. Kişisel veriler yalnızca sözleşmenin yerine getirilmesi için işlenir ve üçüncü kişilerle paylaşılmaz, sayın müşterimiz.'],
    ['zh', '服务条款', '本协议是您与我们之间关于使用本服务的合同。用户在使用本服务之前应当仔细阅读并同意本协议的全部条款。消费者有权在收到商品后七日内退货，我们将在收到退货后十五日内退款。我们按照法律规定承担责任，但因不可抗力造成的损失除外。我们仅在履行合同所必需的范围内处理您的个人信息，并采取措施保护您的隐私。因本协议产生的争议由有管辖权的法院管辖。本协议自发布之日起生效，我们可能会不时修改本协议，修改后的条款将在网站上公布，继续使用即视为同意。未经您的同意，我们不会向第三方提供您的个人信息，除非法律法规另有规定。'],
    ['is', 'Skilmálar', 'Þessir skilmálar gilda um öll kaup í verslun okkar og um samninginn milli þín og okkar. Kaupandi getur hætt við kaupin innan fjórtán daga frá afhendingu vörunnar og fær þá verðið endurgreitt að fullu ásamt sendingarkostnaði. Um ábyrgð okkar á tjóni fer eftir lögum. Við vinnum aðeins með þær upplýsingar um þig sem nauðsynlegar eru til að afgreiða pöntunina.'],
  ])('in another language: %s', (lang, title, words) => {
    const document = page(`${MENU}<div><h1>${title}</h1><p>${words}</p></div>`, { title: 'Kannenhof', lang })
    expect(refusal(document)).toBe('text')
  })

  it.each([
    ['Returns Policy', 'Returns', '<p>You may send back what you do not like within 30 days. We refund the price and the postage.</p><p>Write to hof@kannenhof.example first.</p>'],
    ['Shipping Policy', 'Versand', '<p>Wir liefern nach Österreich und Deutschland, meistens am übernächsten Tag nach der Bestellung.</p><table><tr><th>Land</th><th>Preis</th></tr><tr><td>AT</td><td>€ 4,90</td></tr><tr><td>DE</td><td>€ 9,90</td></tr></table>'],
    ['Imprint', 'Mentions légales', '<p>Kannenhof SARL, 4 rue de la Cruche, 69000 Lyon</p><p>RCS Lyon 000 000 000, TVA FR00 000000000</p><p>Directrice de la publication : Rose Cruche</p>'],
  ] as const)('as a short page: %s', (type, title, body) => expect(refusal(page(`${MENU}<h1>${title}</h1>${body}`, { title: 'Kannenhof' }), { type })).toBe('text'))

  it('where nobody said what it is, if it says so itself', () => expect(refusal(page(`${MENU}<h1>Privacy Policy</h1>${CLAUSES}`), { type: null })).toBe('text'))
})

describe('a list of documents', () => {
  const list = (inside = '') => page(`${MENU}<main><h1>Legal</h1>${inside}<ul><li><a href="/terms#top">Terms of Service</a></li><li><a href="/privacy">Privacy Policy</a></li><li><a href="returns">Return policy</a></li><li><a href="javascript:print()">Cookie policy</a></li><li><a href="/jobs">Jobs</a></li></ul></main>`, { title: 'Legal' })

  it('is told with where it leads', () => {
    expect(cleaned(list())).toEqual({
      outcome: 'index',
      links: [
        { type: 'Terms of Service', url: 'https://kannenhof.example/terms', text: 'Terms of Service', place: 'page' },
        { type: 'Privacy Policy', url: 'https://kannenhof.example/privacy', text: 'Privacy Policy', place: 'page' },
        { type: 'Returns Policy', url: 'https://kannenhof.example/legal/returns', text: 'Return policy', place: 'page' },
      ],
    })
  })

  it('is a text as soon as it says something itself', () => expect(refusal(list(CLAUSES))).toBe('text'))
})
