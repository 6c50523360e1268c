"""The relay: it stores and orders what devices send, and never sees what is in it."""
