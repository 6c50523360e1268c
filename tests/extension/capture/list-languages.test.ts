/** One plain table of orders in many languages, heads in another order each time. */
import { expect, test } from 'vitest'
import { gate } from '../../../extension/src/capture/index.ts'
import { list } from './listed.ts'
import { page } from './page.ts'

const CASES: [string, string, string[], string[], [string, string, string, string]][] = [
  ['de-AT', 'Meine Bestellungen', ['Bestellnummer', 'Bestelldatum', 'Status', 'Gesamtbetrag'], ['W-4410', '3. Mai 2026', 'Versendet', '1.249,00 €'], ['W-4410', '2026-05-03', '1249.00', 'EUR']],
  ['fr', 'Mes commandes', ['Date', 'N° de commande', 'Total TTC', 'Statut'], ['3 mai 2026', '88120', '59,90 €', 'Expédiée'], ['88120', '2026-05-03', '59.90', 'EUR']],
  ['es', 'Historial de pedidos', ['Número de pedido', 'Fecha', 'Importe total'], ['P100', '3 de mayo de 2026', '1.012,50 €'], ['P100', '2026-05-03', '1012.50', 'EUR']],
  ['it', 'I miei ordini', ['Numero ordine', 'Data', 'Stato', 'Totale'], ['70012', '3 maggio 2026', 'Spedito', '€ 19,00'], ['70012', '2026-05-03', '19.00', 'EUR']],
  ['pt-BR', 'Meus pedidos', ['Total', 'Pedido', 'Data do pedido'], ['R$ 1.200,40', '#5511', '03/05/2026'], ['5511', '2026-05-03', '1200.40', 'BRL']],
  ['nl', 'Bestelgeschiedenis', ['Bestelnummer', 'Datum', 'Totaal'], ['NL-9', '3 mei 2026', '€ 25,00'], ['NL-9', '2026-05-03', '25.00', 'EUR']],
  ['pl', 'Historia zamówień', ['Numer zamówienia', 'Data zamówienia', 'Wartość zamówienia'], ['1207', '3 maja 2026', '1 120,00 zł'], ['1207', '2026-05-03', '1120.00', 'PLN']],
  ['sv', 'Mina beställningar', ['Ordernummer', 'Orderdatum', 'Totalt'], ['30441', '2026-05-03', '1 120 kr'], ['30441', '2026-05-03', '1120.00', 'SEK']],
  ['da', 'Mine ordrer', ['Ordrenummer', 'Dato', 'I alt'], ['30442', '3. maj 2026', '249,00 kr.'], ['30442', '2026-05-03', '249.00', 'DKK']],
  ['fi', 'Tilaushistoria', ['Tilausnumero', 'Päivämäärä', 'Yhteensä'], ['FI77', '3.5.2026', '12,90 €'], ['FI77', '2026-05-03', '12.90', 'EUR']],
  ['cs', 'Moje objednávky', ['Číslo objednávky', 'Datum', 'Celkem', 'Stav'], ['20260044', '3. května 2026', '1 290 Kč', 'Odesláno'], ['20260044', '2026-05-03', '1290.00', 'CZK']],
  ['hu', 'Rendeléseim', ['Rendelésszám', 'Dátum', 'Összesen'], ['HU-118', '2026. május 3.', '12 500 Ft'], ['HU-118', '2026-05-03', '12500.00', 'HUF']],
  ['ro', 'Comenzile mele', ['Număr comandă', 'Data', 'Total'], ['5561', '3 mai 2026', '120,00 lei'], ['5561', '2026-05-03', '120.00', 'RON']],
  ['el', 'Οι παραγγελίες μου', ['Αριθμός παραγγελίας', 'Ημερομηνία', 'Σύνολο'], ['9941', '3 Μαΐου 2026', '45,00 €'], ['9941', '2026-05-03', '45.00', 'EUR']],
  ['tr', 'Siparişlerim', ['Sipariş numarası', 'Tarih', 'Toplam'], ['TR-55', '3 Mayıs 2026', '1.250,00 TL'], ['TR-55', '2026-05-03', '1250.00', 'TRY']],
  ['ru', 'Мои заказы', ['Номер заказа', 'Дата', 'Сумма заказа'], ['771', '3 мая 2026', '1 250,00 ₽'], ['771', '2026-05-03', '1250.00', 'RUB']],
  ['uk', 'Мої замовлення', ['Номер замовлення', 'Дата', 'Сума замовлення'], ['772', '3 травня 2026', '250,00 грн'], ['772', '2026-05-03', '250.00', 'UAH']],
  ['ja', '注文履歴', ['注文番号', '注文日', '合計'], ['JP-31', '2026年5月3日', '12,300円'], ['JP-31', '2026-05-03', '12300', 'JPY']],
  ['zh-CN', '我的订单', ['订单号', '下单时间', '订单总额'], ['CN5501', '2026-05-03', '¥1,200.00'], ['CN5501', '2026-05-03', '1200.00', 'CNY']],
  ['ko', '주문내역', ['주문번호', '주문일자', '주문금액'], ['20260503-0012', '2026.05.03', '45,000원'], ['20260503-0012', '2026-05-03', '45000', 'KRW']],
  ['ar', 'طلباتي', ['رقم الطلب', 'التاريخ', 'الإجمالي'], ['٤٤٠١', '٣ مايو ٢٠٢٦', '١٥٠٫٥٠ ر.س'], ['4401', '2026-05-03', '150.50', 'SAR']],
  ['he', 'ההזמנות שלי', ['מספר הזמנה', 'תאריך', 'סה"כ'], ['6601', '23.05.2026', '₪120.00'], ['6601', '2026-05-23', '120.00', 'ILS']],
]

test.each(CASES)('%s: %s', (lang, title, heads, cells, [number, date, total, currency]) => {
  const row = (tag: string, texts: string[]) => `<tr>${texts.map((text) => `<${tag}>${text}</${tag}>`).join('')}</tr>`
  const body = `<h1>${title}</h1><table dir="auto">${row('th', heads)}${row('td', cells)}</table>`
  const url = 'https://shop.example/x/list'
  expect(gate(page(lang, title, body), url)).toBe('orders')
  const found = list(lang, title, body, url)
  expect(found?.orders.map((order) => [order.number, order.date, order.total, order.currency])).toEqual([[number, date, total, currency]])
  expect(found?.unread).toEqual([])
})
