"""Terms as the shop shows them, and the ways in which real shops do not show them."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path

from lantern import pdf, terms

PASSED = "passed_the_check"
CHECK = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Just a moment...</title></head>
<body><h1>Checking your browser</h1><p>Please verify you are human. This takes a moment. Ray ID: 0417c0ffee</p>
<noscript>Enable JavaScript and cookies to continue</noscript>
<script>document.cookie = "{PASSED}=yes; path=/"; setTimeout(() => location.reload(), 300)</script></body></html>"""


def missing(_: HttpRequest) -> HttpResponseBase:
    raise Http404


def broken(_: HttpRequest) -> HttpResponseBase:
    return HttpResponse("<!doctype html><title>Server error</title><h1>Server error</h1>", status=500)


def behind_a_wall(request: HttpRequest) -> HttpResponseBase | None:
    """Whoever runs scripts and keeps cookies gets through, as with a real one."""
    return None if PASSED in request.COOKIES else HttpResponse(CHECK, status=403)


def for_members(request: HttpRequest) -> HttpResponseBase | None:
    return None if request.user.is_authenticated else redirect(f"/accounts/login/?next={request.path}")


ANSWERS: dict[str, Callable[[HttpRequest], HttpResponseBase | None]] = {
    "not-found": missing,
    "server-error": broken,
    "bot-wall": behind_a_wall,
    "log-in": for_members,
    "home": lambda _: redirect("/"),
    "elsewhere": lambda _: redirect("http://another-shop.example/terms"),
}
"""By the word in a document's `.answer`; one that returns nothing lets the document be shown."""


def document(request: HttpRequest, key: str) -> HttpResponseBase:
    asked = terms.documents()[key]
    instead = ANSWERS[answer](request) if (answer := asked.answer()) else None
    return instead or render(request, "lantern/document.html", {"document": asked})


def index(request: HttpRequest) -> HttpResponse:
    return render(request, "lantern/index.html")


def guarantee(_: HttpRequest) -> HttpResponse:
    lines = terms.file_of("guarantee.txt", terms.TEXTS).read_text().splitlines()
    return HttpResponse(pdf.made_of(lines), content_type="application/pdf")


def urls() -> list[URLPattern]:
    shown = [path(f"{found.path}/", document, {"key": key}) for key, found in terms.documents().items()]
    return [*shown, path(f"{terms.words()['index']['path']}/", index), path("downloads/guarantee.pdf", guarantee)]
