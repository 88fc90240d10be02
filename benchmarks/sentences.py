"""Sentences with the words of the texts that this repository has, as frequent as there; a seed gives the same again."""

from __future__ import annotations

import random
import re
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[1]

# These would make a sentence mean something to a check: an ask, or a term that should no longer be used.
_MEANINGFUL = re.compile(
    r"call|urg|ask|instruct|invit|encourag|remind|stress|welcom|highlight|child$|porn|prostitut|touris"
)


@lru_cache(maxsize=1)
def words() -> tuple[str, ...]:
    """Every word of the source texts, each as often as it occurs."""
    texts = sorted(ROOT.glob("records/*/*/sources/*.txt"))
    found = [word for text in texts for word in re.findall(r"\b[a-z]{2,}\b", text.read_text("utf-8"))]
    return tuple(word for word in found if not _MEANINGFUL.match(word))


class Sentences:
    """A stream of sentences."""

    def __init__(self, seed: object) -> None:
        self.random = random.Random(str(seed))  # noqa: S311 - the same register every time

    def phrase(self, fewest: int, most: int) -> str:
        """So many words, none of them capitalised."""
        return " ".join(self.random.choices(words(), k=self.random.randint(fewest, most)))

    def title(self) -> str:
        """Words as a title has them."""
        return _capitalised(self.phrase(4, 9))

    def sentence(self, fewest: int = 12, most: int = 32) -> str:
        """One sentence, with its full stop."""
        return f"{_capitalised(self.phrase(fewest, most))}."

    def text(self, fewest: int, most: int) -> str:
        """So many sentences, one a line."""
        return "\n".join(self.sentence() for _ in range(self.random.randint(fewest, most)))


def _capitalised(text: str) -> str:
    return text[0].upper() + text[1:]
