"""Test vectors for SPEC.md, and what makes them."""
