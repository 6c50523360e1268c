"""What a malicious relay does: one switch for each attack, `NN-words` by its number in the list of attacks."""

from tests.attacks.lies import claims, files, histories, hostile, insertions, missing, pairings, removals, restores, sessions
from tests.attacks.lies.registry import LIES

__all__ = [
    "LIES",
    "claims",
    "files",
    "histories",
    "hostile",
    "insertions",
    "missing",
    "pairings",
    "removals",
    "restores",
    "sessions",
]
