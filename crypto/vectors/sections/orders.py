"""Which records are read as one order."""

from typing import Any

from vectors.raw import PHONE, canonical, case, register

ONE, TWO, THREE, FOUR = ("0" * 31 + digit for digit in "1234")
LATER = 1_795_300_100_000
Fields = dict[str, dict[str, Any]]


def pages(ms: int = 1_795_300_000_000, **said: Any) -> Fields:
    """Fields of an order as pages of one shop said them."""
    return {name: {"page": register(value, ms=ms)} for name, value in {"vendor": "shop.example", **said}.items()}


def by_person(**said: Any) -> Fields:
    return {name: {"person": register(value, ms=LATER, keys=PHONE)} for name, value in said.items()}


def encoded(fields: Fields, schema: int = 1, kind: str = "Order") -> str:
    return canonical({"fields": fields, "schema": schema, "type": kind}).hex()


def both(name: str, why: str, first: Fields, second: Fields, shown: Fields | None) -> None:
    """Two records: one order that shows `shown`, or two orders."""
    given = {"records": [{"record": TWO, "document": encoded(second)}, {"record": ONE, "document": encoded(first)}]}
    apart = [{"records": [ONE], "document": encoded(first)}, {"records": [TWO], "document": encoded(second)}]
    output = apart if shown is None else [{"records": [ONE, TWO], "document": encoded(shown)}]
    case(f"orders/{name}", why, "orders", given, output=output)


def cases() -> None:
    number = pages(orderNumber="#100 1a")
    same = pages(LATER, orderNumber="1001A")
    both("number", "one number in two spellings; the join shows the later", number, same, same)
    both("vendor", "one number at two vendors", number, pages(vendor="other.example", orderNumber="#100 1a"), None)
    both("no-vendor", "without a vendor nothing is known of it", number, {"orderNumber": number["orderNumber"]}, None)
    both("no-number", "without a number there is no telling", pages(total="5.00"), pages(total="5.00"), None)
    both("empty-number", "nothing is left of the number", pages(orderNumber="#"), pages(orderNumber="#"), None)
    both(
        "person-vendor",
        "a person's vendor joins nothing",
        number,
        {**number, "vendor": by_person(vendor="shop.example")["vendor"]},
        None,
    )
    both("number-not-text", "a number that is no text", pages(orderNumber=7), pages(orderNumber=7), None)
    corrected = {**pages(total="5.00"), **by_person(orderNumber="1001A")}
    both("person-number", "a correction joins nothing", number, corrected, None)
    renamed = pages(orderNumber="1001A")
    renamed["orderNumber"]["person"] = register("7", ms=LATER)
    both("person-parts", "nor does it part anything", renamed, number,
         {**number, "orderNumber": {"page": number["orderNumber"]["page"] if canonical(number["orderNumber"]["page"]) >
                                    canonical(renamed["orderNumber"]["page"]) else renamed["orderNumber"]["page"],
                                    "person": renamed["orderNumber"]["person"]}})  # fmt: skip
    binned = {**number, **by_person(deleted=True)}
    both("deleted", "a deletion counts for all its records", same, binned, {**same, **by_person(deleted=True)})
    case("orders/schema", "one record of a newer schema makes the order one", "orders",
         {"records": [{"record": ONE, "document": encoded(number)}, {"record": TWO, "document": encoded(same, 9)}]},
         output=[{"records": [ONE, TWO], "document": encoded(same, 9)}])  # fmt: skip
    case("orders/types", "other types are no orders", "orders",
         {"records": [{"record": ONE, "document": encoded(number, kind="Product")}]}, output=[])  # fmt: skip
    other_orders(number)
    confirmations()


def other_orders(number: Fields) -> None:
    def dated(day: str) -> Fields:
        return {**number, **pages(orderDate=day)}

    def later(day: str) -> Fields:
        return pages(LATER, orderNumber="1001A", orderDate=day)

    both("days-180", "a number used again after half a year", dated("2026-01-01"), later("2026-06-30"), None)
    both("days-before", "whichever is the earlier", dated("2026-06-30"), later("2026-01-01"), None)
    both("days-179", "a day less", dated("2026-01-01"), later("2026-06-29"), later("2026-06-29"))
    both("days-month", "a month is no day", dated("2020-01"), later("2026-06-29"), later("2026-06-29"))
    said_by_person = {**number, **by_person(orderDate="2020-01-01")}
    both("days-person", "a day of the person's parts nothing", said_by_person, later("2026-06-29"), {**later("2026-06-29"), "orderDate": {
        **later("2026-06-29")["orderDate"], **said_by_person["orderDate"]}})  # fmt: skip
    both("days-year", "a year before 1000", dated("0999-01-01"), later("2026-06-29"), later("2026-06-29"))
    both("days-none", "a day that no calendar has", dated("2020-02-30"), later("2026-06-29"), later("2026-06-29"))

    lamp: dict[str, Any] = {"orderNumber": "1001A", "total": "5.00", "currency": "EUR", "items": [{"name": "Lamp"}]}
    rug: dict[str, Any] = {"orderNumber": "1001A", "total": "7.00", "currency": "USD", "items": [{"name": "Rug"}]}

    def differs(name: str, why: str, changes: dict[str, Any], *, one: bool = True) -> None:
        said = pages(LATER, **{name: value for name, value in {**rug, **changes}.items() if value is not None})
        both(f"differs-{name}", why, pages(**lamp), said, {**pages(**lamp), **said} if one else None)

    differs("all", "total, currency and items all differ", {}, one=False)
    differs("total", "one total in two spellings", {"total": "5"})
    differs("currency", "one currency", {"currency": "EUR"})
    differs("items", "one item in common", {"items": [{"name": "Rug"}, {"name": "Lamp", "quantity": 2}]})
    differs("no-total", "a total that is not known", {"total": None})
    differs("total-malformed", "a total that is no amount", {"total": "7,00"})
    differs("currency-malformed", "a currency that is no text", {"currency": ["USD"]})
    differs("some-names", "an item without a name beside one with", {"items": [{"name": "Rug"}, {"name": None}, 7]}, one=False)
    differs("some-names-common", "nor does it hide one in common", {"items": [{}, {"name": "Lamp"}]})
    differs("name-spelling", "names are compared as they are", {"items": [{"name": "lamp"}]}, one=False)
    differs("currency-none", "a currency that is not known", {"currency": None})
    differs("items-none", "items that are not known", {"items": None})
    differs("no-names", "items without a name", {"items": [{"name": 7}, "Rug", None, []]})
    differs("items-malformed", "items that are no list", {"items": {"name": "Rug"}})
    first, second, third = (pages(**lamp), pages(**rug), pages(LATER, **rug))
    case("orders/three", "each goes to the first that it is not another order than", "orders",
         {"records": [{"record": record, "document": encoded(fields)} for record, fields in ((THREE, third), (TWO, second), (ONE, first))]},
         output=[{"records": [ONE], "document": encoded(first)}, {"records": [TWO, THREE], "document": encoded(third)}])  # fmt: skip

    early, between, late = (
        dated("2026-01-01"),
        pages(LATER, orderNumber="1001A", orderDate="2026-05-01"),
        pages(LATER, orderNumber="1001A", orderDate="2026-08-01"),
    )
    case("orders/three-joined", "a record is held against the join, not against the record that began the order", "orders",
         {"records": [{"record": record, "document": encoded(fields)} for record, fields in ((ONE, early), (TWO, between), (THREE, late))]},
         output=[{"records": [ONE, TWO, THREE], "document": encoded(larger(between, late))}])  # fmt: skip


def larger(one: Fields, other: Fields) -> Fields:
    """The join of what pages said in one moment."""
    return {name: max(one[name], other[name], key=lambda registers: canonical(registers["page"])) for name in one}


def confirmations() -> None:
    early = pages(confirmationNumber="abc")
    late = pages(LATER, orderNumber="1001", confirmationNumber="ABC")
    both("confirmation", "an order known by its confirmation number until the real one came", early, late, late)
    as_number = pages(orderNumber="abc")
    both("confirmation-as-number", "a page took it for the order number", as_number, late, late)
    both("confirmation-same", "the two numbers are one", pages(orderNumber="abc", confirmationNumber="ABC"), late, late)
    other_vendor = {**late, **pages(LATER, vendor="other.example")}
    both("confirmation-vendor", "at another vendor", early, other_vendor, None)
    far = [{**early, **pages(orderDate="2025-01-01")}, {**late, **pages(LATER, orderDate="2026-01-01")}]
    both("confirmation-other", "another order for its date", far[0], far[1], None)
    chain = pages(orderNumber="abc", confirmationNumber="xyz")
    both("confirmation-chain", "one that names another number itself is not named", chain, late, None)
    stale = {**pages(LATER + 1, orderNumber="abc"), **by_person(note="gift")}
    stale["orderNumber"]["person"] = register("77", ms=LATER)
    both("confirmation-read-again", "read again after the real one was known", stale, late, {
        **late, "vendor": stale["vendor"], "note": stale["note"],
        "orderNumber": {"page": late["orderNumber"]["page"], "person": stale["orderNumber"]["person"]}})  # fmt: skip
    corrected = {**pages(LATER, orderNumber="1001"), **by_person(confirmationNumber="abc")}
    both("confirmation-person", "a person's confirmation number joins nothing", early, corrected, None)
    overruled = {
        **late,
        "confirmationNumber": {**late["confirmationNumber"], **by_person(confirmationNumber="zzz")["confirmationNumber"]},
    }
    both("confirmation-overruled", "nor does one part anything", early, overruled, overruled)
    circle = pages(LATER, orderNumber="abc", confirmationNumber="1001")
    both("confirmation-circle", "two that name each other", circle, late, None)
    lamp: dict[str, Any] = {"orderNumber": "abc", "total": "5.00", "currency": "EUR", "items": [{"name": "Lamp"}]}
    rug: dict[str, Any] = {"orderNumber": "abc", "total": "7.00", "currency": "USD", "items": [{"name": "Rug"}]}
    case("orders/confirmation-two", "two orders have the number that is named: neither is meant", "orders",
         {"records": [{"record": record, "document": encoded(fields)}
                      for record, fields in ((ONE, pages(**lamp)), (TWO, pages(**rug)), (THREE, late))]},
         output=[{"records": [ONE], "document": encoded(pages(**lamp))}, {"records": [TWO], "document": encoded(pages(**rug))},
                 {"records": [THREE], "document": encoded(late)}])  # fmt: skip
    second = pages(LATER, orderNumber="1002", confirmationNumber="ABC")
    case("orders/confirmation-shared", "named by two it is neither", "orders",
         {"records": [{"record": record, "document": encoded(fields)} for record, fields in ((ONE, early), (TWO, late), (THREE, second))]},
         output=[{"records": [ONE], "document": encoded(early)}, {"records": [TWO], "document": encoded(late)},
                 {"records": [THREE], "document": encoded(second)}])  # fmt: skip
    again = pages(LATER + 1, orderNumber="1001")
    case("orders/confirmation-all", "records with the real number and with the confirmation number", "orders",
         {"records": [{"record": record, "document": encoded(fields)} for record, fields in
                      ((FOUR, early), (TWO, late), (ONE, again), (THREE, as_number))]},
         output=[{"records": [ONE, TWO, THREE, FOUR], "document": encoded({
             **late, "vendor": again["vendor"], "orderNumber": again["orderNumber"]})}])  # fmt: skip
