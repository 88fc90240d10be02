"""toml_rs, loaded so that it takes no huge pages of memory.

Its allocator, mimalloc, asks the system for four of them to read a single record; to clear one takes up to 5 ms where
the memory isn't at hand, and there is nothing to gain in so little. It reads its options once, when it is loaded.
What it then tells the system holds for this process and those that it starts.
"""

from __future__ import annotations

import os

__all__ = ["loads"]

_OPTION = "MIMALLOC_ALLOW_THP"

_is_said = _OPTION in os.environ
if not _is_said:
    os.environ[_OPTION] = "0"
try:
    from toml_rs import loads
finally:
    if not _is_said:
        del os.environ[_OPTION]
