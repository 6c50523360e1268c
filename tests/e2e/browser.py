"""Real Chromium with the unpacked extension, for tests: one `Device` is one profile.

Popup rules: Chromium shows the action's popup to the debugging protocol only, never as a Playwright page, and it closes
as soon as another tab is brought to the front.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from . import patience

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright, Worker

EXTENSION = Path(__file__).parents[2] / "extension" / ".output" / "chrome-mv3"

OFF = [
    "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying",
    "OptimizationHints", "PaintHolding", "PreconnectToSearch", "ThirdPartyStoragePartitioning",
    "WebUIOmniboxAimPopup", "WebUIOmniboxPopup",
]  # fmt: skip
"""Chromium minds the last such list only, so it begins with Playwright's. The two at its end are the address bar's suggestions,
pages that nobody here sees and that cost a quarter of a browser's start."""

# Chromium's own errands: update checks, sync, field trials, first-run pages.
QUIET = [
    f"--disable-features={','.join(OFF)}",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--lang=en-US",
    "--no-first-run",
]


class BrowserError(Exception):
    """Chromium is missing or did not do in time what it was asked."""


class PopupClosedError(BrowserError):
    """The popup went away, by itself or because its tab lost the focus."""


def chromium() -> str:
    """The path of a Chromium that loads unpacked extensions (branded Chrome no longer does)."""
    if chosen := os.environ.get("COUNTERFOIL_CHROMIUM"):
        return chosen
    for name in ("chromium", "chromium-browser", "google-chrome-for-testing"):
        if found := shutil.which(name):
            return found
    raise BrowserError(
        "chromium was not found: install it (on Debian: `apt install chromium`) or set COUNTERFOIL_CHROMIUM to its path"
    )


class Device:
    """A browser profile with the extension. Opening the same profile folder again is a restart of the browser.

    `hosts` gives names to loopback ports, `{"shop.example": 8123}`; any other name does not resolve. The first tab,
    about:blank, is the harness's: leave it open.
    """

    context: BrowserContext

    def __init__(
        self,
        playwright: Playwright,
        profile: Path,
        extension: Path,
        *,
        hosts: Mapping[str, int] | None = None,
        headless: bool = True,
    ) -> None:
        self._playwright = playwright
        self._profile = profile
        self._extension = extension.resolve()
        self._headless = headless
        rules = [f"MAP {name}:80 127.0.0.1:{port}" for name, port in (hosts or {}).items()]
        self._rules = ", ".join([*rules, "MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1", "EXCLUDE localhost"])
        self._worker_status = ""
        self._worker_deaths = 0

    def __enter__(self) -> Self:
        self.context = self._playwright.chromium.launch_persistent_context(
            self._profile,
            executable_path=chromium(),
            headless=self._headless,
            chromium_sandbox=os.geteuid() != 0,  # as root Chromium refuses to start with it
            args=[
                *QUIET,
                f"--host-resolver-rules={self._rules}",
                f"--disable-extensions-except={self._extension}",
                f"--load-extension={self._extension}",
            ],
        )
        patience.teach(self.context)
        try:
            workers = self.context.service_workers
            worker = workers[0] if workers else self.context.wait_for_event("serviceworker")
            self.extension_id = worker.url.split("/")[2]
            self._origin = f"chrome-extension://{self.extension_id}/"
            self._console = self.context.pages[0]
            self._cdp = self.context.new_cdp_session(self._console)
            self._cdp.on("ServiceWorker.workerVersionUpdated", self._note_worker)
            self._cdp.send("ServiceWorker.enable")
        except BaseException:
            self.context.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()

    def worker(self) -> Worker:
        """The extension's service worker, started if it sleeps."""
        if self._worker_status != "running":
            self._cdp.send("ServiceWorker.startWorker", {"scopeURL": self._origin})
            self._until(lambda: self._worker_status == "running", "the extension's worker did not start")
        return self.context.service_workers[-1]

    def kill_worker(self) -> None:
        """Returns once it is dead; whatever wakes it next wakes a new one, with nothing in memory."""
        if self._worker_status == "stopped":
            return
        deaths = self._worker_deaths
        self._cdp.send("ServiceWorker.stopAllWorkers")
        self._until(lambda: self._worker_deaths > deaths, "the extension's worker did not stop")

    def grant_hosts(self, pattern: str) -> None:
        """Lets the extension have `pattern` once it asks: headless, the question itself would wait for ever.

        chrome.developerPrivate is Chromium's own, behind the switch on chrome://extensions.
        """
        with self.context.new_page() as page:
            page.goto("chrome://extensions/")
            page.evaluate("args => chrome.developerPrivate.addHostPermission(...args)", [self.extension_id, pattern])

    def open_page(self, name: str) -> Page:
        """An extension page, such as popup.html, in a tab."""
        page = self.context.new_page()
        page.goto(self._origin + name)
        return page

    def open_popup(self, tab: Page) -> Popup:
        """The action's popup over `tab`, as a click on the extension's button opens it."""
        tab.bring_to_front()
        before = self._popups()
        self.worker().evaluate("chrome.action.openPopup()")
        opened: set[str] = set()

        def appeared() -> bool:
            opened.update(self._popups() - before)
            return bool(opened)

        self._until(appeared, "the popup did not open")
        return Popup(self._cdp, self._console, opened.pop())

    def _popups(self) -> set[str]:
        """Of its pages none but that: a browser that starts may open the set-up page at any moment."""
        infos = self._cdp.send("Target.getTargets")["targetInfos"]
        page = f"{self._origin}popup.html"
        return {info["targetId"] for info in infos if info["type"] == "page" and info["url"].startswith(page)}

    def _note_worker(self, event: dict[str, Any]) -> None:
        for version in event["versions"]:
            if version["scriptURL"].startswith(self._origin):
                self._worker_status = version["runningStatus"]
                self._worker_deaths += version["runningStatus"] == "stopped"

    def _until(self, condition: Callable[[], bool], complaint: str) -> None:
        _until(self._console, condition, lambda: complaint, patience.SECONDS)


class Popup:
    """An open action popup, driven by the debugging protocol and by real input events.

    `evaluate` and `wait_for` take a JavaScript expression; a promise is awaited.
    """

    def __init__(self, cdp: CDPSession, console: Page, target: str) -> None:
        self._cdp = cdp
        self._console = console
        self._replies: dict[int, dict[str, Any]] = {}
        self._sent = 0
        self._closed = False
        # Not flattened: Playwright would drop messages of a session that it did not open itself.
        self._session = cdp.send("Target.attachToTarget", {"targetId": target, "flatten": False})["sessionId"]
        cdp.on("Target.receivedMessageFromTarget", self._receive)
        cdp.on("Target.detachedFromTarget", self._detach)
        self.wait_for("document.readyState === 'complete'")

    @property
    def closed(self) -> bool:
        return self._closed

    def evaluate(self, js: str) -> Any:
        answer = self._send("Runtime.evaluate", expression=js, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            thrown = answer["exceptionDetails"]
            raise BrowserError(f"in the popup: {thrown.get('exception', {}).get('description', thrown['text'])}")
        return answer["result"].get("value")

    def wait_for(self, js_condition: str, timeout: float = patience.SECONDS) -> None:
        """`timeout` in seconds."""
        _until(
            self._console,
            lambda: bool(self.evaluate(f"({WATCH})(() => {js_condition})")),
            lambda: f"the popup never met {js_condition}; it shows:\n{self.text()}",
            timeout,
        )

    def text(self) -> str:
        return str(self.evaluate("document.body.innerText"))

    def click(self, selector: str) -> None:
        """Clicks the middle of the element once it can be hit there; the click may close the popup."""
        element = f"document.querySelector({json.dumps(selector)})"
        self.wait_for(f"{element} && ({HITTABLE})({element})")
        x, y = self.evaluate(f"({MIDDLE})({element})")
        at = {"x": x, "y": y, "button": "left", "clickCount": 1}
        self._send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        self._send("Input.dispatchMouseEvent", type="mousePressed", **at)
        with suppress(PopupClosedError):
            self._send("Input.dispatchMouseEvent", type="mouseReleased", **at)

    def type(self, selector: str, text: str) -> None:
        """Over whatever stands in the field."""
        self.click(selector)
        self.evaluate("document.activeElement.select()")
        self._send("Input.insertText", text=text)

    def press(self, key: str) -> None:
        """One of KEYS, at whatever has the focus."""
        code = KEYS[key]
        pressed = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        self._send("Input.dispatchKeyEvent", type="keyDown", **pressed, **({"text": "\r"} if key == "Enter" else {}))
        with suppress(PopupClosedError):
            self._send("Input.dispatchKeyEvent", type="keyUp", **pressed)

    def screenshot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self._send("Page.captureScreenshot", format="png")["data"]))

    def close(self) -> None:
        with suppress(PopupClosedError):
            self._send("Page.close")
        _until(self._console, lambda: self._closed, lambda: "the popup did not close", patience.SECONDS)

    def _send(self, method: str, **parameters: Any) -> dict[str, Any]:
        if self._closed:
            raise PopupClosedError("the popup has closed")
        self._sent += 1
        number = self._sent
        message = json.dumps({"id": number, "method": method, "params": parameters})
        self._cdp.send("Target.sendMessageToTarget", {"sessionId": self._session, "message": message})
        _until(
            self._console,
            lambda: self._closed or number in self._replies,
            lambda: f"the popup did not answer {method}",
            patience.SECONDS,
        )
        if number not in self._replies:
            raise PopupClosedError("the popup has closed")
        reply = self._replies.pop(number)
        if "error" in reply:
            raise BrowserError(f"in the popup: {method}: {reply['error']['message']}")
        result: dict[str, Any] = reply["result"]
        return result

    def _receive(self, event: dict[str, Any]) -> None:
        if event["sessionId"] == self._session:
            message = json.loads(event["message"])
            if "id" in message:
                self._replies[message["id"]] = message

    def _detach(self, event: dict[str, Any]) -> None:
        if event["sessionId"] == self._session:
            self._closed = True
            self._cdp.remove_listener("Target.receivedMessageFromTarget", self._receive)
            self._cdp.remove_listener("Target.detachedFromTarget", self._detach)


KEYS = {"Enter": 13, "Escape": 27, "Tab": 9}
"""By name, the code that Chromium knows them by."""

MIDDLE = """element => {
    element.scrollIntoView({ block: "center", behavior: "instant" });
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
}"""
HITTABLE = f"element => !element.disabled && element.contains(document.elementFromPoint(...({MIDDLE})(element)))"


# It looks for half a second at a time: every question from here costs the browser more than the looking does.
WATCH = """async condition => {
    const end = performance.now() + 500;
    for (;;) {
        if (await condition()) return true;
        if (performance.now() > end) return false;
        await new Promise(later => setTimeout(later, 20));
    }
}"""


def _until(console: Page, condition: Callable[[], bool], complaint: Callable[[], str], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise BrowserError(complaint())
        console.wait_for_timeout(20)  # lets Playwright deliver events, which time.sleep would not
