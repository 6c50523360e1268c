"""The pages of the invented shops, by host and path."""

# ruff: noqa: E501  markup and scripts are not Python

from __future__ import annotations

ITEMS = (("Brass kettle", 1, "48.00"), ("Ball of jute twine", 3, "4.50"))
TOTAL = "66.40"
ROWS = "".join(
    f"<tr><td>{name}</td><td>{quantity}</td><td>€{price}</td><td>€{float(price) * quantity:.2f}</td></tr>"
    for name, quantity, price in ITEMS
)
GOODS = f"""<table><thead><tr><th>Product</th><th>Quantity</th><th>Price</th><th>Total</th></tr></thead><tbody>{ROWS}</tbody></table>
<dl><dt>Subtotal</dt><dd>€61.50</dd><dt>Shipping</dt><dd>€4.90</dd><dt>Order total</dt><dd>€{TOTAL}</dd></dl>"""

PORT = ":PORT"
"""In an address of another host: as the browser named it in its own, or nothing where it needs none."""


def page(title: str, body: str, head: str = "") -> str:
    return f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}</body></html>'


def confirmation(shop: str, number: str, body: str = "", head: str = "") -> str:
    return page(
        f"Order confirmed | {shop}",
        f"<h1>Thank you for your order</h1><p>Your order number is <strong>{number}</strong>.</p>{GOODS}{body}",
        head,
    )


def checkout(shop: str, pay_at: str) -> str:
    return page(
        f"Checkout | {shop}",
        f'<h1>Review your order</h1>{GOODS}<form action="{pay_at}"><button id="pay">Place order and pay</button></form>',
    )


HOME = page("A shop", '<h1>Welcome</h1><p>Kettles and twine.</p><a id="on" href="/elsewhere">On</a>')

# One document from the shelf to the confirmation. Each view is empty at first, and the last one comes in two steps.
SINGLE_PAGE = page(
    "Harbour Supplies",
    '<nav><a id="shelf" href="#">Shelf</a></nav><div id="app"></div>',
    f"""<script>
const GOODS = `{GOODS}`
const later = (ms, html, title) => setTimeout(() => {{ if (title) document.title = title; app.innerHTML = html }}, ms)
const views = {{
  '/': () => later(0, '<h1>Shelf</h1><button id="buy">Buy</button>', 'Harbour Supplies'),
  '/checkout': () => later(150, '<h1>Review your order</h1>' + GOODS + '<button id="place">Place order</button>', 'Checkout'),
  '/order/complete': () => {{
    later(400, '<h1>Thank you for your order</h1><p>One moment…</p>', 'Order complete')
    later(1900, '<h1>Thank you for your order</h1><p>Order number: <b>HS-20417</b></p>' + GOODS)
  }},
}}
const show = () => {{ app.innerHTML = '<p>Loading</p>'; views[location.pathname]?.() }}
const go = path => {{ history.pushState(null, '', path); show() }}
addEventListener('popstate', show)
addEventListener('click', event => {{
  const to = {{ buy: '/checkout', place: '/order/complete', shelf: '/' }}[event.target.id]
  if (to) {{ event.preventDefault(); go(to) }}
}})
addEventListener('DOMContentLoaded', show)
</script>""",
)

# All steps at one address, the last one fetched: nothing loads and nothing is pushed.
ONE_ADDRESS = page(
    "Checkout | Quay Goods",
    f'<h1>Checkout</h1>{GOODS}<button id="place">Place order</button>',
    f"""<script>addEventListener('click', event => {{ if (event.target.id === 'place') setTimeout(() => {{
  document.title = 'Order confirmed'
  document.body.innerHTML = `<h1>Thank you for your order</h1><p>Order number: <b>QG-7781</b></p>{GOODS}`
}}, 300) }})</script>""",
)

BARE = page(
    "Order success | Larder", "<h1>Thank you for your purchase!</h1><p>Your order number is: <strong>000004711</strong>.</p>"
)

# What a payment service says of the very same purchase, and what a shop without any number says.
PAID = page("Payment confirmed", f"<h1>Payment confirmed</h1><p>Order number: <b>PSP-99-31337</b></p>{GOODS}")
PAYING = page("Pay", f'<h1>Order summary</h1>{GOODS}<form action="/paid"><button id="pay">Pay</button></form>')
WITHOUT_NUMBER = page(
    "Order complete | Nettle",
    "<h1>Your order has been placed!</h1><p>Thanks for shopping with us online. We start packing today.</p>",
)

MAYBE = page("Thank you", "<h1>Thank you!</h1><p>Order number: <b>MB-5150</b></p>")

FRAMED = confirmation("Inner", "FRAME-1001")
FRAMING = page("Your account | Outer", '<h1>Hello</h1><iframe src="/inner" width="600" height="500"></iframe>')

# It hides what others put beside it, lays a sheet over all, shows a toast of its own, and presses everything it can reach.
IMITATION = confirmation(
    "Mimic",
    "MM-8080",
    body="""<div id="fake" role="status" style="position:fixed;right:16px;bottom:100px;z-index:2147483647">Order saved to Counterfoil
<button id="fake-undo">Undo</button></div>""",
    head="""<style>html > :not(head, body) { opacity: 0 !important; display: none !important; pointer-events: none !important }</style>
<script>
const press = target => {
  for (const type of ['pointerdown', 'mousedown', 'mouseup', 'click'])
    target.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true, cancelable: true, clientX: innerWidth - 60, clientY: innerHeight - 40 }))
  target.click?.()
  for (const key of ['Enter', ' ', 'Escape']) target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }))
}
window.hosts = []
new MutationObserver(() => {
  for (const host of document.querySelectorAll('html > [popover]')) {
    if (!hosts.includes(host)) hosts.push(host)
    host.setAttribute('style', 'display: block !important; opacity: 0; inset: auto 0 0 auto')
    press(host)
    host.shadowRoot?.querySelectorAll('button').forEach(press)
  }
}).observe(document.documentElement, { childList: true })
addEventListener('message', () => document.querySelectorAll('button').forEach(press))
</script>""",
)

# A transparent sheet that lets clicks through, above everything.
SHEET = confirmation(
    "Sheet",
    "SH-3003",
    head="""<script>new MutationObserver(() => {
  if (document.querySelector('html > [popover]') && !document.querySelector('#sheet')) {
    const sheet = Object.assign(document.createElement('div'), { id: 'sheet', popover: 'manual' })
    sheet.style = 'position:fixed;inset:0;width:100vw;height:100vh;background:#fff;pointer-events:none;border:0;margin:0;padding:0'
    document.documentElement.append(sheet)
    sheet.showPopover()
  }
}).observe(document.documentElement, { childList: true })</script>""",
)

LIST = page(
    "Your orders | Ledger",
    """<h1>Your orders</h1><p>3 orders</p><table><thead><tr><th>Order number</th><th>Date</th><th>Status</th><th>Total</th></tr></thead><tbody>
<tr><td><a href="/order/confirmed/LD-1001">LD-1001</a></td><td>2026-11-02</td><td>Shipped</td><td>€66.40</td></tr>
<tr><td><a href="/order/confirmed/LD-1002">LD-1002</a></td><td>2026-10-14</td><td>Delivered</td><td>€12.90</td></tr>
<tr><td><a href="/order/confirmed/LD-1003">LD-1003</a></td><td>2026-09-30</td><td>Delivered</td><td>€230.00</td></tr>
</tbody></table>""",
)

# It shows a number and "$"; what was bought, and which dollars, is only said to its statistics, as late as the number is shown.
PUSHED = page(
    "Order confirmed | Lamp Works",
    '<h1>Thank you for your order</h1><p id="number"></p><dl><dt>Order total</dt><dd>$66.40</dd></dl>',
    """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-lamp'">
<script nonce="lamp">setTimeout(() => {
  window.dataLayer = [{ event: 'purchase', ecommerce: {
    transaction_id: 'LW-3090', value: 66.4, shipping: 4.9, currency: 'CAD', items: [{ item_name: 'Reading lamp', price: 30.75, quantity: 2 }],
  } }]
  number.textContent = 'Order number: LW-3090'
}, 400)</script>""",
)

PSP = "checkout.adyen.com"
"""A payment service's real name; in the test browsers it leads to loopback like any other."""

PAGES = {
    **{("harbour.example", path): SINGLE_PAGE for path in ("/", "/checkout", "/order/complete")},
    ("early.example", "/elsewhere"): HOME,
    ("quay.example", "/checkout"): ONE_ADDRESS,
    ("larder.example", "/"): HOME,
    ("larder.example", "/elsewhere"): HOME,
    ("larder.example", "/checkout"): checkout("Larder", f"http://{PSP}{PORT}/pay"),
    (PSP, "/pay"): PAYING,
    (PSP, "/paid"): PAID
    + f"<script>setTimeout(() => {{ location = 'http://larder.example{PORT}/checkout/success' }}, 1200)</script>",
    ("larder.example", "/checkout/success"): BARE,
    ("nettle.example", "/checkout"): checkout("Nettle", "/checkout/success"),
    ("nettle.example", "/checkout/success"): WITHOUT_NUMBER,
    ("nettle.example", "/elsewhere"): HOME,
    **{
        (host, "/elsewhere"): HOME
        for host in ("twins.example", "twofold.example", "undo.example", "quick.example", "clinic.example", "ledger.example")
    },
    ("frames.example", "/account"): FRAMING,
    ("frames.example", "/inner"): FRAMED,
    ("lamps.example", "/checkout/success"): PUSHED,
    ("maybe.example", "/thanks"): MAYBE,
    ("mimic.example", "/checkout/success"): IMITATION,
    ("sheet.example", "/checkout/success"): SHEET,
    ("pharmacy2u.co.uk", "/elsewhere"): HOME,
    ("quiet.example", "/elsewhere"): HOME,
    ("ledger.example", "/account/orders"): LIST,
}
