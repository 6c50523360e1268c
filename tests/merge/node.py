"""How tests run the TypeScript sources in Node as they are, without a build."""

from __future__ import annotations

from typing import Final

NODE: Final = ("node", "--experimental-transform-types", "--disable-warning=ExperimentalWarning")
