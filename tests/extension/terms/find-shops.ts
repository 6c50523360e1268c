/**
 * Invented shops, as shops speak in twelve languages: each with a footer, a checkout whose sentence has a box, and a form for a new account
 * whose button is the act. Types are those that a person gives each link.
 */
import type { TermsType } from '../../../extension/src/terms/types.ts'

const T = 'Terms of Service'
const S = 'General Conditions of Sale'
const P = 'Privacy Policy'
const C = 'Trackers Policy'
const I = 'Imprint'
const W = 'Seller Warranty'
const R = 'Returns Policy'
const D = 'Shipping Policy'
const U = 'Subscription Terms'
const L = 'Loyalty Terms'

export interface Shop {
  language: string
  /** Words, path, and what it is; null for what is no document. */
  footer: [words: string, path: string, type: TermsType | null][]
  /** `[words](path)` is a link. */
  box: { sentence: string; types: TermsType[] }
  order: string
  button: { sentence: string; types: TermsType[] }
  join: string
}

export const SHOPS: Shop[] = [
  {
    language: 'en',
    footer: [
      ['Terms of Sale', '/info/4', S],
      ['Website Terms of Use', '/info/5', T],
      ['Your privacy', '/privacy', P],
      ['Cookies', '/info/7', C],
      ['Cookie preferences', '#cookies', null],
      ['Do Not Sell or Share My Personal Information', '/privacy-request', null],
      ['Delivery & Returns', '/help/delivery-returns', D],
      ['Refunds', '/info/9', R],
      ['2-Year Warranty', '/pages/warranty', W],
      ['Lantern Rewards Terms & Conditions', '/info/10', L],
      ['Auto-renewal terms', '/info/11', U],
      ['Track my delivery', '/track', null],
      ['Extended warranty', '/products/extended-warranty', null],
      ['Careers', '/careers', null],
    ],
    box: { sentence: 'I have read and agree to the [terms and conditions](/info/4b) and the [privacy notice](/info/6).', types: [T, P] },
    order: 'Place order',
    button: { sentence: 'By creating an account you agree to our [Terms](/t) and [Privacy Policy](/p).', types: [T, P] },
    join: 'Create account',
  },
  {
    language: 'de',
    footer: [
      ['AGB', '/info/agb', T],
      ['Datenschutz', '/info/6', P],
      ['Widerruf', '/info/7', R],
      ['Versand und Zahlung', '/info/8', D],
      ['Impressum', '/info/9', I],
      ['Batteriehinweise', '/info/10', null],
      ['Cookie-Einstellungen', '#', null],
      ['Gewährleistung & Garantie', '/info/11', W],
      ['Bonusprogramm-Bedingungen', '/info/12', L],
      ['Abo-Bedingungen', '/info/13', U],
      ['Verträge hier kündigen', '/kuendigung', null],
      ['Bewerber-Datenschutz', '/karriere/datenschutz', null],
    ],
    box: { sentence: 'Ich habe die [Allgemeinen Geschäftsbedingungen](/shop_content.php?coID=3) und die [Widerrufsbelehrung](/shop_content.php?coID=9) gelesen und stimme ihnen zu.', types: [T, R] },
    order: 'Zahlungspflichtig bestellen',
    button: { sentence: 'Mit der Registrierung akzeptieren Sie unsere [Nutzungsbedingungen](/n) und nehmen unsere [Datenschutzhinweise](/d) zur Kenntnis.', types: [T, P] },
    join: 'Konto erstellen',
  },
  {
    language: 'fr',
    footer: [
      ['CGV', '/content/3', S],
      ['Conditions générales d’utilisation', '/content/4', T],
      ['Mentions légales', '/content/2', I],
      ['Données personnelles', '/content/5', P],
      ['Gestion des cookies', '#', null],
      ['Politique de cookies', '/content/6', C],
      ['Livraison et retours', '/content/1', D],
      ['Droit de rétractation', '/content/8', R],
      ['Garanties légales', '/content/9', W],
      ['Suivi de livraison', '/suivi', null],
      ['Règlement du programme de fidélité', '/content/11', L],
    ],
    box: { sentence: 'J’ai lu les [conditions générales de vente](/content/3-cgv) et j’y adhère sans réserve, je les accepte.', types: [S] },
    order: 'Commander avec obligation de paiement',
    button: { sentence: 'En créant un compte, vous acceptez nos [conditions d’utilisation](/cu) et notre [politique de confidentialité](/pc).', types: [T, P] },
    join: 'Créer mon compte',
  },
  {
    language: 'es',
    footer: [
      ['Aviso legal', '/a', I],
      ['Condiciones de compra', '/b', S],
      ['Política de privacidad', '/c', P],
      ['Política de cookies', '/d', C],
      ['Envíos y devoluciones', '/e', D],
      ['Cambios y devoluciones', '/f', R],
      ['Garantía', '/g', W],
      ['Configurar cookies', '#', null],
      ['Envío gratis', '/ofertas', null],
      ['Bases del club de puntos: términos y condiciones', '/h', L],
    ],
    box: { sentence: 'He leído y acepto las [condiciones de venta](/cv) y la [política de privacidad](/pp).', types: [S, P] },
    order: 'Realizar pedido',
    button: { sentence: 'Al registrarte aceptas los [términos y condiciones](/tc).', types: [T] },
    join: 'Crear cuenta',
  },
  {
    language: 'it',
    footer: [
      ['Condizioni generali di vendita', '/1', S],
      ['Informativa privacy', '/2', P],
      ['Cookie policy', '/3', C],
      ['Resi e rimborsi', '/4', R],
      ['Spedizioni', '/5', D],
      ['Garanzia legale di conformità', '/6', W],
      ['Note legali', '/7', I],
      ['Preferenze cookie', '#', null],
      ['Lavora con noi', '/8', null],
      ['Regolamento raccolta punti', '/9', L],
    ],
    box: { sentence: 'Ho letto e accetto le [condizioni di vendita](/cv) e l’[informativa sulla privacy](/ip).', types: [S, P] },
    order: 'Ordine con obbligo di pagare',
    button: { sentence: 'Registrandoti accetti i nostri [termini e condizioni](/tc).', types: [T] },
    join: 'Registrati',
  },
  {
    language: 'nl',
    footer: [
      ['Algemene voorwaarden', '/1', T],
      ['Privacyverklaring', '/2', P],
      ['Cookiebeleid', '/3', C],
      ['Retourneren', '/4', R],
      ['Verzending & levertijd', '/5', D],
      ['Garantie', '/6', W],
      ['Colofon', '/7', I],
      ['Cookie-instellingen', '#', null],
      ['Vacatures', '/8', null],
      ['Voorwaarden spaarprogramma', '/9', L],
      ['Abonnementsvoorwaarden', '/10', U],
    ],
    box: { sentence: 'Ik ga akkoord met de [algemene voorwaarden](/av) en het [herroepingsrecht](/hr).', types: [T, R] },
    order: 'Bestelling plaatsen',
    button: { sentence: 'Door een account aan te maken ga je akkoord met onze [gebruiksvoorwaarden](/gv) en ons [privacybeleid](/pb).', types: [T, P] },
    join: 'Account aanmaken',
  },
  {
    language: 'pt',
    footer: [
      ['Termos e Condições', '/1', T],
      ['Condições gerais de venda', '/2', S],
      ['Política de Privacidade', '/3', P],
      ['Política de Cookies', '/4', C],
      ['Trocas e Devoluções', '/5', R],
      ['Envios', '/6', D],
      ['Garantia', '/7', W],
      ['Aviso legal', '/8', I],
      ['Gerir cookies', '#', null],
      ['Minhas encomendas', '/conta/encomendas', null],
    ],
    box: { sentence: 'Li e aceito os [termos e condições](/tc) e a [política de privacidade](/pp).', types: [T, P] },
    order: 'Finalizar encomenda',
    button: { sentence: 'Ao criar uma conta, aceita os [termos de utilização](/tu).', types: [T] },
    join: 'Criar conta',
  },
  {
    language: 'pl',
    footer: [
      ['Regulamin sklepu', '/1', T],
      ['Polityka prywatności', '/2', P],
      ['Polityka cookies', '/3', C],
      ['Zwroty i reklamacje', '/4', R],
      ['Dostawa i płatność', '/5', D],
      ['Gwarancja', '/6', W],
      ['Ustawienia plików cookies', '#', null],
      ['Regulamin promocji', '/7', null],
      ['Regulamin programu lojalnościowego', '/8', L],
      ['Darmowa dostawa', '/promocje', null],
    ],
    box: { sentence: 'Zapoznałem się z [regulaminem sklepu](/r) i [polityką prywatności](/pp) oraz akceptuję ich treść.', types: [T, P] },
    order: 'Zamawiam i płacę',
    button: { sentence: 'Zakładając konto, akceptujesz [regulamin](/r2).', types: [T] },
    join: 'Załóż konto',
  },
  {
    language: 'sv',
    footer: [
      ['Köpvillkor', '/1', S],
      ['Användarvillkor', '/2', T],
      ['Integritetspolicy', '/3', P],
      ['Om cookies', '/4', C],
      ['Ångerrätt', '/5', R],
      ['Frakt & leverans', '/6', D],
      ['Garanti', '/7', W],
      ['Cookieinställningar', '#', null],
      ['Spåra din leverans', '/8', null],
      ['Villkor för kundklubben', '/9', L],
    ],
    box: { sentence: 'Jag har läst och godkänner [köpvillkoren](/k) samt [integritetspolicyn](/i).', types: [S, P] },
    order: 'Slutför köp',
    button: { sentence: 'Genom att bli medlem godkänner du våra [medlemsvillkor](/m).', types: [L] },
    join: 'Skapa konto',
  },
  {
    language: 'da',
    footer: [
      ['Handelsbetingelser', '/1', T],
      ['Privatlivspolitik', '/2', P],
      ['Cookiepolitik', '/3', C],
      ['Fortrydelsesret', '/4', R],
      ['Fragt og levering', '/5', D],
      ['Garanti', '/6', W],
      ['Cookieindstillinger', '#', null],
      ['Gratis fragt', '/tilbud', null],
      ['Konkurrencebetingelser', '/7', null],
    ],
    box: { sentence: 'Jeg har læst og accepterer [handelsbetingelserne](/h) og [persondatapolitikken](/p).', types: [T, P] },
    order: 'Gennemfør køb',
    button: { sentence: 'Når du opretter en konto, accepterer du vores [brugerbetingelser](/b).', types: [T] },
    join: 'Opret konto',
  },
  {
    language: 'cs',
    footer: [
      ['Obchodní podmínky', '/1', T],
      ['Ochrana osobních údajů', '/2', P],
      ['Zásady používání cookies', '/3', C],
      ['Odstoupení od smlouvy', '/4', R],
      ['Doprava a platba', '/5', D],
      ['Reklamační řád', '/6', W],
      ['Nastavení cookies', '#', null],
      ['Doprava zdarma', '/akce', null],
      ['Podmínky věrnostního programu', '/7', L],
    ],
    box: { sentence: 'Souhlasím s [obchodními podmínkami](/op) a beru na vědomí [zásady zpracování osobních údajů](/ou).', types: [T, P] },
    order: 'Objednat s povinností platby',
    button: { sentence: 'Registrací souhlasíte s [podmínkami používání](/pu).', types: [T] },
    join: 'Zaregistrovat se',
  },
  {
    language: 'ja',
    footer: [
      ['利用規約', '/1', T],
      ['プライバシーポリシー', '/2', P],
      ['特定商取引法に基づく表記', '/3', S],
      ['返品・交換について', '/4', R],
      ['配送・送料について', '/5', D],
      ['クッキーポリシー', '/6', C],
      ['クッキー設定', '#', null],
      ['採用情報', '/7', null],
      ['保証について', '/8', W],
      ['ポイント規約', '/9', L],
      ['マイページ', '/mypage', null],
    ],
    box: { sentence: '[利用規約](/k)および[プライバシーポリシー](/p)に同意します。', types: [T, P] },
    order: '注文を確定する',
    button: { sentence: '登録すると、[会員規約](/m)に同意したものとみなされます。', types: [T] },
    join: '会員登録',
  },
]

export const linked = (text: string): string => text.replace(/\[([^\]]+)\]\(([^)]+)\)/g, '<a href="$2">$1</a>')
export const plain = (text: string): string => text.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')
