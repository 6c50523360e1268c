/**
 * Words that tell what kind of page this is, in the languages shops speak. The gate imports this file alone, so it stays small.
 *
 * `|` separates phrases. They are written as `fold` leaves them or not: they are folded once before use. A trailing `*` lets a
 * word go on (inflections); scripts without spaces match anywhere. Kinds of page are mostly told by two words meeting in one
 * title or heading (thanks + order, order + received), which covers wordings nobody listed.
 */

/** The order or the purchase. */
export const ORDER = `order|orders|purchase|purchases|bestell*|auftrag*|einkauf*|commande*|achat*|pedido*|compra|compras|encomenda*|ordine|ordini|
acquist*|bestelling*|aankoop*|zamowien*|zakup|zakupy|beställning*|köp|ordre*|ordren|køb|kjøp*|bestilling*|tilau*|ostos*|ostoks*|objednáv*|nákup*|rendelés*|
megrendelés*|vásárlás*|comand*|comenzi*|cumpărătur*|παραγγελί*|αγορά|αγορές|sipariş*|заказ*|покупк*|замовлен*|注文|購入|订单|訂單|订购|訂購|购买|購買|下单|주문|구매|
طلب|طلبك|الطلب|طلبية|طلبيتك|شراء|مشتريات*|הזמנ*|ההזמנ*|רכיש*|поръчк*|narudžb*|kupnj*|porudžbin*|поруџбин*|naročil*|nakup*|tellimus*|ostu|pasūtījum*|pirkum*|užsakym*|
pirkin*|comanda|comandes|eskaer*|pesanan*|pembelian|đơn hàng|đặt hàng|mua hàng|คำสั่งซื้อ|ऑर्डर|سفارش*|خرید|შეკვეთ*|pöntun*|panton*|booking|buchung*|reservation*|réservation*|замоўлен*|porosi*|нарачк*`

/** Paying, which with a word of `DONE` says as much; no order in itself. */
export const PAYMENT = `payment|zahlung|paiement|pago|pagamento|betaling*|płatność|platba|fizetés|plata|πληρωμή|ödeme*|оплат*|支付|付款|お支払い|決済|결제|الدفع|תשלום|плащане|plaćanje|thanh toán`

/** Thanks. */
export const THANKS = `thank you|thanks|thank|danke|dank|dankeschön|bedankt|merci|gracias|grazie|obrigad*|dziękuj*|tack|tak|takk|kiitos|kiitämme|děkuj*|ďakuj*|
köszönj*|köszönöm|mulțumi*|ευχαριστ*|teşekkür*|спасибо|благодар*|дякуємо|дякую|ありがとう|感谢|感謝|谢谢|謝謝|감사*|شكر*|תודה|hvala|zahvaljuj*|tänan|täname|aitäh|paldies|
ačiū|dėkoj*|gràcies|eskerrik|terima kasih|cám ơn|ขอบคุณ|धन्यवाद|متشکر*|سپاس*|ممنون|გმადლობ*|дзякуй|faleminderit`

/** Done: placed, received, confirmed. */
export const DONE = `placed|received|confirmed|confirmation|complete|completed|successful|successfully|success|accepted|submitted|on its way|eingegangen|aufgegeben|
aufgenommen|bestätig*|erhalten|abgeschlossen|erfolgreich|entgegengenommen|übermittelt|confirmé*|enregistrée|validée|reçue|passée|réussie|effectuée|prise en compte|
confirmad*|recibid*|realizad*|completad*|con éxito|registrad*|conferma*|ricevut*|completat*|effettuat*|inviato|successo|andato a buon fine|bevestig*|ontvangen|geplaatst|voltooid|
geslaagd|afgerond|confirmaç*|recebid*|efetuad*|concluíd*|finalizad*|sucesso|potwierdz*|przyjęt*|złożon*|otrzymal*|sukces*|bekräft*|mottag*|genomför*|lagd|slutförd|bekræft*|modtaget|gennemført|
afgivet|bekreft*|mottatt|fullført|registrert|vahvist*|vastaanotet*|onnistu*|valmis|potvrz*|odeslan*|dokončen*|potvrd*|prijat*|odoslan*|visszaigazol*|megerősít*|sikeres*|
rögzít*|beérkez*|megkap*|confirmat*|primit*|plasat*|finalizat*|înregistrat*|succes|επιβεβαίω*|ολοκληρώ*|λήφθηκε|ελήφθη|καταχωρ*|επιτυχ*|onay*|alındı|aldık|tamamlan*|başarı*|oluşturuldu|
подтвер*|принят*|оформлен*|получен*|размещен*|создан|успешн*|підтвердж*|прийнят*|отриман*|розміщен*|完了|受付|承り|確定|確認|受け付け|成功|完成|确认|提交|收到|완료|접수|확인|تأكيد|تم|استلام*|
بنجاح|אישור|אושר*|התקבל*|הושלמ*|בוצע*|בהצלחה|נקלט*|потвърд*|приет*|zaprimljen*|uspješn*|potrd*|potrj*|prejel*|prejet*|oddan*|uspešn*|kinnit*|vastu võetud|edukalt|esitatud|apstiprin*|saņemt*|
veiksmīg*|patvirt*|gaut*|priimt*|sėkming*|rebuda|jasoa|dikonfirmasi|berhasil|diterima|thành công|xác nhận|đã được|สำเร็จ|ยืนยัน|ได้รับ|เรียบร้อย|पुष्टि|सफल*|प्राप्त|تایید|ثبت شد|موفق*|დადასტურ*|მიღებულია`

/** Pages that show one order, fresh or years old. */
export const ORDER_PAGE = `order details|order detail|order status|order information|order summary|invoice for order|bestelldetails|bestellstatus|bestellübersicht|
auftragsdetails|détails de la commande|détail de la commande|détails de votre commande|suivi de commande|detalles del pedido|detalle del pedido|estado del pedido|dettagli ordine|dettagli dell'ordine|dettaglio ordine|
bestelgegevens|besteldetails|detalhes do pedido|detalhes da encomenda|szczegóły zamówienia|orderdetaljer|orderinformation|ordredetaljer|bestillingsdetaljer|tilauksen tiedot|detail objednávky|detaily objednávky|podrobnosti objednávky|
rendelés részletei|rendelés adatai|detalii comandă|detaliile comenzii|στοιχεία παραγγελίας|λεπτομέρειες παραγγελίας|sipariş detay*|sipariş bilgileri|детали заказа|информация о заказе|деталі замовлення|注文詳細|注文履歴詳細|購入履歴詳細|ご注文内容|订单详情|訂單明細|訂單詳情|주문 상세|주문상세|주문 내역 상세|
تفاصيل الطلب|פרטי ההזמנה|פרטי הזמנה|детайли на поръчката|detalji narudžbe|podrobnosti naročila|tellimuse andmed|rincian pesanan|chi tiết đơn hàng|รายละเอียดคำสั่งซื้อ|جزئیات سفارش`

/** Lists of orders. */
export const HISTORY = `order history|my orders|your orders|all orders|orders|recent orders|purchase history|past orders|previous orders|latest orders|order list|my order history|your order history|my purchases|your purchases|meine bestellungen|ihre bestellungen|bestellhistorie|bestellungen|bestellverlauf|letzte bestellungen|mes commandes|vos commandes|
historique des commandes|historique commande|historique de commandes|historique de mes commandes|commandes|dernières commandes|mis pedidos|pedidos|pedidos recientes|últimos pedidos|tus pedidos|mis compras|historial de pedidos|i miei ordini|storico ordini|storico degli ordini|cronologia ordini|ordini|ordini recenti|mijn bestellingen|bestelgeschiedenis|bestelhistorie|bestellingen|recente bestellingen|meus pedidos|minhas encomendas|minhas compras|encomendas|histórico de pedidos|histórico de encomendas|
moje zamówienia|historia zamówień|zamówienia|mina beställningar|beställningshistorik|orderhistorik|beställningar|mina ordrar|mine ordrer|mine bestillinger|ordrehistorik|ordrehistorikk|dine ordrer|ordrer|bestillinger|bestillingshistorikk|kjøpshistorikk|omat tilaukset|tilaushistoria|tilaukset|moje objednávky|objednávky|historie objednávek|história objednávok|rendeléseim|rendeléstörténet|rendelések|korábbi rendelések|korábbi rendeléseim|
comenzile mele|comenzi|istoric comenzi|istoricul comenzilor|οι παραγγελίες μου|παραγγελίες|ιστορικό παραγγελιών|siparişlerim|siparişler|sipariş geçmişi|мои заказы|заказы|история заказов|история покупок|мої замовлення|історія замовлень|注文履歴|ご注文履歴|購入履歴|注文一覧|我的订单|我的订单列表|订单列表|订单记录|訂單記錄|订单历史|我的訂單|주문 내역|주문내역|주문 목록|주문목록|주문조회|구매내역|주문/배송|주문배송조회|طلباتي|الطلبات|سجل الطلبات|ההזמנות שלי|היסטוריית הזמנות|הזמנות|
моите поръчки|moje narudžbe|narudžbe|moje porudžbine|povijest narudžbi|moja naročila|naročila|zgodovina naročil|minu tellimused|tellimused|tellimuste ajalugu|mani pasūtījumi|pasūtījumi|pasūtījumu vēsture|mano užsakymai|užsakymai|užsakymų istorija|pesanan saya|riwayat pesanan|đơn hàng của tôi|lịch sử đơn hàng|historial de comandes|les meves comandes|คำสั่งซื้อของฉัน|ประวัติการสั่งซื้อ|मेरे ऑर्डर|ऑर्डर इतिहास|سفارش‌های من|سفارشات من|تاریخچه سفارشات|ჩემი შეკვეთები|შეკვეთები|pöntunarsaga|porositë e mia|моите нарачки`

/** The order did not come about, or no longer stands. */
export const FAILED = `order failed|payment failed|payment was declined|payment has been declined|payment declined|transaction was declined|has declined your|declined your transaction|order cannot be processed|order could not be|could not process your|
unable to process your|payment was not successful|payment unsuccessful|payment was unsuccessful|payment error|payment was cancelled|payment cancelled|payment canceled|order was cancelled|order was canceled|order has been cancelled|order has been canceled|order cancelled|order canceled|subscription cancelled|subscription canceled|subscription has been cancelled|subscription has been canceled|order not completed|order was not completed|order was not placed|
zahlung fehlgeschlagen|bestellung fehlgeschlagen|zahlung wurde abgelehnt|zahlung abgelehnt|zahlung wurde abgebrochen|zahlung abgebrochen|zahlung ist fehlgeschlagen|konnte nicht verarbeitet|konnte nicht durchgeführt|konnte nicht abgeschlossen|bestellung storniert|wurde storniert|bestellung abgebrochen|
paiement refusé|paiement a été refusé|paiement a échoué|échec du paiement|échec de la commande|paiement échoué|paiement annulé|commande annulée|commande a été annulée|n'a pas pu être traité*|pago rechazado|pago ha sido rechazado|pago fallido|error en el pago|pago cancelado|pedido cancelado|pedido fallido|no se pudo procesar|no se ha podido procesar|no se ha podido completar|
pagamento rifiutato|pagamento non riuscito|pagamento fallito|pagamento annullato|ordine annullato|ordine non riuscito|ordine fallito|non è stato possibile elaborare|betaling mislukt|betaling is mislukt|betaling geweigerd|betaling geannuleerd|bestelling mislukt|bestelling geannuleerd|kon niet worden verwerkt|
pagamento recusado|pagamento falhou|falha no pagamento|pagamento cancelado|pedido recusado|encomenda cancelada|não foi possível processar|płatność nie powiodła się|płatność odrzucona|płatność nieudana|płatność została odrzucona|zamówienie anulowane|zamówienie nie powiodło się|
betalningen misslyckades|betalning misslyckades|betalningen nekades|köpet avbröts|ordern kunde inte|beställningen kunde inte|betaling mislykkedes|betalingen mislykkedes|betaling afvist|betalingen ble avvist|betaling feilet|betalingen feilet|betalingen mislyktes|maksu epäonnistui|maksu hylättiin|maksu peruutettiin|tilaus epäonnistui|tilaus peruttu|
platba selhala|platba se nezdařila|platba byla zamítnuta|platba zlyhala|platba bola zamietnutá|objednávka zrušená|sikertelen fizetés|fizetés sikertelen|sikertelen rendelés|plata a eșuat|plată eșuată|plata a fost respinsă|comandă anulată|
η πληρωμή απέτυχε|η πληρωμή απορρίφθηκε|αποτυχία πληρωμής|παραγγελία ακυρώθηκε|ödeme başarısız|ödemeniz başarısız|ödeme reddedildi|sipariş iptal|siparişiniz iptal|оплата не прошла|оплата отклонена|платеж отклонен|ошибка оплаты|заказ отменен|заказ не оформлен|оплата не пройшла|платіж відхилено|замовлення скасовано|
決済に失敗|決済エラー|お支払いに失敗|お支払いができません|注文がキャンセル|支付失败|付款失败|付款失敗|支付失敗|订单失败|订单已取消|訂單已取消|결제 실패|결제에 실패|결제가 취소|주문 실패|주문이 취소|주문 취소 완료|فشل الدفع|فشلت عملية الدفع|تم رفض الدفع|تم إلغاء الطلب|فشل الطلب|התשלום נכשל|התשלום נדחה|ההזמנה בוטלה|
плащането е неуспешно|неуспешно плащане|plaćanje nije uspjelo|plačilo ni uspelo|makse ebaõnnestus|maksājums neizdevās|mokėjimas nepavyko|pembayaran gagal|thanh toán thất bại|การชำระเงินล้มเหลว|भुगतान विफल|پرداخت ناموفق`

/** Something else was confirmed or is being thanked for. */
export const OTHER_THANKS = `newsletter*|subscrib*|subscription confirmed|unsubscrib*|mailing list|sign up|signing up|signed up|registration|registering|registered|verify|verification|password|contacting|contact us|message|enquiry|inquiry|feedback|review|survey|
return|returns|refund*|exchange|quote|quotation|appointment|application|donat*|download|waitlist|wishlist|comment|abonnier*|anmeldung|registrierung|angemeldet|registriert|konto|kundenkonto|passwort|nachricht|anfrage|kontaktaufnahme|bewertung|umfrage|retoure*|rücksend*|erstattung|rückgabe|termin|angebotsanfrage|
inscription|inscrire|compte a été créé|compte client|mot de passe|demande|avis|retour|remboursement|suscrib*|suscripción|boletín|registro|cuenta|contraseña|mensaje|consulta|reseña|devolución|reembolso|iscri*|registrazione|account|messaggio|richiesta|recensione|reso|rimborso|
aanmelding|inschrijving|nieuwsbrief|bericht|wachtwoord|terugbetaling|retourzending|inscrição|cadastro|conta|mensagem|avaliação|devolução|rejestracj*|wiadomość|opini*|zwrot*|prenumer*|nyhetsbrev|nyhedsbrev|registrering|meddelande|retur|returen|retursending|palautu*|uutiskirje*|rekisteröi*|viesti|
registrac*|vrácení|vrátenie|reklamac*|hírlevél|feliratkoz*|regisztrác*|visszaküld*|visszatérít*|abonare|contul|returnare|rambursare|εγγραφή|ενημερωτικό|λογαριασμ*|επιστροφή|bülten*|üyelik|hesab*|iade|рассылк*|подписк*|регистрац*|аккаунт*|сообщени*|отзыв*|возврат*|розсилк*|підписк*|реєстрац*|повернен*|
登録|メルマガ|お問い合わせ|返品|返金|レビュー|注册|註冊|订阅|訂閱|退货|退貨|退款|留言|가입|구독|문의|반품|환불|리뷰|اشتراك*|النشرة|تسجيل|حساب*|إرجاع|استرداد|رسالتك|ניוזלטר|הרשמה|נרשמת|חשבון|החזר*|פנייתך|връщане|povrat|vračilo|tagastus|atgriešan*|grąžin*|pendaftaran|pengembalian|đăng ký|hoàn tiền`

/** Before the order: cart, checkout, review. */
export const CHECKOUT = `cart|shopping cart|basket|bag|shopping bag|checkout|check out|secure checkout|review order|review your order|review and pay|order review|order preview|place order|place your order|payment|payment method|payment details|shipping|shipping address|shipping method|delivery|delivery address|billing|warenkorb|einkaufswagen|kasse|zur kasse|bestellung prüfen|bestellung überprüfen|prüfen und bestellen|bestellübersicht|bestellvorschau|bestellung|zahlungsart|versandart|lieferadresse|
panier|mon panier|caisse|paiement|livraison|validation de la commande|valider ma commande|carrito|cesta|finalizar compra|tramitar pedido|pago|envío|carrello|cassa|pagamento|spedizione|riepilogo ordine|winkelwagen*|winkelmand*|afrekenen|betaling|bezorging|carrinho|finalizar pedido|finalizar encomenda|entrega|koszyk*|kasa|płatność|dostawa|varukorg*|kundvagn*|kassa|kassan|till kassan|betalning|
indkøbskurv|kurv|kassen|levering|handlekurv*|handlevogn*|til kassen|ostoskori*|kori|kassalle|maksu|toimitus|košík*|nákupní košík|pokladna|pokladňa|platba|doprava|kosár|bevásárlókosár|pénztár|fizetés|szállítás|coș|coșul|finalizare comandă|plată|livrare|καλάθι|ταμείο|πληρωμή|αποστολή|sepet*|alışveriş sepeti|ödeme|teslimat|корзин*|оформление заказа|оплата|доставка|кошик*|оформлення замовлення|
カート|買い物かご|ショッピングカート|レジ|ご購入手続き|注文確認|ご注文内容の確認|お支払い|购物车|購物車|购物袋|結帳|结账|结算|确认订单|支付方式|장바구니|주문서|주문/결제|결제하기|عربة التسوق|سلة التسوق|السلة|سلة|الدفع|إتمام الطلب|إتمام الشراء|עגלה|עגלת קניות|סל קניות|סל|לקופה|קופה|תשלום|количка|кошница|каса|košarica|blagajna|košara|ostukorv|grozs|iepirkumu grozs|krepšelis|prekių krepšelis|apmokėjimas|cistella|keranjang|giỏ hàng|thanh toán|ตะกร้า|ชำระเงิน|कार्ट|سبد خرید|تسویه حساب|კალათა`
