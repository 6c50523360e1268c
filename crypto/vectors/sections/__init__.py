"""One module a section of SPEC.md; each has a `cases` that makes its vectors."""
