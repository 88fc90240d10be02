"""Wording: the register's own words, held against the terms that Parliament wants to be used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .checks import Finding, check
from .subject import Subject
from .words import shown, title

_IN_QUOTES = r"“[^”]*”|‘[^’]*’(?!\w)|«[^»]*»|\"[^\"\n]*\""


@check("W601", "deprecated-term", stage="record", severity="warning", silenceable=True, when="own_words")
def deprecated_term(subject: Subject) -> Iterator[Finding]:
    """The register's own words use a term that should no longer be used.

    The terms are listed in schema/vocabulary.toml, each with the one to use in its place. Verbatim text is never
    touched, and a term in quotation marks is somebody else's.
    """
    vocabulary = subject.context.vocabulary
    lower = "\n".join(subject.own_words).lower()
    if not [word for word in vocabulary.words if word in lower]:
        return
    for use in subject.uses("own"):
        seen = set()
        for match in re.finditer(vocabulary.pattern, use.value):
            term = " ".join(match[0].lower().split())
            if term not in seen and not _is_quoted(use.value, match.start()):
                seen.add(term)
                preferred, why = vocabulary.terms[term]
                yield Finding(
                    use.path,
                    f"{title(subject.kind, use.path)} says {shown(match[0])}; the term to use is “{preferred}”",
                    hint=why or f"Write “{preferred}”.",
                    words=match.span(),
                )


def _is_quoted(text: str, at: int) -> bool:
    return any(match.start() <= at < match.end() for match in re.finditer(_IN_QUOTES, text))
