"""One page of a corpus in a real tab, read as the extension would read it, but by itself.

The scripts are the built ones, run in isolated worlds of their own in the order in which the extension injects them, over the
debugging protocol. Not through the extension: there a page meets what the pages before it left behind (a checkout, a known
order), its values are only seen once they are records, and a thousand variants of pages would take hours. Nor are sites passed
over that the extension never reads: a corpus may have been saved from anywhere. Flows go through the extension.
"""

from __future__ import annotations

import json
import time
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.sync_api import Error
from playwright.sync_api import TimeoutError as TooSlow

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, CDPSession, Route

    from .bundles import Bundles

MS_TO_PARSE = 15_000
MS_TO_LOAD = 2_000
MOST_FROM_PAGE = 250_000

COUNT = count(1)

# What the gate tells the extension, kept instead.
LISTENER = """globalThis.said = [];
globalThis.browser = { runtime: {
    id: 'evaluation', sendMessage: message => (said.push(message), Promise.resolve()), onMessage: { addListener() {} },
} };"""
ANSWER = "said.find(({ kind }) => kind === 'page-seen')?.page ?? 'none'"


class PageError(Exception):
    """The page did not load, or a script of ours threw in it."""


class Tab:
    """A tab of its own, in which only the page that it shows is to be had."""

    def __init__(self, context: BrowserContext) -> None:
        self._page = context.new_page()
        self._page.route("**/*", self._answer)
        self._cdp: CDPSession = context.new_cdp_session(self._page)
        self._frame = ""
        self._html: str | None = None

    def show(self, html: str, url: str) -> None:
        """A first visit, as far as the page can tell. Its scripts run; whatever it fetches fails."""
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        self._page.context.clear_cookies()
        self._cdp.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        self._html = html
        try:
            self._page.goto(url, wait_until="domcontentloaded", timeout=MS_TO_PARSE)
            self._page.wait_for_load_state(timeout=MS_TO_LOAD)
        except TooSlow:
            pass  # a script of the page never ends; what is there is read, as the extension would
        except Error as error:
            raise PageError(error.message.splitlines()[0]) from None
        self._frame = self._cdp.send("Page.getFrameTree")["frameTree"]["frame"]["id"]

    def world(self) -> int:
        """A new isolated world of the page, such as an extension has."""
        made = self._cdp.send("Page.createIsolatedWorld", {"frameId": self._frame, "worldName": f"evaluation {next(COUNT)}"})
        return int(made["executionContextId"])

    def run(self, world: int | None, script: str) -> Any:
        """In an isolated world, or (null) in the page's own."""
        where = {} if world is None else {"contextId": world}
        answer = self._cdp.send("Runtime.evaluate", {"expression": script, "returnByValue": True, "awaitPromise": True, **where})
        if "exceptionDetails" in answer:
            thrown = answer["exceptionDetails"]
            raise PageError(thrown.get("exception", {}).get("description", thrown["text"]))
        return answer["result"].get("value")

    def gate(self, bundles: Bundles) -> str:
        """What kind of page it is, from the shipped gate."""
        world = self.world()
        self.run(world, f"{LISTENER}\n{bundles.gate}\n;0")
        return str(self.run(world, ANSWER))

    def read(self, bundles: Bundles, reader: str, kind: str) -> dict[str, Any]:
        """What that reader says of a page which the gate takes for `kind`."""
        asked = self.ask(bundles, kind)
        world = self.world()
        self.run(world, f"{bundles.readers[reader]}\n;0")
        said: dict[str, Any] = json.loads(self.run(world, f"counterfoilReader.read({json.dumps(asked)})"))
        return said

    def ask(self, bundles: Bundles, kind: str) -> str:
        """The extension's question, without a checkout that went before."""
        told = self._page_world(bundles) if kind == "confirmation" else None
        now = int(time.time() * 1000)
        return json.dumps({"kind": kind, "context": None, "now": now, "globals": told, "byHand": False})

    def _page_world(self, bundles: Bundles) -> Any:
        """What the page's own variables say, under the extension's limit; a world that fails costs only itself."""
        try:
            told = self.run(None, bundles.page_world)
            return json.loads(told) if isinstance(told, str) and len(told) <= MOST_FROM_PAGE else None
        except (PageError, ValueError):
            return None

    def _answer(self, route: Route) -> None:
        request = route.request
        if self._html is not None and request.is_navigation_request() and request.frame.parent_frame is None:
            html, self._html = self._html, None
            route.fulfill(status=200, content_type="text/html; charset=utf-8", body=html)
        else:
            route.abort("aborted")  # leaves the page where it is, even if its own script wants away
