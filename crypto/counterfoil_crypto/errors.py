"""What the format refuses, and what a reader of a log finds."""

from typing import Final


class RefusedError(ValueError):
    """Bytes that SPEC.md refuses. `code` is the refusal's code there; the text says what was wrong."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code: Final = code


class RelayInconsistentError(Exception):
    """The relay showed a log that no honest relay shows. `code` as in SPEC.md, *log*; `sequence` is the entry it was seen at."""

    def __init__(self, code: str, sequence: int, detail: str) -> None:
        super().__init__(detail)
        self.code: Final = code
        self.sequence: Final = sequence


class CopiedProfileError(Exception):
    """Two writers use one device's keys: a copy of its profile, or one put back from a backup."""

    def __init__(self, device: bytes, sequence: int) -> None:
        super().__init__(f"device {device.hex()} wrote entry {sequence} with a count it had used before")
        self.device: Final = device
        self.sequence: Final = sequence
