"""The people, shops and relays of the end-to-end stories."""

from tests.e2e.conftest import new_device, playwright, relay, shop

__all__ = ["new_device", "playwright", "relay", "shop"]
