"""Two shops whose terms mean harm, or come to it: each document is a danger of its own.

In one of them no document can be read; each has its reason. In the other there are texts to be had, in bad company.
"""

from __future__ import annotations

import asyncio
import zlib
from contextlib import suppress
from itertools import repeat
from typing import TYPE_CHECKING

from aiohttp import web

from .shop import PROJECT
from .shops import Shops
from .shops_pages import GOODS, confirmation, page

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

UNREADABLE = "tangle.example"
IN_BAD_COMPANY = "knots.example"
ELSEWHERE = "neighbour.example"
HOSTS = (UNREADABLE, IN_BAD_COMPANY, ELSEWHERE)

MEGABYTE = 1_000_000
MARKUP = "<img src=/planted onerror=document.title='harmed'><script>document.title='harmed'</script>"
ESCAPED = MARKUP.replace("<", "&lt;")
DEEP = 50_000

Answer = web.StreamResponse


def text_of(document: str) -> str:
    """What the real shop says in that document, in English."""
    return (PROJECT / "terms" / "en" / f"{document}.html").read_text()


def agreeing(shop: str, links: dict[str, str]) -> str:
    """A page of checkout with the sentence of acceptance."""
    named = ", ".join(f'<a href="{path}">{name}</a>' for path, name in links.items())
    return page(
        f"Checkout | {shop}",
        f"""<h1>Review your order</h1>{GOODS}<form action="/checkout/success"><p>By placing your order you agree to our
{named}.</p><button id="pay">Place order and pay</button></form>""",
    )


async def streamed(request: web.Request, chunks: Iterator[bytes], *, pause: float = 0, encoding: str = "identity") -> Answer:
    response = web.StreamResponse(headers={"Content-Type": "text/html; charset=utf-8", "Content-Encoding": encoding})
    await response.prepare(request)
    # Whoever had enough of it hangs up.
    with suppress(ConnectionError):
        for chunk in chunks:
            await response.write(chunk)
            await asyncio.sleep(pause)
    return response


def html(text: str, charset: str = "utf-8", said: str | None = None) -> web.Response:
    kind = f"text/html; charset={said or charset}"
    return web.Response(body=text.encode(charset), headers={"Content-Type": kind})


async def huge(request: web.Request) -> Answer:
    clause = ("<p>" + "This clause says that everything is as it was agreed. " * 19 + "</p>\n").encode()
    return await streamed(request, repeat(clause * 1_000, 20 * MEGABYTE // (len(clause) * 1_000) + 1))


async def bomb(request: web.Request) -> Answer:
    def packed() -> Iterator[bytes]:
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        for _ in range(256):
            yield packer.compress(b"<p>" + b" " * MEGABYTE)
        yield packer.flush()

    return await streamed(request, packed(), encoding="gzip")


async def drip(request: web.Request) -> Answer:
    return await streamed(request, repeat(b"<p>There is one more condition.</p>"), pause=0.5)


async def in_circles(request: web.Request) -> Answer:
    raise web.HTTPFound(f"/cookie-policy?again={int(request.query.get('again', 0)) + 1}")


async def to_a_neighbour(request: web.Request) -> Answer:
    raise web.HTTPFound(f"http://{ELSEWHERE}{port_of(request)}/terms")


async def into_the_house(request: web.Request) -> Answer:
    assert request.transport
    raise web.HTTPFound(f"http://127.0.0.1:{request.transport.get_extra_info('sockname')[1]}/secret")


def port_of(request: web.Request) -> str:
    """With its colon, where the browser names one."""
    _, colon, port = request.host.partition(":")
    return colon + port


async def framed(_: web.Request) -> Answer:
    return html('<!doctype html><title>Cookies</title><frameset cols="*"><frame src="/planted"></frameset>')


async def deep(_: web.Request) -> Answer:
    body = "<div>" * DEEP + text_of("sale") + "</div>" * DEEP
    return html(page("Terms and conditions of sale", f"<h1>Terms and conditions of sale</h1>{body}"))


async def scripted(_: web.Request) -> Answer:
    head = f"""<meta http-equiv="refresh" content="0; url=/planted"><base href="http://{ELSEWHERE}/">
<link rel="stylesheet" href="/planted"><script src="/planted"></script><script>document.title = 'harmed'</script>"""
    body = f"""<h1>Privacy policy {ESCAPED}</h1><p>{ESCAPED} {MARKUP}
<a href="javascript:document.title='harmed'">our partners</a>
<a href="/planted" onclick="document.title='harmed'">their partners</a></p>
<svg onload="document.title='harmed'"><a xlink:href="javascript:document.title='harmed'"><text>all partners</text></a></svg>
<iframe srcdoc="<script>parent.document.title='harmed'</script>"></iframe><object data="/planted"></object>
<template shadowrootmode="open"><img src="/planted" onerror="document.title='harmed'"></template>
<p>[a link](javascript:alert(1)) ![a picture](/planted) `{ESCAPED}`</p>{text_of("privacy")}"""
    return html(page(f"Privacy policy {ESCAPED}", body, head))


async def in_another_charset(_: web.Request) -> Answer:
    """The header is right, the page's own word is wrong."""
    text = (PROJECT / "terms" / "ja" / "returns.html").read_text()
    return html(f'<html lang="ja"><meta charset="iso-8859-1"><title>返品・交換</title><h1>返品・交換</h1>{text}', "shift_jis")


async def in_no_charset(_: web.Request) -> Answer:
    """Nobody knows the one that is named; the bytes are of Western Europe."""
    text = (PROJECT / "terms" / "de" / "shipping.html").read_text()
    return html(f'<html lang="de"><title>Versand</title><h1>Versand</h1>{text}', "windows-1252", said="x-of-our-own")


async def repetitive(_: web.Request) -> Answer:
    clause = "<p>The guarantee is void if the lamp was lit, and the goods were not returned in the packing they came in.</p>\n"
    return html(page("Warranty", "<h1>Warranty</h1>" + clause * (3_500_000 // len(clause))))


PAGES: dict[tuple[str, str], Callable[[web.Request], Awaitable[Answer]]] = {
    (UNREADABLE, "/terms-of-sale"): huge,
    (UNREADABLE, "/privacy-policy"): bomb,
    (UNREADABLE, "/cookie-policy"): in_circles,
    (UNREADABLE, "/returns-policy"): to_a_neighbour,
    (UNREADABLE, "/imprint"): into_the_house,
    (UNREADABLE, "/shipping-policy"): drip,
    (IN_BAD_COMPANY, "/terms-of-sale"): deep,
    (IN_BAD_COMPANY, "/privacy-policy"): scripted,
    (IN_BAD_COMPANY, "/cookie-policy"): framed,
    (IN_BAD_COMPANY, "/returns-policy"): in_another_charset,
    (IN_BAD_COMPANY, "/shipping-policy"): in_no_charset,
    (IN_BAD_COMPANY, "/warranty"): repetitive,
}


def linked_by(host: str) -> dict[str, str]:
    """Names by path. A shop that has no documents of its own links to what it does not have."""
    shop = host if host == UNREADABLE else IN_BAD_COMPANY
    return {path: path[1:].replace("-", " ") for of, path in PAGES if of == shop}


class Documents(Shops):
    """Serves both, and what they redirect to."""

    names = HOSTS

    async def _answer(self, request: web.Request) -> Answer:
        host = request.host.partition(":")[0]
        self.asked.append((host, request.path))
        if found := PAGES.get((host, request.path)):
            return await found(request)
        if request.path == "/checkout":
            return html(agreeing(host, linked_by(host)))
        if request.path == "/checkout/success":
            return html(confirmation(host, number=f"{host[:2].upper()}-4171"))
        return web.Response(status=404, text="none")
