"""What is too large for a vector: a document at the limit of 4 MiB."""

import pytest

from counterfoil_crypto.envelope import LARGEST_DOCUMENT, Inner, open_envelope, seal
from counterfoil_crypto.epoch import Epoch
from counterfoil_crypto.errors import RefusedError
from counterfoil_crypto.header import Header
from counterfoil_crypto.statement import Head
from vectors.raw import EPOCH, RECORD, WITNESS, deflated, envelope, header, inner, padded

ABOUT = Header(bytes(32), bytes(16), 0)


def made(length: int) -> Inner:
    return Inner(bytes(16), 1, 0, Head(bytes(32), 0, bytes(32)), None, b"x" * length)


@pytest.mark.parametrize("deflate", [False, True])
def test_a_document_of_4_mib_is_sealed_and_opened(*, deflate: bool) -> None:
    key, whole = Epoch(0, EPOCH), made(LARGEST_DOCUMENT)
    assert open_envelope(key, seal(key, ABOUT, whole, deflate=deflate)).inner == whole
    with pytest.raises(RefusedError) as refused:
        seal(key, ABOUT, made(LARGEST_DOCUMENT + 1), deflate=deflate)
    assert refused.value.code == "inner"


@pytest.mark.parametrize("deflate", [False, True])
def test_a_larger_one_is_refused_stored_or_deflated(*, deflate: bool) -> None:
    text = b"x" * (LARGEST_DOCUMENT + 1)
    plain = inner(text, witness=WITNESS, flag=int(deflate), stored=deflated(text) if deflate else None)
    with pytest.raises(RefusedError) as refused:
        open_envelope(Epoch(0, EPOCH), envelope(header(RECORD), padded(plain), "large"))
    assert refused.value.code == "inner"
