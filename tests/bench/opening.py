"""A cold pull of a whole log by the Python reader, beside the least that opening it costs."""

import gc
import json
import os
import random
import time
import zlib

from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt

from counterfoil_crypto import labels, statement
from counterfoil_crypto.chain import NO_RECORD, Entry, EntryKind, extend_head, first_head
from counterfoil_crypto.device import Device
from counterfoil_crypto.document import Document, Writer
from counterfoil_crypto.encoding import frame
from counterfoil_crypto.envelope import Inner, seal
from counterfoil_crypto.epoch import Epoch
from counterfoil_crypto.header import Header, envelope_digest
from counterfoil_crypto.keyring import Keyring
from counterfoil_crypto.log import Log, Merged
from counterfoil_crypto.stamp import Clock
from counterfoil_crypto.statement import Genesis, Head

from .table import Table, ms, ratio

COUNT = 10_000
PAGE = 1_000
ROUNDS = 5
LINES = (1, 2, 5)
MOST = 1.5
START_MS = 1_795_300_000_000
WORDS = ("Lantern", "brass", "kettle", "woollen", "blanket", "lamp", "chair", "oak")
EXTRA = {"signal": "label", "confidence": 90}
HEADER = 56
FIXED = 153

Page = tuple[list[Entry], Head]


def measure() -> list[Table]:
    table = Table(
        f"Cold pull in Python: {COUNT:,} records to plaintext documents",
        f"From the relay's entries, pages of {PAGE:,}, through digest, chain, header, AEAD, inflate, witness, base, count and\n"
        f"strict parsing. Floor: AEAD, inflate and json.loads of the same envelopes, nothing else, in turn; CPU time, best of\n"
        f"{ROUNDS}. Goal: at most {MOST}×. The reader keeps Python's cyclic collector still while it reads a page; last column:\n"
        "the collector is off for the floor as well.",
        ("lines an order", "kB each", "took", "floor", "ratio", "collector off"),
    )
    for lines in LINES:
        log = History(lines)
        times = [(log.open(), log.floor(), *_uncollected(log)) for _ in range(ROUNDS)]
        took, floor, still, still_floor = (1_000 * min(column) for column in zip(*times, strict=True))
        each = f"{log.length / COUNT / 1_000:.2f}"
        table.add(str(lines), each, ms(took), ms(floor), ratio(took, floor), ratio(still, still_floor))
    return [table]


def _uncollected(log: "History") -> tuple[float, float]:
    gc.disable()
    try:
        return log.open(), log.floor()
    finally:
        gc.enable()


class History:
    """An account's log with so many orders, each with so many lines."""

    def __init__(self, lines: int) -> None:
        self._random = random.Random(lines)  # noqa: S311 # a benchmark's goods
        self._device, self._epoch = Device.new(), Epoch.new()
        self._genesis = statement.genesis(self._device, self._epoch.commitment, self._epoch.seal_to(self._device.keys))
        self._clock = Clock(0, 0)
        self.length = 0
        self._pages = list(self._written(lines))

    def open(self) -> float:
        """Seconds for all of it; everything that was read is kept, as a device keeps it."""
        log, genesis = Log.empty(self._genesis.account), self._genesis
        keyring, kept = Keyring.gather(self._device, genesis.account, [genesis]), []
        before = time.process_time()
        for entries, through in self._pages:
            kept += log.read(entries, through, self._pages[-1][1], self._device, keyring)
        took = time.process_time() - before
        assert sum(isinstance(one, Merged) for one in kept) == COUNT
        return took

    def floor(self) -> float:
        """Seconds for what no reader can do without."""
        key, kept, sealed = self._epoch.seal_key, [], []
        for entries, _ in self._pages:
            bodies = [entry.body for entry in entries if entry.kind is EntryKind.RECORD and entry.body]
            sealed += [
                (body[HEADER + 24 :], frame(labels.ENVELOPE, body[:HEADER]), body[HEADER : HEADER + 24]) for body in bodies
            ]
        before = time.process_time()
        for ciphertext, data, nonce in sealed:
            plain = crypto_aead_xchacha20poly1305_ietf_decrypt(ciphertext, data, nonce, key)
            deflated = plain[FIXED : FIXED + int.from_bytes(plain[FIXED - 8 : FIXED - 4])]
            kept.append(json.loads(zlib.decompress(deflated, wbits=-15)))
        return time.process_time() - before

    def _written(self, lines: int) -> "list[Page]":
        genesis: Genesis = self._genesis
        head, pages = first_head(genesis), []
        entries = [Entry(1, EntryKind.STATEMENT, NO_RECORD, statement.statement_digest(genesis.signed), genesis.signed)]
        for count in range(1, COUNT + 1):
            record = os.urandom(16)
            text = self._order(count, lines).encode()
            inner = Inner(self._device.keys.id, count, START_MS, head, None, text)
            body = seal(self._epoch, Header(genesis.account, record, 0), inner, deflate=True)
            self.length += len(body)
            found = envelope_digest(body)
            head = extend_head(head, EntryKind.RECORD, record, found)
            entries.append(Entry(head.sequence, EntryKind.RECORD, record, found, body))
            if count % PAGE == 0:
                pages.append((entries, head))
                entries = []
        return pages

    def _order(self, number: int, lines: int) -> Document:
        names = (" ".join(self._random.choices(WORDS, k=3)) for _ in range(lines))
        values = {
            "vendor": f"shop{number % 300}.example",
            "orderNumber": f"A-{number:07}",
            "orderDate": f"2026-05-{1 + number % 28:02}",
            "created": "2026-05-01T12:00:00Z",
            "status": "OrderProcessing",
            "total": f"{self._random.randrange(50_000) / 100:.2f}",
            "currency": "EUR",
            "shipping": "4.90",
            "items": [{"name": name, "quantity": self._random.randrange(1, 4), "total": "19.99"} for name in names],
            "payment": {"kind": "card", "brand": "Visa", "last4": "4242"},
            "source/0123456789abcdef": {"kind": "page", "time": "2026-05-01T12:00:00Z", "url": "https://shop.example/thanks"},
        }
        writer = Writer(self._device.keys.id, self._clock, START_MS + 1_000 * number)
        document = writer.capture(Document("Order", 1, {}), values, dict.fromkeys(values, EXTRA))
        self._clock = writer.clock
        return document
