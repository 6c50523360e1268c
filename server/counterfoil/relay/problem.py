"""What goes wrong in a way that PROTOCOL.md names; free of HTTP, so that a store can raise it."""

from typing import Final

from counterfoil.wire import PROBLEM_TYPE, Fault, Head, Problem, ProblemCode
from counterfoil_crypto import statement


class ProblemError(Exception):
    """A request that is answered with the problem `code`; the keywords are what that code adds to the answer."""

    def __init__(
        self,
        code: ProblemCode,
        detail: str,
        *,
        errors: list[Fault] | None = None,
        limit: int | None = None,
        refusal: str | None = None,
        head: statement.Head | None = None,
        origins: tuple[str, ...] | None = None,
        used: int | None = None,
        retry: int | None = None,
    ) -> None:
        super().__init__(detail)
        self.code: Final = code
        self.problem: Final = Problem(
            type=PROBLEM_TYPE + code,
            title=code.heading,
            status=code.status,
            detail=detail,
            errors=errors,
            limit=limit,
            code=refusal,
            head=None if head is None else Head.of(head),
            origins=None if origins is None else list(origins),
            used=used,
            retry=retry,
        )
