"""Little is hashed without OpenSSL, much with it, and to the same."""

import hashlib
import subprocess
import sys

import pytest
from followup.register import digests
from followup.register.digests import blake2b, digest
from hypothesis import given
from hypothesis import strategies as st


@given(st.binary(max_size=300))
def test_it_is_what_hashlib_says(data):
    digests._so_far = 0
    assert digest(data) == hashlib.sha256(data).hexdigest()
    digests._so_far = digests._LITTLE
    assert digest(data) == hashlib.sha256(data).hexdigest()
    assert blake2b(data, digest_size=16).digest() == hashlib.blake2b(data, digest_size=16).digest()


@pytest.mark.parametrize(("size", "loaded"), [(200_000, False), (300_000, True)])
def test_openssl_is_loaded_for_much(size, loaded):
    program = (
        "import sys; from followup.register.digests import digest\n"
        f"for _ in range({size} // 1000): digest(b'x' * 1000)\n"
        "print('hashlib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(loaded)
