"""Real Firefox with the built extension, for tests, over WebDriver BiDi: one `Firefox` is one profile.

There is no geckodriver here, and none is needed: BiDi's messages are JSON over a web socket, clicks and keys in them are real
input. `--remote-allow-system-access` lets BiDi into the extension's own pages.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from websockets.sync.client import connect

from . import patience

if TYPE_CHECKING:
    from collections.abc import Mapping

EXTENSION = Path(__file__).parents[2] / "extension" / ".output" / "firefox-mv3"
ID = "counterfoil@counterfoil.example"
UUID = "6a1e2f4c-0000-4000-8000-00000000c0de"
"""What the extension's pages are addressed by: fixed, where Firefox would draw one."""

PREFERENCES = {
    "extensions.webextensions.uuids": json.dumps({ID: UUID}),
    # A real click on the page that asks is granted without the browser's own question, which headless nobody could answer.
    "extensions.webextOptionalPermissionPrompts": False,
    "extensions.webextensions.keepStorageOnUninstall": True,
    # The event page dies two seconds after it last called the browser, as it does in life after half a minute; in less, a busy
    # computer would not even get it started.
    "extensions.background.idle.timeout": 2_000,
    "network.dns.disableIPv6": True,
    # Shops that stand in for real ones speak plain HTTP.
    "network.stricttransportsecurity.preloadlist": False,
    # Firefox's own errands.
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}


class FirefoxError(Exception):
    """Firefox is missing, or did not do in time what it was asked."""


def firefox() -> str:
    if chosen := os.environ.get("COUNTERFOIL_FIREFOX"):
        return chosen
    for name in ("firefox-esr", "firefox"):
        if found := shutil.which(name):
            return found
    raise FirefoxError("firefox was not found: install it (on Debian: `apt install firefox-esr`) or set COUNTERFOIL_FIREFOX")


class Firefox:
    """A profile with the extension. `hosts` gives names to loopback ports; an address names its port all the same (`url`)."""

    def __init__(self, profile: Path, *, hosts: Mapping[str, int] | None = None, extension: Path = EXTENSION) -> None:
        self._profile = profile
        self._hosts = dict(hosts or {})
        self._extension = extension
        self._process: subprocess.Popen[bytes] | None = None
        self._sent = 0
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._profile.mkdir(parents=True, exist_ok=True)
        preferences = PREFERENCES | {"network.dns.localDomains": ",".join(self._hosts)}
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items()]
        (self._profile / "user.js").write_text("".join(lines))
        try:
            address = f"{self._start()}/session"
            self._socket = self._open.enter_context(connect(address, max_size=None, open_timeout=patience.SECONDS))
            self.send("session.new", capabilities={})
            self.send("webExtension.install", extensionData={"type": "path", "path": str(self._extension)})
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(Exception):
            self.send("browser.close")
        self.stop()

    def stop(self) -> None:
        if self._process is None:
            return
        with suppress(Exception):
            self._open.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def url(self, host: str, path: str = "/") -> str:
        return f"http://{host}:{self._hosts[host]}{path}"

    def open_tab(self, url: str | None = None) -> Tab:
        tab = Tab(self, self.send("browsingContext.create", type="tab")["context"])
        if url is not None:
            tab.goto(url)
        return tab

    def open_page(self, name: str) -> Tab:
        """An extension page, such as popup.html, in a tab."""
        return self.open_tab(f"moz-extension://{UUID}/{name}")

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One command and its answer; events in between are not asked for and not there."""
        self._sent += 1
        self._socket.send(json.dumps({"id": self._sent, "method": method, "params": parameters}))
        while True:
            try:
                message = json.loads(self._socket.recv(timeout=patience.SECONDS))
            except TimeoutError:
                raise FirefoxError(f"firefox did not answer {method}") from None
            if message.get("id") != self._sent:
                continue
            if message["type"] == "error":
                raise FirefoxError(f"{method}: {message['error']}: {message['message']}")
            result: dict[str, Any] = message["result"]
            return result

    def _start(self) -> str:
        log = self._profile / "firefox.log"
        command = [firefox(), "--headless", "--no-remote", "--new-instance", "--remote-debugging-port", "0"]
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                [*command, "-profile", str(self._profile), "--remote-allow-system-access"],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                env=os.environ | {"MOZ_HEADLESS_WIDTH": "1100", "MOZ_HEADLESS_HEIGHT": "900"},
            )  # fmt: skip
        deadline = time.monotonic() + patience.SECONDS
        while not (listening := re.search(r"WebDriver BiDi listening on (ws://\S+)", log.read_text(errors="replace"))):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise FirefoxError(f"firefox did not start; its log ends:\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.05)
        return listening[1]


class Tab:
    """A tab, driven by real input events. `evaluate` and `wait_for` take a JavaScript expression; a promise is awaited."""

    def __init__(self, browser: Firefox, context: str) -> None:
        self._browser = browser
        self._context = context

    @property
    def url(self) -> str:
        return str(self.evaluate("location.href"))

    def goto(self, url: str) -> None:
        self._send("browsingContext.navigate", url=url, wait="complete")

    def reload(self) -> None:
        self._send("browsingContext.reload", wait="complete")

    def go_back(self) -> None:
        before = self.url
        self._send("browsingContext.traverseHistory", delta=-1)
        self.wait_for(f"location.href !== {json.dumps(before)} && document.readyState === 'complete'")

    def bring_to_front(self) -> None:
        self._send("browsingContext.activate")

    def evaluate(self, js: str) -> Any:
        value = self._run(f"Promise.resolve({js}).then(value => JSON.stringify(value))").get("value")
        return None if value is None else json.loads(value)

    def wait_for(self, js_condition: str, timeout: float = patience.SECONDS) -> None:
        """`timeout` in seconds."""
        deadline = time.monotonic() + timeout
        while True:
            # The page may be on its way to another one.
            with suppress(FirefoxError):
                if self.evaluate(f"Promise.resolve({js_condition}).then(Boolean)"):
                    return
            if time.monotonic() > deadline:
                raise FirefoxError(f"the tab never met {js_condition}; it shows:\n{self.text()}")
            time.sleep(0.05)

    def text(self) -> str:
        return str(self.evaluate("document.body.innerText"))

    def click(self, selector: str) -> None:
        """Clicks the middle of the element once it can be hit there."""
        self.click_on(f"document.querySelector({json.dumps(selector)})")

    def click_button(self, name: str) -> None:
        """The button or label whose text begins so."""
        found = f"[...document.querySelectorAll('button, label')].find(it => it.innerText.trim().startsWith({json.dumps(name)}))"
        self.click_on(found)

    def click_on(self, element: str) -> None:
        """Again where the click met something else: parts of a page move while others come."""
        patience.until(lambda: self._hit(element), lambda: f"no click met {element}; the tab shows:\n{self.text()}")

    def _hit(self, element: str) -> bool:
        self.wait_for(f"(element => element && !element.disabled && ({HITTABLE})(element))({element})")
        try:
            self.click_node(self._run(f"({WATCH})({element})")["sharedId"])
        except (FirefoxError, KeyError):
            return False  # it was there a moment ago
        try:
            return bool(self.evaluate("window.watched?.hit ?? true"))
        except FirefoxError:
            return True  # the click closed the tab, or led elsewhere, where nobody knows of it

    def point_at_node(self, node: str) -> None:
        """Moves the pointer to the middle of what `tree` told of by that id."""
        self._point([middle_of(node)])

    def click_node(self, node: str) -> None:
        self._point([middle_of(node), *CLICK])

    def middle_of_node(self, node: str) -> tuple[int, int]:
        function, target = f"element => JSON.stringify(({MIDDLE})(element))", {"context": self._context}
        answer = self._browser.send(
            "script.callFunction", functionDeclaration=function, arguments=[{"sharedId": node}], target=target, awaitPromise=False
        )
        x, y = json.loads(answer["result"]["value"])
        return round(x), round(y)

    def tree(self, selector: str) -> dict[str, Any] | None:
        """The element with all that is in it, closed shadow roots as well, as BiDi tells of nodes; None if there is none."""
        answer = self._run(f"document.querySelector({json.dumps(selector)})", maxDomDepth=None, includeShadowTree="all")
        return answer if answer["type"] == "node" else None

    def fill(self, selector: str, text: str) -> None:
        """Over whatever stands in the field."""
        self.click(selector)
        self.evaluate(f"(field => {{ field.focus(); field.select() }})(document.querySelector({json.dumps(selector)}))")
        keys = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self._send("input.performActions", actions=[{"type": "key", "id": "keys", "actions": keys}])

    def screenshot(self, path: Path) -> None:
        self.bring_to_front()
        path.write_bytes(base64.b64decode(self._send("browsingContext.captureScreenshot")["data"]))

    def close(self) -> None:
        self._send("browsingContext.close")

    def _run(self, js: str, **told: Any) -> dict[str, Any]:
        """What the expression is or promises, as BiDi tells of it."""
        answer = self._browser.send(
            "script.evaluate", expression=js, target={"context": self._context}, awaitPromise=True, serializationOptions=told
        )
        if answer["type"] == "exception":
            raise FirefoxError(f"in {js}: {answer['exceptionDetails']['text']}")
        result: dict[str, Any] = answer["result"]
        return result

    def _point(self, actions: list[dict[str, Any]]) -> None:
        self._send("input.performActions", actions=[{"type": "pointer", "id": "mouse", "actions": actions}])

    def _send(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self._browser.send(method, context=self._context, **parameters)


CLICK = ({"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0})


def middle_of(node: str) -> dict[str, Any]:
    """A move of the pointer; Firefox looks where that is when it moves."""
    return {"type": "pointerMove", "x": 0, "y": 0, "origin": {"type": "element", "element": {"sharedId": node}}}


WATCH = """element => {
    window.watched?.end.abort();
    const watched = window.watched = { hit: false, end: new AbortController() };
    addEventListener('click', event => {
        watched.hit = event.composedPath().includes(element);
        if (!watched.hit) { event.preventDefault(); event.stopImmediatePropagation(); }
    }, { capture: true, once: true, signal: watched.end.signal });
    return element;
}"""
"""A click that meets something else comes to nothing."""
MIDDLE = """element => {
    element.scrollIntoView({ block: "center", behavior: "instant" });
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
}"""
HITTABLE = f"element => element.contains(document.elementFromPoint(...({MIDDLE})(element)))"
