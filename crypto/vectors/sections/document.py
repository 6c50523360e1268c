"""Canonical form, registers, join, writing."""

from typing import Any

from vectors.raw import LAPTOP, ORDER_DOCUMENT, PHONE, Keys, canonical, case, document, register


def cases() -> None:
    def decoded(name: str, why: str, data: bytes | str, refused: str | None = None) -> None:
        raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
        case(f"document/{name}", why, "decode", {"document": raw.hex()}, output=None if refused else raw.hex(), refused=refused)

    decoded("order", "a capture with a correction", ORDER_DOCUMENT)
    decoded("no-fields", "nothing in it yet", document())
    decoded("unknown", "unknown type, field, origin and values are kept", canonical({
        "fields": {"futureThing/a-1": {"robot": register({"deep": [1, None, True, {"__proto__": "x", "constructor": 1}]}, mood="new")}},
        "schema": 9, "type": "Hologram",
    }))  # fmt: skip
    unit = '"at":[1,0,"' + LAPTOP.id.hex() + '"]'

    def with_value(value: str) -> str:
        return '{"fields":{"note":{"person":{' + unit + ',"value":' + value + '}}},"schema":1,"type":"Order"}'

    decoded("integer-largest", "2^53-1", with_value("9007199254740991"))
    decoded("integer-least", "-(2^53-1)", with_value("-9007199254740991"))
    decoded(
        "text-escapes", "what must be escaped, and only that", with_value('"\\u0000\\b\\t\\n\\f\\r\\u001f\\"\\\\/\x7f\u2028é😀"')
    )
    decoded("key-order", "UTF-16 order: an astral character before U+FF5E", with_value('{"😀":1,"～":2}'))
    decoded("index-keys", "keys that look like indices stand in text order", with_value('{"10":1,"9":2}'))
    nested = 16 - 4
    decoded("deep", "16 levels", with_value("[" * nested + "]" * nested))
    refusals: dict[str, tuple[str, bytes | str]] = {
        "deeper": ("17 levels", with_value("[" * (nested + 1) + "]" * (nested + 1))),
        "very-deep": ("5,000 levels", with_value("[" * 5_000 + "]" * 5_000)),
        "integer-larger": ("2^53", with_value("9007199254740992")),
        "integer-huge": ("400 digits", with_value("1" + "0" * 400)),
        "fraction": ("no fractions: money is text", with_value("1.5")),
        "float-whole": ("1.0 is 1 in one language and not in the other", with_value("1.0")),
        "exponent": ("1e2 likewise", with_value("1e2")),
        "minus-zero": ("-0 likewise", with_value("-0")),
        "nan": ("not JSON, though Python reads it", with_value("NaN")),
        "duplicate": ("a key twice", with_value('{"a":1,"a":2}')),
        "key-order-wrong": ("code point order is not UTF-16 order", with_value('{"～":2,"😀":1}')),
        "index-keys": ("in number order", with_value('{"9":2,"10":1}')),
        "space": ("white space", with_value(" 1")),
        "escape-needless": ("an escape that need not be", with_value('"\\u0041"')),
        "escape-upper": ("upper-case hex", with_value('"\\u001F"')),
        "slash-escaped": ("an escaped slash", with_value('"\\/"')),
        "surrogate-escaped": ("a lone surrogate, escaped", with_value('"\\ud800"')),
        "surrogate-raw": ("a lone surrogate, raw", with_value('"\ud800"')),
        "byte-order-mark": ("a byte order mark", "\ufeff" + with_value("1")),
        "not-utf8": ("not UTF-8", with_value('"x"').encode().replace(b'"x"', b'"\xff"')),
        "utf8-long": ("a character in more bytes than it needs", with_value('"x"').encode().replace(b'"x"', b'"\xc0\xaf"')),
        "utf8-surrogates": (
            "an astral character as two surrogates",
            with_value('"x"').encode().replace(b'"x"', b'"\xed\xa0\xbd\xed\xb8\x80"'),
        ),
        "integer-lesser": ("-2^53", with_value("-9007199254740992")),
        "trailing": ("something after it", with_value("1") + "\n"),
        "empty": ("nothing at all", ""),
    }
    for name, (why, data) in refusals.items():
        decoded(f"refused-{name}", why, data, "canonical")

    def malformed(name: str, why: str, value: Any) -> None:
        decoded(f"malformed-{name}", why, canonical(value), "document")

    whole = {"fields": {}, "schema": 1, "type": "Order"}
    malformed("array", "not an object", [])
    malformed("top-more", "a key too many", {**whole, "more": 1})
    malformed("top-less", "no schema", {"fields": {}, "type": "Order"})
    malformed("schema-zero", "schemas begin at 1", {**whole, "schema": 0})
    malformed("schema-true", "true is not 1", {**whole, "schema": True})
    malformed("type-lower", "a type begins with a capital", {**whole, "type": "order"})
    malformed("schema-none", "a schema that is null", {**whole, "schema": None})
    malformed("type-long", "a type of 33 characters", {**whole, "type": "A" * 33})
    malformed("fields-list", "fields is not an object", {**whole, "fields": []})

    def malformed_field(name: str, why: str, field: str, registers: Any) -> None:
        malformed(f"field-{name}", why, {**whole, "fields": {field: registers}})

    ok = register("x")
    malformed_field("name", "a name with a space", "two words", {"page": ok})
    malformed_field("proto", "a name that names a prototype", "__proto__", {"page": ok})
    malformed_field("newline", "a name with a line break at its end", "note\n", {"page": ok})
    malformed_field("two", "two elements", "source/a/b", {"page": ok})
    malformed_field("element", "an element without characters", "source/", {"page": ok})
    malformed_field("long", "a name of 65 characters", "a" * 65, {"page": ok})
    malformed_field("element-long", "an element of 65 characters", "a/" + "b" * 65, {"page": ok})
    malformed_field("origin-long", "an origin of 33 characters", "note", {"p" * 33: ok})
    malformed_field("empty", "no register", "note", {})
    malformed_field("origin", "an origin with a capital", "note", {"Page": ok})
    malformed_field("register", "a register that is no object", "note", {"page": "x"})
    malformed_field("no-value", "a register without a value", "note", {"page": {"at": ok["at"]}})
    malformed_field("no-stamp", "a register without a stamp", "note", {"page": {"value": 1}})
    for name, at in {
        "short": [1, 0], "long": [1, 0, LAPTOP.id.hex(), 0], "ms-negative": [-1, 0, LAPTOP.id.hex()],
        "ms-large": [2**43, 0, LAPTOP.id.hex()], "counter-large": [1, 2**31, LAPTOP.id.hex()], "ms-true": [True, 0, LAPTOP.id.hex()],
        "counter-negative": [1, -1, LAPTOP.id.hex()], "counter-true": [1, True, LAPTOP.id.hex()], "ms-text": ["1", 0, LAPTOP.id.hex()],
        "device-short": [1, 0, LAPTOP.id.hex()[:-1]], "device-upper": [1, 0, "A" * 32], "device-number": [1, 0, 7],
    }.items():  # fmt: skip
        malformed_field(f"stamp-{name}", "a stamp out of bounds", "note", {"page": {"at": at, "value": 1}})

    longest = {"a" * 64 + "/" + "b" * 64: {"p" * 32: register(None, ms=0)}}
    decoded("longest", "the longest names, the first stamp, and null, which a page may say too",
            canonical({"fields": {**longest, "note": {"page": register(None, ms=2**43 - 1, counter=2**31 - 1)}}, "schema": 2**53 - 1, "type": "A" * 32}))  # fmt: skip

    def joined(name: str, why: str, one: bytes, other: bytes, output: bytes | None = None, refused: str | None = None) -> None:
        result = None if output is None else output.hex()
        case(f"document/join-{name}", why, "join", {"one": one.hex(), "other": other.hex()}, output=result, refused=refused)

    early, late = register("a", ms=5), register("b", ms=6)
    joined("later", "the later write wins", document(note={"person": early}), document(note={"person": late}),
           document(note={"person": late}))  # fmt: skip
    tie_one, tie_two = register("a", ms=5, counter=2), register("z", ms=5, counter=1)
    joined("counter", "the counter decides within a millisecond", document(note={"person": tie_one}), document(note={"person": tie_two}),
           document(note={"person": tie_one}))  # fmt: skip
    by_laptop, by_phone = register("l", keys=LAPTOP), register("p", keys=PHONE)
    greater = by_laptop if LAPTOP.id > PHONE.id else by_phone
    joined("device", "then the device", document(note={"page": by_laptop}), document(note={"page": by_phone}),
           document(note={"page": greater}))  # fmt: skip
    same_small, same_great = register("a"), register("b")
    joined("value", "then the encoded register", document(note={"page": same_great}), document(note={"page": same_small}),
           document(note={"page": same_great}))  # fmt: skip
    bytes_small, bytes_great = register("～"), register("😀")
    joined("value-bytes", "as bytes, not as UTF-16", document(note={"page": bytes_small}), document(note={"page": bytes_great}),
           document(note={"page": bytes_great}))  # fmt: skip
    joined("origins", "page and person do not meet", document(note={"page": late}), document(note={"person": early}),
           document(note={"page": late, "person": early}))  # fmt: skip
    joined("union", "fields of both", document(a={"page": early}), document(b={"page": late}),
           document(a={"page": early}, b={"page": late}))  # fmt: skip
    newer = canonical({"fields": {}, "schema": 3, "type": "Order"})
    joined("schema", "the greater schema", document(), newer, newer)
    joined("type", "two types", document(), canonical({"fields": {}, "schema": 1, "type": "Vendor"}), refused="type")

    def shown(name: str, why: str, registers: dict[str, Any], value: Any) -> None:
        case(f"document/shown-{name}", why, "shown", {"document": document(note=registers).hex(), "field": "note"}, output=value)

    shown("page", "the page's word", {"page": early}, "a")
    shown("person", "the person's word outranks a later page", {"page": late, "person": early}, "a")
    shown("blanked", "a person can blank a field", {"page": late, "person": register(None)}, None)
    shown("robot", "an unknown origin is not shown", {"robot": late}, None)

    def written(name: str, why: str, before: bytes, values: dict[str, Any], after: bytes | None, clock: tuple[int, int], new: tuple[int, int],
                origin: str = "page", wall: int = 1000, refused: str | None = None, **beside: Any) -> None:  # fmt: skip
        given = {
            "document": before.hex(),
            "origin": origin,
            "values": values,
            "device": LAPTOP.id.hex(),
            "wall": wall,
            "clock": list(clock),
            **({"beside": beside} if beside else {}),
        }
        output = {"document": after.hex(), "clock": list(new)} if after else None
        case(f"document/write-{name}", why, "write", given, output=output, refused=refused)

    at_wall = register("59.97", ms=1000)
    written("new", "at the wall's time", document(), {"total": "59.97"}, document(total={"page": at_wall}), (0, 0), (1000, 0))
    written("again", "the same value writes nothing", document(total={"page": at_wall}), {"total": "59.97"},
            document(total={"page": at_wall}), (1000, 0), (1000, 0))  # fmt: skip
    written("null", "a capture never writes null", document(total={"page": at_wall}), {"total": None}, document(total={"page": at_wall}),
            (1000, 0), (1000, 0))  # fmt: skip
    written("counter", "a second write in a millisecond", document(), {"total": "59.97"},
            document(total={"page": register("59.97", ms=1000, counter=1)}), (1000, 0), (1000, 1))  # fmt: skip
    ahead = register("1", ms=5_000_000)
    written("above", "above a value from a clock far ahead, which does not lead this clock past ten minutes",
            document(total={"page": ahead}), {"total": "2"}, document(total={"page": register("2", ms=5_000_000, counter=1)}),
            (1000, 0), (601_000, 0))  # fmt: skip
    foreign = register("59.97", ms=5, mood="new")
    written("foreign-extra", "what a newer version keeps beside a value is no reason to write", document(total={"page": foreign}),
            {"total": "59.97"}, document(total={"page": foreign}), (0, 0), (0, 0))  # fmt: skip
    sure = document(total={"page": register("59.97", ms=5, signal="label", confidence=90)})
    written(
        "beside",
        "the same value by the same signal, as surely",
        sure,
        {"total": "59.97"},
        sure,
        (0, 0),
        (0, 0),
        signal="label",
        confidence=90,
    )
    for name, why, beside in (("signal", "another signal", {"signal": "rows", "confidence": 90}), ("confidence", "more surely", {"signal": "label", "confidence": 91}),
                              ("no-signal", "without a signal", {"confidence": 90})):  # fmt: skip
        written(f"beside-{name}", f"the same value {why}", sure, {"total": "59.97"},
                document(total={"page": register("59.97", ms=1000, **beside)}), (0, 0), (1000, 0), **beside)  # fmt: skip
    nulled = document(total={"page": register("59.97", ms=5, signal=None)})
    written(
        "beside-null",
        "a signal that is null is not none",
        nulled,
        {"total": "59.97"},
        document(total={"page": at_wall}),
        (0, 0),
        (1000, 0),
    )
    written("several", "in the order in which they come", document(), {"total": "1", "currency": "EUR"},
            document(total={"page": register("1", ms=1000)}, currency={"page": register("EUR", ms=1000, counter=1)}), (0, 0), (1000, 1))  # fmt: skip
    written(
        "wall-late",
        "a wall clock beyond every stamp",
        document(),
        {"total": "1"},
        None,
        (0, 0),
        (0, 0),
        wall=2**43,
        refused="stamp",
    )
    mine = {"person": register("49.97", ms=5)}
    written("person-again", "a person's same value writes nothing", document(total=mine), {"total": "49.97"}, document(total=mine),
            (0, 0), (0, 0), "person")  # fmt: skip
    signalled = document(total={"person": register("49.97", ms=5, signal="label")})
    written("person-beside", "a person's word with a signal beside it", signalled, {"total": "49.97"},
            document(total={"person": register("49.97", ms=1000)}), (0, 0), (1000, 0), "person")  # fmt: skip
    written("person-as-page", "a person may say what a page said", document(total={"page": at_wall}), {"total": "59.97"},
            document(total={"page": at_wall, "person": register("59.97", ms=1000)}), (0, 0), (1000, 0), "person")  # fmt: skip
    written("person-deleted", "a person may write into a deleted record", document(deleted={"person": register(True, ms=5)}), {"note": "x"},
            document(deleted={"person": register(True, ms=5)}, note={"person": register("x", ms=1000)}), (0, 0), (1000, 0), "person")  # fmt: skip
    written("person-newer", "a person's word in a document of a newer schema", canonical({"fields": {}, "schema": 2, "type": "Order"}), {"note": "x"},
            None, (0, 0), (0, 0), "person", refused="schema")  # fmt: skip
    for name, why, value in (("one", "1", 1), ("text", "a text", "true"), ("list", "a list", [])):
        truthy = {"person": register(value, ms=5)}
        written(f"deleted-{name}", f"{why} is not true, so the record is not deleted", document(deleted=truthy), {"total": "59.97"},
                document(deleted=truthy, total={"page": at_wall}), (0, 0), (1000, 0))  # fmt: skip
    back = {"page": register(True, ms=9), "person": register(False, ms=5)}
    written("undeleted", "a person took it back", document(deleted=back), {"total": "59.97"}, document(deleted=back, total={"page": at_wall}),
            (0, 0), (1000, 0))  # fmt: skip
    written("ceiling", "a clock ten minutes ahead keeps its counter", document(total={"page": ahead}), {"total": "2"},
            document(total={"page": register("2", ms=5_000_000, counter=1)}), (601_000, 3), (601_000, 3))  # fmt: skip
    newer_page = canonical({"fields": {"total": {"page": early}}, "schema": 2, "type": "Order"})
    written("newer", "a capture leaves a newer schema alone", newer_page, {"total": "2"}, newer_page, (0, 0), (0, 0))
    bin_register = {"person": register(True)}
    written("deleted", "a capture writes nothing into a deleted record", document(deleted=bin_register), {"total": "2"},
            document(deleted=bin_register), (0, 0), (0, 0))  # fmt: skip
    written("person", "a person can blank", document(total={"page": early}), {"total": None},
            document(total={"page": early, "person": register(None, ms=1000)}), (0, 0), (1000, 0), "person")  # fmt: skip
    written("purged", "above the purge, which may be ahead of this clock", purged_at((5_000, 7)), {"total": "59.97"},
            purged_at((5_000, 7), total={"page": register("59.97", ms=5_000, counter=8)}), (0, 0), (5_000, 8))  # fmt: skip
    purging()


def purged_at(at: tuple[int, int], keys: Keys = LAPTOP, **fields: Any) -> bytes:
    return canonical({"fields": fields, "purge": [*at, keys.id.hex()], "schema": 1, "type": "Order"})


def purging() -> None:
    """A document of which everything up to a stamp is gone."""
    kept = {"person": register(True, ms=9_000)}
    case("document/purge-good", "a purge and what came after it", "decode", {"document": purged_at((8_999, 5), deleted=kept).hex()},
         output=purged_at((8_999, 5), deleted=kept).hex())  # fmt: skip
    case("document/purge-empty", "a purge alone", "decode", {"document": purged_at((8_999, 5)).hex()},
         output=purged_at((8_999, 5)).hex())  # fmt: skip
    for name, why, text in (
        ("at", "a register at the purge's own stamp", purged_at((9_000, 0), deleted=kept)),
        ("below", "a register below it", purged_at((9_000, 1), deleted=kept)),
        ("device", "below it by the device alone", purged_at((9_000, 0), greatest(), deleted={"person": register(True, ms=9_000, keys=least())})),
        ("null", "a purge that is no stamp", canonical({"fields": {}, "purge": None, "schema": 1, "type": "Order"})),
        ("short", "a stamp of two", canonical({"fields": {}, "purge": [1, 0], "schema": 1, "type": "Order"})),
        ("true", "true is no number", canonical({"fields": {}, "purge": [True, 0, LAPTOP.id.hex()], "schema": 1, "type": "Order"})),
        ("beside", "something else beside it",
         canonical({"fields": {}, "purge": [1, 0, LAPTOP.id.hex()], "schema": 1, "type": "Order", "urge": 1})),
        ("instead", "a purge, and no schema", canonical({"fields": {}, "purge": [1, 0, LAPTOP.id.hex()], "type": "Order"})),
    ):  # fmt: skip
        case(f"document/malformed-purge-{name}", why, "decode", {"document": text.hex()}, refused="document")

    def joined(name: str, why: str, one: bytes, other: bytes, both: bytes) -> None:
        case(f"document/join-purge-{name}", why, "join", {"one": one.hex(), "other": other.hex()}, output=both.hex())

    early, late = {"page": register("a", ms=1_000)}, {"page": register("b", ms=9_500)}
    purged = purged_at((9_000, 0), deleted={"person": register(True, ms=9_000, counter=1)})
    joined("drops", "everything at or below it goes, wherever it comes from", purged, document(total=early, vendor=early), purged)
    joined("keeps", "what is above it stays, in a field that had older words too", purged, document(total={**late, "person": register("c", ms=2_000)}),
           purged_at((9_000, 0), deleted={"person": register(True, ms=9_000, counter=1)}, total=late))  # fmt: skip
    joined("at", "a register with the very stamp goes", purged_at((9_000, 0)), document(total={"page": register("a", ms=9_000)}),
           purged_at((9_000, 0)))  # fmt: skip
    joined("greater", "of two the greater one", purged, purged_at((9_000, 5), total=late), purged_at((9_000, 5), total=late))
    joined("devices", "of two in one moment, that of the greater device", purged_at((9_000, 0), least()), purged_at((9_000, 0), greatest()),
           purged_at((9_000, 0), greatest()))  # fmt: skip

    def purges(
        name: str, why: str, before: bytes, keys: list[str], after: bytes, clock: tuple[int, int], new: tuple[int, int]
    ) -> None:
        given = {"document": before.hex(), "keys": keys, "device": LAPTOP.id.hex(), "wall": 1_000, "clock": list(clock)}
        case(f"document/purge-{name}", why, "purge", given, output={"document": after.hex(), "clock": list(new)})

    key, other = "5d" * 16, "a0" * 16

    def left(*names: str, ms: int = 1_000, at: int = 0) -> bytes:
        said: dict[str, Any] = {
            name: {"person": register(True, ms=ms, counter=at + 1 + place)} for place, name in enumerate(names)
        }
        return purged_at((ms, at), **said)

    binned = document(deleted={"person": register(True, ms=500)}, total={"page": register("1.00", ms=400)})
    purges(
        "writes",
        "only that it was deleted, and its natural key, are left",
        binned,
        [key],
        left("deleted", f"key/{key}"),
        (0, 0),
        (1_000, 2),
    )
    purges("without-key", "a record without a natural key", binned, [], left("deleted"), (0, 0), (1_000, 1))
    again = document(**{"deleted": {"person": register(True, ms=500)}, f"key/{other}": {"person": register(True, ms=300)}})
    purges(
        "again",
        "the keys that were there stay, ascending",
        again,
        [key],
        left("deleted", f"key/{key}", f"key/{other}"),
        (0, 0),
        (1_000, 3),
    )
    ahead = document(deleted={"person": register(True, ms=5_000_000)})
    purges(
        "ahead", "above a register far ahead of the wall", ahead, [], left("deleted", ms=5_000_000, at=1), (0, 0), (601_000, 0)
    )
    purges("clock", "above the device's own clock", binned, [], left("deleted", ms=2_000, at=4), (2_000, 3), (2_000, 5))
    purges("purged", "above the purge before", purged_at((7_000, 3), deleted={"person": register(True, ms=8_000)}), [],
           left("deleted", ms=8_000, at=1), (0, 0), (8_000, 2))  # fmt: skip
    kept_key = {f"key/{other}": {"page": register(False, ms=300)}, "key/x": {"robot": register("?", ms=300)}}
    purges("keys", "keys of any origin and value stay, as the person's true", document(**{"deleted": {"person": register(True, ms=500)}, **kept_key}),
           [key], left("deleted", f"key/{key}", f"key/{other}", "key/x"), (0, 0), (1_000, 4))  # fmt: skip
    purges("twice", "a key that was there and is given", document(**{"deleted": {"person": register(True, ms=500)}, f"key/{key}": {"person": register(True, ms=300)}}),
           [key], left("deleted", f"key/{key}"), (0, 0), (1_000, 2))  # fmt: skip
    purges(
        "purged-bare",
        "above a purge that nothing is above",
        purged_at((7_000, 3)),
        [],
        left("deleted", ms=7_000, at=4),
        (0, 0),
        (7_000, 5),
    )
    dues(binned)
    newer = canonical({"fields": {}, "schema": 2, "type": "Order"})
    given = {"document": newer.hex(), "keys": [], "device": LAPTOP.id.hex(), "wall": 1_000, "clock": [0, 0]}
    case("document/purge-newer", "of a schema newer than the writer's", "purge", given, refused="schema")


DAYS_30 = 2_592_000_000


def dues(binned: bytes) -> None:
    """Whether a record was in the bin for long enough, and has anything to drop."""

    def due(name: str, why: str, text: bytes, *, wall: int = 500 + DAYS_30, is_due: bool = True) -> None:
        case(f"document/purge-due-{name}", why, "purge-due", {"document": text.hex(), "wall": wall}, output=is_due)

    word = {"person": register(True, ms=500)}
    due("exactly", "30 days to the millisecond", binned)
    due("early", "a millisecond less", binned, wall=499 + DAYS_30, is_due=False)
    due(
        "again",
        "what came into it after it was purged",
        purged_at((400, 0), deleted=word, total={"page": register("1.00", ms=450)}),
    )
    due("page-deleted", "beside the person's word the page's goes", document(deleted={**word, "page": register(True, ms=400)}))
    due("key-page", "and a page's word on a key", document(**{"deleted": word, "key/x": {"page": register(True, ms=400)}}))
    due(
        "purged",
        "nothing is left to drop",
        purged_at((400, 0), LAPTOP, **{"deleted": word, "key/x": {"person": register(True, ms=450)}}),
        is_due=False,
    )
    due("bare", "nor was there ever", document(deleted=word), is_due=False)
    for name, why, registers in (
        ("page", "a page's word", {"page": register(True, ms=500)}),
        ("false", "taken back", {"person": register(False, ms=500)}),
        ("one", "1 is not true", {"person": register(1, ms=500)}),
        ("none", "never deleted", None),
    ):
        fields = {"total": {"page": register("1.00", ms=400)}, **({"deleted": registers} if registers else {})}
        due(name, why, document(**fields), is_due=False)


def least() -> Keys:
    return min(LAPTOP, PHONE, key=lambda keys: keys.id)


def greatest() -> Keys:
    return max(LAPTOP, PHONE, key=lambda keys: keys.id)
