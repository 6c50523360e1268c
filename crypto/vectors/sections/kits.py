"""Kits in their place in the log: when one may be removed, and what it may sign."""

from typing import Any

from vectors.raw import DATE, KIT, LAPTOP, PHONE, TABLET, Keys, adding, case, starting
from vectors.sections.book import Book, admitted, paired, put_back, started

WEEK = 7 * 24 * 3_600_000


def with_kit() -> Book:
    book = started()
    book.let(KIT, 2)
    return book


def three() -> Book:
    """Two devices and a kit, all let in long ago."""
    book = paired()
    book.let(KIT, 2)
    return book


def cases() -> None:
    def read(name: str, why: str, book: Book, refused: str | None = None, output: list[Any] | None = None, **given: Any) -> None:
        every = [admitted(entry["sequence"]) for entry in book.entries] if output is None else output
        case(f"log/{name}", why, "read", book.given(**given), output=None if refused else every, refused=refused)

    book = with_kit()
    book.do(4, signer=KIT)
    read("kit-leave", "its own words remove it", book)
    for name, why, code, days, signer in (
        ("early", "a day early", "notice", 6, LAPTOP),
        ("moment", "a millisecond early", "notice", None, LAPTOP),
        ("on-time", "after seven days", "", 7, LAPTOP),
        ("second-device", "at once: a second device of long standing says so", "", 0, PHONE),
    ):
        book = three()
        late = DATE + 2 * WEEK
        book.do(8, KIT.id, date=late)
        date = late + (WEEK - 1 if days is None else days * 24 * 3_600_000)
        others = [LAPTOP, PHONE]
        book.do(3, KIT.id + starting(others), date=date, signer=signer)
        read(f"kit-revoke-{name}", why, book, code or None)
    for name, why, notice, revoke in (
        ("new-device", "the second device was let in after that", LAPTOP, TABLET),
        ("new-notice", "the notice is by a device let in after that", TABLET, LAPTOP),
    ):
        book = three()
        late = DATE + 2 * WEEK
        book.let(TABLET, date=late)
        book.do(8, KIT.id, date=late, signer=notice)
        book.do(3, KIT.id + starting([LAPTOP, PHONE, TABLET]), date=late, signer=revoke)
        read(f"kit-revoke-{name}", why, book, "notice")
    for name, why, code, after in (
        ("known-device-moment", "a device let in a millisecond less than seven days before the revoke", "notice", WEEK - 1),
        ("known-device", "let in exactly seven days before the revoke, though less before the notice", "", WEEK),
    ):
        for by, other in ((LAPTOP, TABLET), (TABLET, LAPTOP)):
            book = three()
            late = DATE + 2 * WEEK
            book.let(TABLET, date=late)
            book.do(8, KIT.id, date=late + WEEK // 7, signer=by)
            book.do(3, KIT.id + starting([LAPTOP, PHONE, TABLET]), date=late + after, signer=other)
            read(f"kit-revoke-{name}-{'notice' if by is TABLET else 'revoke'}", why, book, code or None)
    book = three()
    book.do(8, KIT.id, date=DATE + 2 * WEEK, signer=PHONE)
    book.do(4, signer=PHONE)
    book.do(3, KIT.id + starting([LAPTOP]), date=DATE + 2 * WEEK)
    read("kit-revoke-signer-left", "who gave notice is no member any more", book, "notice")
    book = three()
    book.do(8, KIT.id, date=DATE + 2 * WEEK, signer=PHONE)
    book.do(4, signer=PHONE)
    book.do(3, KIT.id + starting([LAPTOP]), date=DATE + 3 * WEEK)
    read("kit-revoke-signer-left-on-time", "the notice stands without who gave it", book)
    book = three()
    book.do(8, KIT.id, date=DATE + 2 * WEEK)
    book.restored()
    book.do(3, KIT.id + starting([LAPTOP, PHONE]), date=DATE + 3 * WEEK)
    read("kit-revoke-restored", "a notice lives through a restore", book,
         output=[*map(admitted, (1, 2, 3, 4)), put_back(5, bytes.fromhex(book.entries[4]["digest"])), admitted(6)])  # fmt: skip
    book = three()
    book.do(4, signer=KIT)
    book.do(8, KIT.id)
    read("notice-gone", "a kit that went", book, "notice")
    book = three()
    book.do(8, KIT.id)
    book.do(4, signer=KIT)
    book.do(9, KIT.id)
    read("cancel-gone", "a notice ends with its kit", book, "notice")

    # A kit is a member: it may sign what a device may
    second = Keys("second kit")
    for name, why, kind, body in (
        ("add", "lets a device in", 2, adding(TABLET)),
        ("revoke", "removes a device", 3, PHONE.id + starting([LAPTOP, KIT])),
        ("rotate", "starts an epoch", 5, starting([LAPTOP, PHONE, KIT])),
        ("close", "ends the account", 7, b""),
    ):
        book = three()
        book.do(kind, body, signer=KIT)
        read(f"kit-signs-{name}", why, book)
    book = three()
    book.do(8, KIT.id)
    book.do(9, KIT.id, signer=KIT)
    read("kit-signs-cancel", "stays, whoever gave it notice", book)
    book = three()
    book.let(second, 2)
    book.do(8, second.id, date=DATE + 2 * WEEK, signer=KIT)
    book.do(3, second.id + starting([LAPTOP, PHONE, KIT]), date=DATE + 2 * WEEK)
    read("kit-signs-notice", "is the second one that says so of another kit", book)
    for name, why, is_told in (
        ("revoke-kit", "is the second one that removes another kit", True),
        ("revoke-kit-alone", "but not without notice", False),
    ):
        book = three()
        book.let(second, 2)
        if is_told:
            book.do(8, second.id, date=DATE + 2 * WEEK)
        book.do(3, second.id + starting([LAPTOP, PHONE, KIT]), date=DATE + 2 * WEEK, signer=KIT)
        read(f"kit-signs-{name}", why, book, None if is_told else "notice")
    book = three()
    book.do(8, KIT.id, date=DATE + 2 * WEEK, signer=KIT)
    book.do(3, KIT.id + starting([LAPTOP, PHONE]), date=DATE + 2 * WEEK)
    read("kit-signs-own-notice", "and of itself", book)
    book = three()
    book.do(8, KIT.id, date=DATE + 2 * WEEK)
    book.do(3, KIT.id + starting([LAPTOP, PHONE]), date=DATE + 4 * WEEK, signer=KIT)
    read("kit-signs-own-revoke", "goes by leave, not by revoke", book, "device")

    book = three()
    book.do(3, KIT.id + starting([LAPTOP, PHONE]), date=DATE + 2 * WEEK)
    read("kit-revoke-without-notice", "nobody was told", book, "notice")
    book = three()
    book.do(8, KIT.id)
    book.do(9, KIT.id, signer=PHONE)
    book.do(3, KIT.id + starting([LAPTOP, PHONE]), date=DATE + WEEK)
    read("kit-revoke-cancelled", "the notice was cancelled", book, "notice")
    book = three()
    book.do(8, PHONE.id)
    read("notice-device", "not a kit", book, "notice")
    book = three()
    book.do(8, KIT.id)
    book.do(8, KIT.id, signer=PHONE)
    read("notice-twice", "under notice already", book, "notice")
    book = three()
    book.do(9, KIT.id)
    read("cancel-none", "not under notice", book, "notice")
    book = three()
    book.do(8, KIT.id)
    book.do(9, KIT.id, signer=PHONE)
    book.do(8, KIT.id)
    read("notice-again", "after it was cancelled", book)
