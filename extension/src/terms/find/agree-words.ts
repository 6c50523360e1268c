/** Words of agreeing and of the buttons that send a form. Written as in `capture/phrases.ts`; languages in the order of `words.ts`. */

export const AGREE = `i agree|i accept|i have read|i've read|i consent|i acknowledge|i understand|i confirm|we agree|you agree|you accept|you acknowledge|you consent|you confirm|you are agreeing|you're agreeing|agree to|agree with|agreeing to|accept the|accept our|accepting|accepts the|read and accept*|read and agree*|read and understood|subject to|acceptance of|agree that|
ich akzeptiere|akzeptiere|akzeptieren sie|akzeptierst du|akzeptierst|akzeptieren|ich stimme|stimme den|stimme der|stimmen sie|stimmst du|einverstanden|einverständnis|gelesen|zur kenntnis|ich bestätige|bestätige ich|bestätigst du|bestätigen sie|erkläre mich|erkläre ich|erklären sie|erklärst du|erkenne ich|erkenne die|anerkenne|es gelten|gelten unsere|gelten die|
j'accepte|j'ai lu|accepte|acceptez|accepter|vous acceptez|je reconnais|vous reconnaissez|je déclare|je certifie|je consens|je confirme|pris connaissance|lu et accept*|lu et approuv*|
acepto|aceptas|acepta|acepta los|acepta las|aceptar|aceptando|he leído|estoy de acuerdo|está de acuerdo|declaro|confirmo|confirmas|leído y acept*|reconozco|reconoces|consiento|
accetto|accetti|accetta|accettate|accettando|accettare|accettazione|ho letto|dichiaro|dichiari|acconsento|acconsenti|confermo|presa visione|preso visione|letto e accett*|
ga akkoord|gaat akkoord|gaat u akkoord|ga je akkoord|akkoord|accepteer|accepteert|aanvaard|aanvaardt|gelezen|bevestig|bevestigt|stem in|stemt in|stem ik|stem je|stemt u|
aceito|aceita|aceitas|aceitar|concordo|concorda|concordas|concordar|li e|li os|li as|declaro|estou de acordo|está de acordo|tomei conhecimento|
akceptuję|akceptujesz|akceptuje|akceptacj*|zapoznał*|zgadzam|zgadzasz|zgadza|wyrażam zgodę|wyrażasz zgodę|oświadczam|potwierdzam|potwierdzasz|przeczytał*|
jag godkänner|godkänner|godkänna|accepterar|jag har läst|läst och godkän*|tagit del|samtycker|du bekräftar|jag bekräftar|jeg accepterer|accepterer|jeg har læst|læst og accept*|godkender|jeg er enig|er du enig|samtykker|bekræfter|erklærer|jeg godtar|godtar|godta|jeg har lest|lest og godta*|aksepterer|bekrefter|
hyväksyn|hyväksyt|hyväksymällä|hyväksytte|olen lukenut|olen tutustunut|vahvistan|
souhlasím|souhlasíte|souhlas s|přečetl*|četl*|seznámil*|beru na vědomí|berete na vědomí|akceptuji|potvrzuji|potvrzujete|vyjadřujete souhlas|vyjadřuji|súhlasím|súhlasíte|súhlas s|prečítal*|oboznámil*|beriem na vedomie|potvrdzujem|
elfogadom|elfogadod|elfogadja|elfogadása|elolvastam|megismertem|hozzájárulok|tudomásul|egyetértek|sunt de acord|ești de acord|sunteți de acord|accept|acceptați|acceptă|accepți|am citit|am luat la cunoștință|declar|
αποδέχομαι|αποδέχεστε|αποδέχεσαι|αποδοχή|συμφωνώ|συμφωνείτε|συμφωνείς|διάβασα|έχω διαβάσει|συναινώ|
согласен|согласна|согласны|соглашаюсь|соглашаетесь|соглашаешься|принимаю|принимаете|принимаешь|ознакомлен*|ознакомил*|даю согласие|даете согласие|даёте согласие|подтверждаю|подтверждаете|погоджуюсь|погоджуюся|погоджуєтесь|погоджуєтеся|згоден|згодна|приймаю|приймаєте|ознайомлен*|ознайомив*|даю згоду|надаю згоду|надаєте згоду|
kabul ediyorum|kabul ediyorsunuz|kabul edersiniz|kabul etmiş|kabul edilmiş|okudum|onaylıyorum|onaylamış|onaylıyorsunuz|
同意|承諾|了承|ご確認いただき|동의|수락|확인하였|已阅读|已閱讀|阅读并|閱讀並|接受|
slažem se|prihvaćam|prihvaćate|pročitao|strinjam|sprejemam|sprejemate|nõustun|nõustute|piekrītu|piekrītat|sutinku|sutinkate|perskaičiau|susipažinau|съгласен|съгласна|съгласявам*|приемам|приемате|accepto|acceptes|he llegit|saya setuju|anda menyetujui|tôi đồng ý|bạn đồng ý|đã đọc|
אני מסכים|אני מסכימה|קראתי|אני מאשר|אני מאשרת|הנך מסכים|أوافق|أقر|قرأت|توافق على|ยอมรับ`

/** Sentences about letters that a person may ask for, which are no part of an order or account. */
export const NEWSLETTER = `commercial communications|marketing communications|communications commerciales|comunicaciones comerciales|comunicazioni commerciali|comunicações comerciais|commerciële berichten|informacji handlowych|newsletter|newsletters|news letter|mailing list|marketing|promotional|special offers|exclusive offers|text messages|sms|e-mail updates|email updates|by subscribing|by signing up to our emails|werbung|werbe*|rundbrief|angebote per|abonnieren|actualités|offres promotionnelles|offres commerciales|boletín*|ofertas|publicidad|novedades|offerte|promozioni|promozionali|novità|nieuwsbrief|aanbiedingen|novidades|promoções|ofertas|newslettera|biuletyn*|ofert handlowych|marketingow*|nyhetsbrev*|erbjudanden|nyhedsbrev*|tilbud|uutiskirj*|markkinoin*|novinky|obchodní sdělení|obchodních sdělení|newsletteru|hírlevél*|hírlevel*|noutăți|ενημερωτικ*|рассылк*|рекламн*|розсилк*|bülten*|kampanya*|メールマガジン|メルマガ|ニュースレター|뉴스레터|마케팅|광고성|订阅|訂閱|电子报|電子報|营销`

/** Buttons that make an account or go on with one. */
export const SIGN_UP = `sign up|register|create account|create an account|create my account|create your account|join|join now|join us|continue|get started|subscribe|start subscription|start membership|start free trial|start trial|agree and continue|agree & continue|agree and join|accept and continue|sign in|log in|pay now|pay|checkout|check out|proceed to checkout|buy now|
registrieren|jetzt registrieren|konto erstellen|konto anlegen|kundenkonto anlegen|weiter|anmelden|abonnieren|zur kasse|jetzt bezahlen|mitglied werden|
s'inscrire|je m'inscris|inscription|créer un compte|créer mon compte|continuer|s'abonner|payer|valider|
registrarse|regístrate|crear cuenta|crear una cuenta|crear mi cuenta|continuar|suscribirse|pagar|únete|
registrati|crea account|crea un account|crea il tuo account|iscriviti|continua|abbonati|paga|
registreren|account aanmaken|maak account|account maken|aanmelden|verder|doorgaan|abonneren|betalen|
criar conta|criar uma conta|registar|registrar|cadastrar|cadastre-se|continuar|subscrever|assinar|pagar|
zarejestruj|zarejestruj się|załóż konto|utwórz konto|dalej|kontynuuj|subskrybuj|zapłać|
skapa konto|registrera|registrera dig|bli medlem|fortsätt|prenumerera|betala|opret konto|opret bruger|tilmeld|bliv medlem|fortsæt|betal|opprett konto|registrer|registrer deg|bli medlem|fortsett|luo tili|rekisteröidy|jatka|liity|maksa|
registrovat|zaregistrovat|zaregistrovat se|vytvořit účet|pokračovat|zaplatit|registrovať|zaregistrovať|vytvoriť účet|pokračovať|
regisztráció|regisztrálok|fiók létrehozása|tovább|fizetés|creează cont|înregistrare|înregistrează-te|continuă|plătește|
εγγραφή|δημιουργία λογαριασμού|συνέχεια|πληρωμή|зарегистрироваться|создать аккаунт|создать учетную запись|регистрация|продолжить|оплатить|зареєструватися|створити акаунт|реєстрація|продовжити|сплатити|
kayıt ol|üye ol|hesap oluştur|devam et|ödeme yap|
登録|登録する|会員登録|会員登録する|新規登録|アカウントを作成|確認画面へ|次へ|次へ進む|入力内容を確認する|同意して|가입|가입하기|회원가입|동의하고|계속|결제|注册|註冊|立即注册|立即註冊|创建账户|创建帐户|建立帳戶|同意并|同意並|继续|繼續|支付|付款`
