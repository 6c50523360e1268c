/**
 * What shops call their documents. A name is read as words: what the document is about, that it is a document ("policy", "conditions"),
 * and what says that it is something else ("settings"). Languages in this order: en de fr es it nl pt pl sv da no fi cs sk hu ro el ru uk
 * tr ja ko zh, then others. Phrases are parted by `|`; `*` lets a word go on with an ending or a document's name ("versand*" is also
 * "Versandbedingungen" but not "Versandtasche"). Articles, prepositions and accents do not matter.
 */
import type { TermsType } from '../types.ts'

export interface TypeWords {
  /** Names of documents as they stand. */
  readonly clear?: string
  /** Names of documents where documents are listed, and with a document's word anywhere. */
  readonly bare?: string
  /** Subjects: only with a document's word. */
  readonly about?: string
  /** Subjects that give way to any other in the same name. */
  readonly weak?: string
}

export const TYPES: Record<TermsType, TypeWords> = {
  'Terms of Service': {
    clear: `terms of service|terms of use|terms of website use|terms of business|terms of access|terms & conditions|terms conditions|conditions of use|conditions of service|user agreement|users agreement|customer agreement|user terms|website terms|site terms|service terms|general terms|general conditions|standard terms|store terms|shop terms|legal terms|end user license agreement|end user licence agreement|eula|t & c|t & cs|ts & cs|tncs|termsofservice|termsofuse|terms use|termsandconditions|termsconditions|conditionsofuse|useragreement|service agreement|terms of usage|usage terms|
agb|agbs|allgemeine geschäftsbedingungen|geschäftsbedingungen|nutzungsbedingungen|nutzungsbestimmungen|benutzungsbedingungen|allgemeine bedingungen|vertragsbedingungen|
conditions générales d'utilisation|conditions d'utilisation|conditions générales|conditions d'usage|cgu|cguv|conditions de service|conditions de services|termes & conditions|conditions générales de prestations|
términos & condiciones|términos de servicio|términos de uso|condiciones de uso|condiciones generales|condiciones de servicio|términos legales|condiciones legales|bases & condiciones|
termini & condizioni|condizioni d'uso|condizioni di utilizzo|termini di utilizzo|termini d'uso|condizioni generali|termini di servizio|condizioni di servizio|
algemene voorwaarden|gebruiksvoorwaarden|gebruikersvoorwaarden|servicevoorwaarden|voorwaarden & condities|
termos & condições|termos de uso|termos de utilização|termos de serviço|condições gerais|condições de uso|condições de utilização|condições de serviço|termos gerais|
regulamin|regulaminy|warunki korzystania|warunki użytkowania|warunki świadczenia usług|ogólne warunki|zasady korzystania|
användarvillkor|användningsvillkor|allmänna villkor|villkor användning|regler & villkor|
brugsvilkår|brugerbetingelser|brugsbetingelser|brugervilkår|vilkår & betingelser|generelle vilkår|generelle betingelser|almindelige betingelser|handelsbetingelser|handelsvilkår|betingelser & vilkår|forretningsbetingelser|
brukervilkår|bruksvilkår|vilkår bruk|
käyttöehdot|yleiset ehdot|palveluehdot|
obchodní podmínky|podmínky používání|podmínky užívání|podmínky užití|všeobecné podmínky|podmínky služby|obchodné podmienky|podmienky používania|všeobecné podmienky|
felhasználási feltételek|általános szerződési feltételek|ászf|szerződési feltételek|
termeni & condiții|termeni condiții|condiții de utilizare|termeni de utilizare|condiții generale|
όροι χρήσης|όροι & προϋποθέσεις|γενικοί όροι|όροι υπηρεσίας|
пользовательское соглашение|условия использования|правила пользования|условия пользования|правила использования|условия & положения|
умови використання|угода користувача|користувацька угода|правила користування|умови користування|
kullanım koşulları|kullanım şartları|şartlar & koşullar|üyelik sözleşmesi|kullanıcı sözleşmesi|hizmet şartları|kullanım sözleşmesi|genel şartlar|hizmet koşulları|
利用規約|利用条件|会員規約|サービス規約|이용약관|서비스약관|이용조건|使用条款|使用條款|服务条款|服務條款|用户协议|使用者條款|条款和条件|条款与条件|條款及細則|條款及條件|條款與條件|服务协议|服務協議|使用协议|会员条款|會員條款|
תקנון|תנאי שימוש|الشروط والأحكام|شروط الاستخدام|شروط الخدمة|uvjeti korištenja|opći uvjeti|opći uvjeti poslovanja|splošni pogoji|pogoji poslovanja|pogoji uporabe|kasutustingimused|üldtingimused|lietošanas noteikumi|naudojimosi taisyklės|naudojimo sąlygos|общи условия|условия за ползване|syarat & ketentuan|điều khoản sử dụng|điều khoản dịch vụ|điều khoản & điều kiện|condicions generals|condicions d'ús|ข้อกำหนดและเงื่อนไข`,
    about: `use|usage|nutzung|utilisation|uso|utilización|utilizzo|gebruik|utilização|korzystania|użytkowania|användning|brug|bruk|käyttö|používání|užívání|používania|utilizare|χρήσης|использования|пользования|використання|користування|kullanım`,
    bare: `terms|conditions|legal|legal center|legal centre|legal hub|legal area|area legale|área legal|espace légal|espace juridique|tos|tcs|tandcs|policies|store policies|shop policies|legal & policies|terms & policies|policies & terms|bedingungen|rechtliches|conditions|términos|condiciones|termini|condizioni|voorwaarden|termos|condições|warunki|villkor|vilkår|betingelser|ehdot|ehtoja|podmínky|podmienky|feltételek|termeni|condiții|όροι|условия|соглашение|умови|угода|koşullar|şartlar|規約|約款|약관|条款|條款|uvjeti|pogoji|tingimused|noteikumi|taisyklės|điều khoản`,
  },
  'General Conditions of Sale': {
    clear: `terms of sale|conditions of sale|terms of sales|terms & conditions of sale|terms & conditions of sales|sales terms|sale terms|sales conditions|purchase terms|terms of purchase|conditions of purchase|purchase conditions|terms of trade|termsofsale|conditionsofsale|terms sale|
verkaufsbedingungen|allgemeine verkaufsbedingungen|verkaufs & lieferbedingungen|kaufbedingungen|bestellbedingungen|
conditions générales de vente|conditions de vente|cgv|conditions d'achat|conditions générales d'achat|termes de vente|
condiciones de venta|condiciones de compra|condiciones de contratación|condiciones generales de venta|condiciones generales de compra|condiciones generales de contratación|términos de venta|términos de compra|
condizioni di vendita|condizioni generali di vendita|condizioni di acquisto|condizioni d'acquisto|termini di vendita|
verkoopvoorwaarden|leveringsvoorwaarden|koopvoorwaarden|bestelvoorwaarden|aankoopvoorwaarden|condições de venda|condições gerais de venda|condições de compra|termos de venda|termos de compra|
warunki sprzedaży|regulamin sprzedaży|regulamin zakupów|warunki zakupów|warunki zakupu|köpvillkor|köpevillkor|köp & leveransvillkor|køb & leveringsbetingelser|købs & leveringsbetingelser|kjøps & leveringsbetingelser|försäljningsvillkor|salgsbetingelser|købsbetingelser|salgsvilkår|købsvilkår|salgs & leveringsbetingelser|kjøpsbetingelser|kjøpsvilkår|
toimitusehdot|toimitus & maksuehdot|myyntiehdot|tilausehdot|sopimusehdot|ostoehdot|tilaus & toimitusehdot|nákupní podmínky|prodejní podmínky|podmínky prodeje|podmínky nákupu|nákupné podmienky|predajné podmienky|
vásárlási feltételek|értékesítési feltételek|condiții de vânzare|condiții de cumpărare|termeni de vânzare|όροι πώλησης|όροι πωλήσεων|όροι αγοράς|όροι αγορών|
публичная оферта|договор оферты|договор публичной оферты|оферта|условия продажи|правила продажи|договор купли продажи|условия покупки|публічна оферта|договір оферти|договір публічної оферти|умови продажу|
mesafeli satış sözleşmesi|satış sözleşmesi|satış koşulları|satış şartları|ön bilgilendirme formu|
特定商取引法|特定商取引に関する|特定商取引に基づく|特商法|販売条件|販売規約|購入規約|판매약관|구매약관|구매조건|销售条款|銷售條款|销售条件|銷售條件|购买条款|購買條款|购物条款|購物條款|
uvjeti prodaje|uvjeti kupnje|pogoji prodaje|pogoji nakupa|müügitingimused|ostutingimused|pirkimo taisyklės|pardavimo taisyklės|pirkimo pardavimo taisyklės|distances līgums|pārdošanas noteikumi|условия за продажба|condicions de venda|condicions de compra`,
    about: `of sale|purchase|sale & delivery|verkauf|vente|ventes|venta|vendita|verkoop|venda|sprzedaż*|salgs|försäljning*|vânzare*|πώλησης|satış`,
  },
  'Privacy Policy': {
    clear: `privacypolicy|privacynotice|privacystatement|dataprotection|informativa privacy|informativa sulla privacy|integritetspolicy|rekisteriseloste*|aydınlatma metni|プライバシーポリシー|個人情報保護方針|個人情報の取扱|個人情報の取り扱い|個人情報取扱|個人情報保護|개인정보처리방침|개인정보취급방침|개인정보보호정책|개인정보보호방침|隐私政策|隱私政策|隱私權政策|隐私声明|隱私聲明|隐私权|隱私權|隐私条款|隱私條款|個人資料保護|个人信息保护`,
    about: `data|daten*|données|datos|dati|gegevens*|dados|personal information|informations personnelles|información personal|informazioni personali|informações pessoais`,
    bare: `data protection|gdpr|privacy center|privacy centre|privacy hub|privacy & security|data privacy|personal data|datenschutz*|dsgvo|privatsphäre*|confidentialité|vie privée|données personnelles|données à caractère personnel|protection données|rgpd|privacidad|protección datos|datos personales|protezione dati|trattamento dati|dati personali|riservatezza|privacy*|gegevensbescherming*|persoonsgegevens|privacidade|proteção dados|dados pessoais|lgpd|prywatnoś*|rodo|ochrona danych|dane osobowe|danych osobowych|przetwarzanie danych|integritet*|personuppgift*|dataskydd*|sekretess*|privatliv*|persondata*|personoplysning*|databeskyttelse*|fortrolighed*|personvern*|personopplysning*|tietosuoja*|yksityisyy*|henkilötie*|ochrana osobních údajů|ochrany osobních údajů|osobní údaje|osobních údajů|ochrana soukromí|ochrany soukromí|soukromí|ochrana osobných údajov|ochrany osobných údajov|osobné údaje|osobných údajov|ochrana súkromia|súkromi*|adatvédel*|adatkezelés*|confidențialitat*|protecția datelor|date personale|datelor personale|date caracter personal|datelor caracter personal|απόρρητο|απορρήτου|προσωπικά δεδομένα|προσωπικών δεδομένων|ιδιωτικότητα*|конфиденциальност*|персональные данные|персональных данных|конфіденційн*|приватност*|персональні дані|персональних даних|gizlilik|gizliliği|kişisel veriler*|kvkk|プライバシー|個人情報|개인정보|隐私|隱私|个人信息|פרטיות|הפרטיות|الخصوصية|privatnost*|zaštita podataka|zaštita osobnih podataka|zasebnost*|varstvo osebnih podatkov|osebnih podatkov|privaatsus*|isikuandme*|andmekaitse*|privātum*|personas datu*|privatum*|asmens duomen*|поверителност*|лични данни|privasi|bảo mật|quyền riêng tư|privacitat|นโยบายความเป็นส่วนตัว`,
  },
  'Trackers Policy': {
    clear: `cookiepolicy|cookiespolicy|cookienotice|politique cookies|クッキーポリシー`,
    bare: `cookie|cookies|cookie*|pliki cookie|pliki cookies|plików cookie|plików cookies|ciasteczk*|kakor|informasjonskapsl*|evästee*|eväste*|soubory cookie|soubory cookies|souborů cookie|süti*|sütik|çerez|çerezler|куки|クッキー|쿠키|עוגיות|kolačić*|piškot*|küpsis*|sīkdat*|sīkfail*|slapuk*|бисквитк*|galetes|ملفات تعريف الارتباط`,
  },
  Imprint: {
    clear: `imprint|legal notice|legal notices|legal disclosure|legal disclosures|legal mentions|legal information|legal info|legalnotice|site notice|impressum|anbieterkennzeichnung|mentions légales|mention légale|informations légales|aviso legal|avisos legales|nota legal|información legal|note legali|informazioni legali|colofon|juridische kennisgeving|wettelijke vermeldingen|juridische informatie|informações legais|informação legal|nota prawna|zastrzeżenia prawne|informacje prawne|informacja prawna|dane firmy|dane rejestrowe|juridisk information|juridiskt meddelande|juridisk meddelelse|juridiske oplysninger|kolofon|juridisk informasjon|oikeudelliset tiedot|oikeudellinen huomautus|tiráž|právní informace|právní upozornění|právne informácie|impresszum|jogi nyilatkozat|jogi közlemény|informații legale|mențiuni legale|νομικές πληροφορίες|νομική σημείωση|правовая информация|юридическая информация|правова інформація|künye|yasal uyarı|yasal bilgiler|法律声明|法律聲明|impresum|avís legal`,
    bare: `rechtliche hinweise|company information|company details|company data|unternehmensangaben|firmendaten|informations société|datos empresa|informazioni societarie|dati societari|dati aziendali|bedrijfsgegevens|dados empresa|företagsinformation|virksomhedsoplysninger|yritystiedot|реквизиты|реквізити|rekvizitai|rekvizīti|사업자정보`,
  },
  'Seller Warranty': {
    clear: `garantie légale|garantie légale de conformité|garantía legal|garanzia legale|garanzia di conformità|garantia legal|gesetzliche gewährleistung|wettelijke garantie|limited warranty|product warranty|manufacturer warranty|reklamační řád|reklamačný poriadok|legal guarantee|legal warranty`,
    bare: `warranty|warranties|guarantee|guarantees|garantie*|garantien|gewährleistung*|garantía*|garanzia|garanzie|garantia|garantias|gwarancj*|rękojmi*|garanti*|takuu*|záruk*|záruční*|garanci*|jótállás*|szavatosság*|garanți*|εγγύηση|εγγυήσεις|εγγύησης|гарантия|гарантии|гарантійн*|гарантія|гарантії|保証|品質保証|보증|품질보증|保修|质保|保固|jamstv*|garancij*|garantij*`,
  },
  'Marketplace Buyers Conditions': {
    clear: `buyer terms|buyers terms|terms for buyers|buyer conditions|buyer agreement|käuferbedingungen|conditions acheteur*`,
    about: `marketplace|marktplatz*|marketplaces|place de marché|marktplaats*|marknadsplats*|markedsplads*|マーケットプレイス`,
  },
  'Returns Policy': {
    clear: `withdrawal form|right of withdrawal|withdrawal right|right to withdraw|withdrawal rights|right to cancel|cancellation rights|right of revocation|right of return|returns & refunds|returns & exchanges|refunds & returns|exchanges & returns|returnpolicy|returnspolicy|refundpolicy|widerrufsrecht|widerrufsbelehrung|widerrufsformular|rückgaberecht|muster widerrufsformular|musterwiderrufsformular|droit de rétractation|formulaire de rétractation|retours & échanges|retours & remboursements|échanges & retours|échanges & remboursements|cambios & devoluciones|devoluciones & reembolsos|derecho de desistimiento|devoluciones & cambios|diritto di recesso|resi & rimborsi|resi & cambi|cambi & resi|herroepingsrecht|retourneren & ruilen|ruilen & retourneren|trocas & devoluções|devoluções & trocas|livre resolução|direito de arrependimento|odstąpienie od umowy|prawo odstąpienia|zwroty & reklamacje|ångerrätt|fortrydelsesret|angrerett|angrerettskjema|peruutusoikeus|palautusoikeus|odstoupení od smlouvy|odstúpenie od zmluvy|vrácení zboží|elállási jog|drept de retragere|dreptul de retragere|δικαίωμα υπαναχώρησης|cayma hakkı|iade & değişim|返品|返金|청약철회|退换货|退換貨|退货|退貨|退款|החזרות & החלפות|החלפות & החזרות|ביטול עסקה|raskid ugovora|odstop od pogodbe`,
    bare: `returns|refunds|refund|exchanges|widerruf|rückgabe*|retoure|retouren|rücksendung*|umtausch*|rückerstattung*|retours|remboursement*|rétractation|devolución|devoluciones|reembolso|reembolsos|desistimiento|resi|reso|rimborso|rimborsi|recesso|restituzion*|retourneren|retourbeleid|herroeping*|ruilen|terugbetaling*|devolução|devoluções|trocas|arrependimento|zwrot|zwroty|zwrotów|zwrotu|odstąpieni*|retur*|returer|returrätt*|ångerrätt*|återbetalning*|öppet köp|fortrydelse*|returnering*|angrerett*|palautus|palautukset|palautu*|vrácení|vratky|výměna & vrácení|odstoupení|vrátenie*|odstúpenie|visszaküldés*|visszáru*|elállás*|visszatérítés*|returnare*|rambursare*|επιστροφ*|υπαναχώρηση*|возврат*|обмен & возврат|поверненн*|обмін & повернення|iade|iadeler|交換|반품|교환|환불|换货|換貨|החזרות|החזרה|الإرجاع|الاسترجاع|الاستبدال|povrat*|vračil*|tagastus*|tagastami*|grąžinim*|atgriešan*|връщане*|devolucions|đổi trả|pengembalian`,
    weak: `reklamac*|reklamacj*|reklamation*|reklamasjon*|reklamaatio*|рекламаци*`,
    about: `apmaiņa|return|returning|exchange|cancellation|cancellations|withdrawal|revocation|widerruf*|erstattung*|stornierung*|retour|échange*|annulation*|cancelación*|cambio*|cambi|cancelament*|annullament*|annulering*|troca|wymian*|anulowani*|byte*|ombytning*|peruutu*|výměn*|storno*|csere*|lemondás*|anulare*|ακύρωση*|отмен*|değişim*|iptal*|キャンセル|취소|取消`,
  },
  'Shipping Policy': {
    clear: `shippingpolicy|deliverypolicy|shipping rates|shipping costs|shipping cost|delivery costs|delivery charges|shipping charges|postage & packaging|postage & packing|versandkosten|versand & zahlung|zahlung & versand|versand & lieferung|lieferung & versand|liefer & zahlungsbedingungen|liefer & versandkosten|versandinformation*|frais de port|frais de livraison|modes de livraison|gastos de envío|costes de envío|spese di spedizione|costi di spedizione|verzendkosten|portes de envio|koszty dostawy|koszt dostawy|koszty wysyłki|fraktkostnad*|fragtpriser|toimituskulut|toimitustavat|dodací podmínky|dodacie podmienky|doprava & platba|platba & doprava|способы доставки|доставка & оплата|оплата & доставка|kargo & teslimat|teslimat & kargo|配送料|送料|배송안내|배송정책|配送方式|运费|運費`,
    bare: `shipping|delivery|deliveries|postage|shipping & delivery|delivery & shipping|shipping & handling|versand*|lieferung|lieferungen|lieferzeit*|livraison|livraisons|expédition|expéditions|envío|envíos|despacho|despachos|entrega|entregas|spedizione|spedizioni|consegna|consegne|verzending|verzenden|bezorging|bezorgen|levering|leveringen|envio|envios|frete|dostawa|dostawy|wysyłka|wysyłki|leverans*|frakt*|fragt*|forsendelse*|levering*|toimitus|toimitukset|doprava|dopravy|doručení|dodání|doručenie|szállítás|szállítási|kiszállítás|livrare|livrarea|transport|αποστολή|αποστολές|αποστολών|αποστολής|παράδοση|παράδοσης|μεταφορικά|доставка|доставки|доставці|доставку|kargo|teslimat*|gönderim|配送|発送|お届け|배송|送货|送貨|发货|發貨|運送|物流|משלוחים|משלוח|الشحن|التوصيل|dostava|tarne|kohaletoimetami*|pristatym*|piegāde|piegādes|enviaments|vận chuyển|giao hàng|pengiriman`,
    about: `liefer*|verzend*|bezorg*|shipment*`,
  },
  'Subscription Terms': {
    clear: `auto renewal terms|automatic renewal terms|subscriptionterms|subscription agreement|membership agreement`,
    about: `subscription*|auto renewal|automatic renewal|renewal|membership|abo|abos|abonnement*|mitgliedschaft*|suscripción|suscripciones|abbonament*|lidmaatschap*|assinatura*|subskrypc*|abonament*|prenumeration*|abonnemang*|medlemskab*|předplatn*|predplatn*|előfizet*|συνδρομή|συνδρομών|συνδρομής|подписк*|підписк*|abonelik|üyelik|定期購入|定期便|サブスクリプション|정기배송|정기구독|구독|订阅|訂閱`,
  },
  'Loyalty Terms': {
    clear: `medlemsvillkor|bonusvillkor`,
    about: `loyalty|loyalty program|loyalty programme|rewards|reward|rewards program|rewards programme|points|club|bonusprogramm*|treueprogramm*|treue|kundenkarte*|bonus*|kundenclub*|vorteilsprogramm*|fidélité|fidelidad|fidelización|puntos|fedeltà|punti|spaarprogramma*|loyaliteit*|klantenkaart*|fidelidade|pontos|lojalnościow*|programu lojalnościowego|klubu|kundklubb*|lojalitet*|kundeklub*|loyalitet*|fordelsklub*|fordelsprogram*|kanta asiakas*|kantaasiakas*|věrnost*|věrnostn*|klub*|hűség*|törzsvásárló*|fidelitate|loialitate|επιβράβευση*|бонусн*|лояльност*|лояльності|sadakat|ポイント|포인트|적립금|멤버십|积分|積分`,
  },
  'Payment Terms': {
    clear: `zahlungsbedingungen|conditions de paiement|modalités de paiement|condiciones de pago|condizioni di pagamento|betalingsvoorwaarden|condições de pagamento|warunki płatności|betalningsvillkor|betalingsbetingelser|betalingsvilkår|maksuehdot|platební podmínky|platobné podmienky|fizetési feltételek|όροι πληρωμής|условия оплаты|умови оплати|ödeme koşulları`,
    weak: `payment|payments|zahlung|zahlungs*|zahlungsarten|bezahlung|paiement|paiements|pago|pagos|formas de pago|pagamento|pagamenti|pagamentos|betaling*|betalen|płatnoś*|betalning*|betal*|maksu*|maksutavat|platba|platby|platb*|fizetés*|plată|plata|plăți|πληρωμή|πληρωμές|πληρωμής|оплата|оплаты|оплати|ödeme|支払|お支払い|결제|支付|付款`,
  },
}

/** Words that make a subject the name of a document. */
export const DOCUMENT = `ehtoja|ehtoihin|ehdoista|ehdoihin|tncs|policy|policies|statement|notice|notices|disclosure|terms|conditions|agreement|rules|declaration|right|t & cs|t & c|
bedingungen|richtlinie|richtlinien|erklärung|hinweis|hinweise|bestimmungen|belehrung|regelung|regelungen|vereinbarung|recht|agb|
politique|politiques|charte|conditions|déclaration|règlement|modalités|droit|termes|conditions générales|
política|políticas|condiciones|términos|aviso|avisos|declaración|derecho|normas|normativa|bases legales|condiciones generales|
politica|politiche|informativa|condizioni|termini|norme|regolamento|dichiarazione|diritto|condizioni generali|
beleid|voorwaarden|verklaring|reglement|algemene voorwaarden|condições|termos|declaração|regulamento|direito|
polityka|polityki|warunki|zasady|regulamin|prawo|klauzula|oświadczenie|obowiązek informacyjny|
villkor|regler|rätt|politik|betingelser|vilkår|erklæring|ret|retningslinjer|
ehdot|käytäntö|käytännöt|seloste|lauseke|ilmoitus|säännöt|podmínky|zásady|prohlášení|řád|pravidla|politika|podmienky|vyhlásenie|pravidlá|poriadok|
szabályzat|feltételek|tájékoztató|nyilatkozat|irányelvek|politica|politică|condiții|termeni|regulament|declarație|
πολιτική|όροι|δήλωση|κανονισμός|προϋποθέσεις|политика|условия|положение|соглашение|согласие|правила|політика|умови|угода|згода|
politikası|politika|politikamız|koşulları|koşullar|şartları|şartlar|sözleşmesi|metni|bildirimi|beyanı|
ポリシー|方針|規約|規定|規程|条件|방침|정책|약관|규정|政策|条款|條款|声明|聲明|条件|條件|细则|細則|说明|說明|协议|協議|须知|須知|
מדיניות|תנאי|תנאים|سياسة|شروط|أحكام|uvjeti|izjava|pogoji|pravilnik|tingimused|poliitika|põhimõtted|noteikumi|taisyklės|sąlygos|chính sách|điều khoản|kebijakan|syarat|ketentuan|condicions`

/** Such words make of "Shipping" the name of a document, but of "Marketplace" only a page about it. */
export const INFORMATION = `information|info|infos|informationen|informations|información|informazioni|informatie|informações|informação|informacje|informacja|oplysninger|informasjon|tiedot|informace|informácie|informații|πληροφορίες|информация|інформація|安内|案内|안내|ご案内|について`

/** How such words end a compound. */
export const DOCUMENT_ENDING = /(?:bedingung(?:en)?|richtlinien?|erklarung(?:en)?|hinweise?n?|bestimmung(?:en)?|information(?:en)?|infos?|belehrung|regelung(?:en)?|vereinbarung|recht|ordnung|kosten|policy|policies|voorwaarden|beleid|verklaring|reglement|statement|villkor(?:en)?|ratt(?:en)?|regler|politikk?(?:en)?|betingelse(?:r(?:ne)?)?|vilkar(?:ene)?|erklaering(?:en)?|oplysninger|rett?(?:en)?|informasjon|ehdot|seloste?|lauseke|kaytan(?:to|not)?|oikeus|szabalyzat|tingimused|poliitika|formulier|formular|formularz|skjema|blankett?)$/

/** Words without weight in a name. */
export const PLAIN = `s|personnelles|personales|personali|pessoais|osobowych|personal|form|commitment|similar technologies|tracking technologies|similar|technologies|ähnliche technologien|technologies similaires|tecnologías similares|tecnologie simili|program|programs|programme|programm|programms|programma|programa|programu|légale|légales|legale|legali|legales|gesetzliche|full|read|see|view|show|open|general|standard|online|website|web site|web|site|store|shop|webshop|e shop|eshop|onlineshop|internet|current|updated|new|global|us|usa|uk|eu|international|customer|customers|consumer|consumers|user|users|company|pdf|page|please|also|all|about|more|details|complete|applicable|use|usage|processing|how we use|global|domestic|products|goods|international|worldwide|special|specific|supplementary|additional|opens|opens in|window|new window|tab|new tab|use of|
international|internationale|internationaler|besondere|zusätzliche|fenster|browser tab|neuem|neuen|neues|einem|geöffnet|öffnet|wird|link|internationaux|particulières|ouvre|nouvelle|fenêtre|onglet|internacional|internacionales|particulares|abre|nueva|ventana|pestaña|internazionali|particolari|apre|nuova|finestra|scheda|bijzondere|aanvullende|opent|nieuw|venster|tabblad|internacionais|janela|nova|międzynarodowa|otwiera|nowym|oknie|karcie|öppnas|nytt|fönster|flik|åbner|vindue|fane|åpnes|vindu|kansainvälinen|avautuu|uuteen|ikkunaan|mezinárodní|otevře|novém|okně|nemzetközi|internațional|международная|uluslararası|starptautiska|izmantošana|naudojimas|kasutamine|uporaba|korištenje|използване|preču|prekių|kaupade|海外|国際|
allgemeine|allgemeinen|allgemein|hier|ansehen|lesen|kunden|verbraucher|shops|onlineshops|über|aktuelle|waren|
générales|générale|boutique|site internet|consulter|lire|voir|clients|client|consommateurs|propos|livraison|
generales|general|tienda|ver|leer|clientes|sitio|sitio web|
generali|generale|negozio|leggi|clienti|sito|sito web|
algemene|winkel|klanten|lees|bekijk|webwinkel|consument|
gerais|geral|loja|clientes|ler|consultar|
sklepu|sklep|internetowego|klientów|ogólne|towaru|serwisu|strony|umowy|
allmänna|butik|butikens|kunder|läs|varor|generelle|almindelige|butikken|kunder|læs|les|nettbutikk|
yleiset|verkkokaupan|verkkokauppa|asiakkaat|všeobecné|obchodu|e shopu|eshopu|zákazníky|zboží|zpracování|zpracovaní|spracúvanie|spracovanie|tovaru|
általános|webáruház|vásárlói|vásárlás|generale|magazin|magazinului|prelucrarea|prelucrare|utilizare|utilizarea|γενικοί|γενικές|καταστήματος|χρήσης|χρήση|
обработки|обработка|обработке|на обработку|обработку|товара|товаров|магазина|сайта|обробки|обробка|обробку|використання|использования|файлов|файлів|файлы|
genel|site|mağaza|korunması|işlenmesi|hakkında|kullanımı|aydınlatma|
の|に|と|を|は|が|で|へ|ご|お|および|及び|並びに|について|関する|基づく|表記|表示|表記法|法律|ならびに|・|当社|当店|当サイト|取扱|取り扱い|保護|ショップ|ストア|サイト|オンライン|에|의|및|과|와|보호|처리|쇼핑몰|사이트|的|与|與|及|和|我们|我們|网站|網站|保护|保護|商店|使用|
uso|utilisation|protection|traitement|protección|tratamiento|protezione|trattamento|verwendung|verarbeitung|zu|und|tratamento|proteção|ochrony|przetwarzania|danych|behandling|av|käsittely|προστασία|προστασίας|επεξεργασία|защиты|защита`

/** What such documents are about: of goods and their way a part of the name, of data something else ("privacy options"). */
export const PARTICULAR = `cost|costs|rates|rate|fees|fee|charges|options|methods|times|time|countries|area|areas|service|services|handling|
kosten|tarife|optionen|methoden|zeiten|arten|gebühren|länder|coûts|coût|tarifs|frais|options|modes|délais|délai|zones|costes|gastos|plazos|plazo|tarifas|opciones|métodos|formas|costi|tempi|modalità|metodi|spese|opzioni|
tijden|opties|tarieven|custos|prazos|prazo|opções|koszt|koszty|czas|formy|metody|sposoby|kostnader|tider|sätt|priser|omkostninger|metoder|måter|kulut|ajat|tavat|ceny|cena|způsoby|možnosti|časy|spôsoby|
díjak|módok|költségek|idő|costuri|modalități|metode|τρόποι|κόστος|χρόνος|έξοδα|способы|сроки|стоимость|способи|терміни|вартість|ücreti|süresi|seçenekleri|方法|料金|時間|期間|费用|時效|时效|방법|비용|serviss|servis|pakalpojumi`

/** The document is about another matter or another reader, or there is no document: a tool, a form, a job. */
export const OTHER = `register|registration|newsletter*|what|how to|guidelines|community|settings|setting|preferences|choices|choice|manage|manager|do not sell|dont sell|don t sell|opt out|opt outs|careers|career|job|jobs|applicant|applicants|candidate|candidates|recruitment|recruiting|employee|employees|seller|sellers|selling|merchant|merchants|supplier|suppliers|affiliate|affiliates|investor|investors|press|generator|template|templates|login|log in|sign in|signin|sign up|developer|developers|api|blog|webinar|podcast|competition|sweepstakes|contest|giveaway|unsubscribe|accessibility|copyright|trademark|trademarks|modern slavery|security breach|whistleblower|request|requests|consent|advertising|ads|
einstellungen|einstellung|präferenzen|verwalten|bewerber|bewerbern|bewerbung|karriere|stellenangebote|lieferanten|händler|verkäufer|gewinnspiel|gewinnspiele|aktionsbedingungen|einkaufsbedingungen|teilnahmebedingungen|kündigen|widerrufen|barrierefreiheit|anmelden|einwilligung*|cookie einstellungen|cookieeinstellungen|
paramètres|paramétrer|paramétrage|préférences|gérer|gestion|choix|candidats|candidat|recrutement|fournisseurs|vendeurs|vendeur|jeu|jeux|concours|carrières|résilier|accessibilité|se connecter|
configuración|configurar|configura|preferencias|ajustes|gestionar|candidatos|empleo|proveedores|vendedores|concurso|sorteo|accesibilidad|
impostazioni|preferenze|gestisci|gestione|candidati|lavora|fornitori|venditori|concorso|accessibilità|
instellingen|voorkeuren|beheren|beheer|vacatures|sollicitanten|leveranciers|verkopers|winactie|winacties|toegankelijkheid|opzeggen|
definições|configurações|preferências|gerir|gerenciar|candidatos|fornecedores|vendedores|acessibilidade|sorteios|
ustawienia|preferencje|zarządzaj|rekrutacja|rekrutacji|kariera|dostawców|sprzedawców|sprzedawcy|konkurs|konkursu|konkursów|promocji|promocje|
inställningar|hantera|leverantörer|säljare|tävling|tävlingar|tävlingsvillkor|jobb|rekrytering|tillgänglighet|indstillinger|administrer|konkurrence|konkurrencer|konkurrencebetingelser|leverandører|sælgere|innstillinger|konkurranse|konkurranser|
asetukset|hallinnoi|kilpailut|kilpailu|rekrytointi|nastavení|předvolby|soutěž|soutěže|soutěží|kariéra|dodavatelé|dodavatele|nastavenia|nastavenie|súťaž|súťaže|beállítások|beállítás|nyereményjáték|karrier|setări|preferințe|concurs|concursuri|
ρυθμίσεις|προτιμήσεις|διαγωνισμός|διαγωνισμού|настройки|настроить|вакансии|поставщикам|продавцам|продавцов|конкурс|налаштування|вакансії|ayarları|ayarlar|tercihleri|tercihler|kariyer|çekiliş|satıcı|
設定|採用|応募|出品|求人|설정|채용|판매자|입점|设置|招聘|卖家|賣家|postavke|nastavitve|seaded|iestatījumi|nustatymai|настройки`

/** What is offered or done rather than written: a link of this kind counts only where its address names a document. */
export const OFFER = `free|my|track|tracking|fast|easy|quick|start|create|make|begin|check|calculate|calculator|status|portal|label|labels|extended|extend|extension|plus|premium|claim|claims|price|money|satisfaction|best|lowest|gift|gifts|guide|buy|add|day|days|next day|same day|express|hour|hours|tomorrow|today|year|years|lifetime|zone|slots|pass|saver|account|orders|bestellungen|commandes|pedidos|ordini|bestellingen|encomendas|zamówienia|beställningar|ordrer|tilaukset|objednávky|rendelések|comenzi|заказы|замовлення|siparişler|siparişlerim|
kostenlos|kostenlose|kostenloser|kostenfreie|kostenfreier|gratis|mein|meine|verfolgen|verfolgung|sendungsverfolgung|verlängern|verlängerung|verlängerte|tage|jahre|heute|schnelle|
gratuit|gratuite|gratuits|gratuites|mes|mon|ma|suivi|suivre|offert|offerte|offerts|prolongée|extension|jours|ans|rapide|sous|
mis|mi|seguimiento|rastrear|rastreo|ampliada|extendida|días|años|rápido|gratuito|gratuitos|
gratuita|gratuiti|gratuite|mio|miei|mie|traccia|tracking|estesa|estensione|giorni|anni|veloce|
mijn|volgen|volg|dagen|jaar|snelle|verlengde|grátis|gratuita|gratuitas|meus|minhas|meu|minha|rastrear|rastreamento|dias|anos|estendida|
darmowa|darmowe|darmowy|bezpłatny|bezpłatne|bezpłatna|moje|mój|śledź|śledzenie|dni|lat|przedłużona|
fri|fria|fritt|mina|min|spåra|snabb|dagar|dagars|år|mine|spor|dage|dages|hurtig|dager|rask|ilmainen|ilmaiset|omat|seuraa|päivän|nopea|
zdarma|moje|sledování|sledovat|dní|dnů|rychlé|ingyenes|követés|nap|napos|gratuit|gratuită|urmărire|zile|zilnic|δωρεάν|ημέρες|бесплатная|бесплатный|бесплатно|мои|отследить|дней|безкоштовна|безкоштовне|мої|днів|ücretsiz|takip|takibi|hızlı|gün|benim|
無料|マイ|追跡|履歴|조회|무료|免费|免費|我的|查询|查詢|跟踪`

/** Not a word on what lies behind the link. */
export const VAGUE = `here|click here|more|read more|learn more|find out more|details|more details|more info|more information|link|this link|this|these|see|see here|view|view details|read|read here|show|open|info|pdf|download|following|page|
hier|hier klicken|mehr|mehr erfahren|mehr infos|mehr informationen|weiterlesen|weitere informationen|anzeigen|lesen|ansehen|dieser link|ici|cliquez ici|cliquer ici|en savoir plus|plus d'informations|lire|lire la suite|voir|voir plus|consulter|
aquí|haga clic aquí|haz clic aquí|más|más información|leer|leer más|ver|ver más|qui|clicca qui|leggi|leggi di più|leggi tutto|maggiori informazioni|scopri di più|ulteriori informazioni|
klik hier|lees|lees meer|meer|meer informatie|meer info|aqui|clique aqui|saiba mais|ler|ler mais|mais informações|tutaj|kliknij tutaj|więcej|czytaj|czytaj więcej|zobacz|więcej informacji|
här|läs|läs mer|mer information|klicka här|her|klik her|læs|læs mere|mere|mere information|les|les mer|klikk her|mer|tästä|täältä|lue|lue lisää|lisätietoja|
zde|klikněte zde|více|více informací|číst|číst více|tu|tutaj|viac|viac informácií|itt|kattintson ide|ide|bővebben|tovább|részletek|aici|click aici|citește|mai mult|mai multe|detalii|
εδώ|περισσότερα|здесь|тут|подробнее|читать|ознакомиться|детальніше|докладніше|burada|buraya|buradan|detaylar|devamı|
こちら|詳細|詳しく|詳しくはこちら|詳細はこちら|もっと見る|読む|여기|자세히|자세히보기|상세보기|보기|这里|此处|这儿|這裡|此處|更多|了解更多|查看|详情|詳情|
ovdje|tukaj|siin|šeit|čia|тук`
