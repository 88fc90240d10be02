"""The verbs by which Parliament speaks, and how strongly each asks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files

_ADVERB = (
    r"(?:(?:strongly|firmly|further|furthermore|also|again|once again|once more|deeply|warmly|particularly|especially"
    r"|nevertheless|nonetheless|therefore|moreover|consequently|accordingly|in particular|urgently|explicitly|formally"
    r"|fully|highly|greatly|sincerely|likewise|however|additionally|equally|specifically|thus|hence|insistently|only"
    r"|similarly|finally|lastly|vehemently|vigorously|resolutely|expressly|unequivocally|clearly|respectfully|kindly"
    r"|wholeheartedly|still|always|first|secondly|firstly|duly|generally|broadly|seriously|solemnly|utterly|keenly|"
    r"hereby|simply)"
    r",?\s+)*"
)
_LEAD = (
    r"(?:(?:and|but|also|in addition|in this (?:connection|regard|context|respect|light|spirit)|to (?:this|that) end|"
    r"with this in mind"
    r"|for (?:this|that|these) reasons?|at the same time|on the other hand|in (?:the )?light of the above|as a "
    r"result|in this way"
    r"|in (?:the|this) case|to that effect|with regard to [^,;]{1,60}|in view of (?:this|the above)|against this "
    r"background),?\s+)*"
)

_INTERRUPTED = (
    r"(?:,?\s(?!(?:attention|into|to mind|on|upon|for)\b)[\w’'-]+(?:\s(?!(?:on|upon|for)\b)[\w’'-]+){0,5}?,?)??"
)

ASKS: tuple[tuple[str, str], ...] = (
    ("instructs", r"instructs|charges(?= its)|mandates(?= its)|commissions(?= its)"),
    ("urges", r"urges|urgently calls|demands|insists(?: on)?|exhorts|implores|presses(?= (?:the|on|for))"),
    (
        "calls-on",
        (
            r"(?:reiterates|repeats|renews|reaffirms|recalls|restates)(?:,[^,;]{1,60},)?(?: (?:once again|again|"
            r"therefore))? its "
            r"(?:previous |earlier |repeated |longstanding |urgent )*(?:calls?|appeals?|demands?|requests?)\b"
        ),
    ),
    (
        "calls-on",
        (
            rf"calls{_INTERRUPTED}\s(?:up)?on\b|calls{_INTERRUPTED}\sfor\b(?! proposals| tenders?| interest| "
            rf"expressions)|appeals\s(?:up)?(?:on|to|for)\b|calls(?= (?:the|that)\b)"
        ),
    ),
    ("asks", r"asks|requests|expects|requires(?= (?:the|that))|would like(?= the)|petitions|wants"),
    ("encourages", r"encourages|invites|recommends|suggests|advises|proposes(?= (?:that|to the|the))"),
    ("reminds", r"reminds"),
)
"""In the order in which they are tried."""

POSITIONS = (
    "acknowledges|admits|advocates|affirms|agrees|anticipates|applauds|appreciates|approves|argues|asserts|attaches|"
    "awaits|believes|"
    "calls attention|calls into question|calls to mind|celebrates|cautions|commends|commits|concludes|concurs|"
    "condemns|confirms|congratulates|"
    "considers|continues|criticises|criticizes|declares|decides|deems|denounces|deplores|disagrees|disapproves|"
    "doubts|draws|emphasi[sz]es|endorses|"
    "envisages|expresses|favours|feels|finds|fears|gives|grants|hails|has|highlights|holds|hopes|identifies|intends|"
    "invites attention|is|joins|"
    "laments|looks|maintains|makes|notes|objects|observes|offers|opposes|pays|pleads|points|praises|proclaims|"
    "proposes|questions|"
    "reaffirms|realises|recalls|recogni[sz]es|reconfirms|refuses|regards|regrets|reiterates|rejects|rejoices|remains|"
    "remarks|renews|repeats|reserves|resolves|"
    "restates|sees|sends|shares|signals|speaks|stands|states|stresses|strives|supports|takes|thanks|trusts|"
    "underlines|underscores|understands|"
    "undertakes|upholds|views|voices|warns|welcomes|wishes|wonders|does not|cannot|reminds itself|pledges|salutes|"
    "respects|mourns|honours|insists"
)

_TAIL = (
    r"(?:\s(?:with (?:\w+ )?(?:concern|regret|satisfaction|interest|approval|disappointment|dismay|alarm|"
    r"appreciation|anxiety|horror|surprise)"
    r"|in the strongest (?:possible )?terms|the view|note(?: of)?|attention(?: to)?|concern(?:ed)?|out|forward to|"
    r"its concern|its regret))?"
)

_ASKING = "|".join(
    f"(?P<{strength.replace('-', '_')}{number}>{verbs})" for number, (strength, verbs) in enumerate(ASKS)
)
_VERB = re.compile(
    rf"(?P<lead>{_LEAD})(?P<whole>(?P<adverb>{_ADVERB})(?:(?P<position1>calls attention|calls into question|calls to "
    rf"mind|invites attention|reminds itself)\b|{_ASKING}|(?P<position>{POSITIONS})\b{_TAIL}))",
    re.IGNORECASE,
)
_THIRD_PERSON = re.compile(r"[A-Z][a-z]+(?:s|es)\b")

CLAUSE = re.compile(r"(?:;|(?<=[a-z)’”]):|\.)\s+(?=[a-zA-Z])")
"""Where a further verb of Parliament may follow."""
CONJUNCTION = re.compile(
    r"(?:(?P<comma>,)\s+|\s)(?:and|but|yet)\s+(?=(?:(?:also|further|therefore|again|strongly|urgently|once "
    r"again),?\s+)*"
    r"(?P<verb>calls?|urges|asks|requests|invites|encourages|instructs|insists|demands|recommends|reiterates|"
    r"welcomes|stresses"
    r"|notes|regrets|considers|believes|recalls|underlines|emphasises|supports|expects|reminds|points|highlights|"
    r"suggests)\b)"
)
_ASK_AFTER_AND = re.compile(
    r"calls\b(?! proposals).{0,40}?\b(?:on|upon|for)\b(?! proposals| tender)|(?:urges|invites|encourages|instructs|"
    r"asks|insists|recommends|expects|reminds|suggests)\s|reiterates its calls?\b"
    r"|(?:requests|demands) (?:the|that|its|a|an)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Verb:
    """The verb that begins a clause: how the text has it, in lower case, and how strongly it asks."""

    words: str
    strength: str
    start: int
    end: int

    @property
    def asks(self) -> bool:
        """Whether somebody is asked for something by it."""
        return self.strength != "position"


def verb_at(text: str, start: int, *, first: bool = False) -> Verb | None:
    """The verb of Parliament that a clause begins with; ``first``: at the beginning of a paragraph any verb will do."""
    found = _VERB.match(text, start)
    if found is None or not _is_word_end(text, found.end("whole")):
        other = _THIRD_PERSON.match(text, start) if first else None
        return Verb(other[0].lower(), "position", other.start(), other.end()) if other else None
    strength = next((name for name, value in found.groupdict().items() if value and name not in _OTHER), "position")
    strength = re.sub(r"[0-9]+$", "", strength).replace("_", "-")
    return Verb(_said(found), strength, found.start("whole"), found.end("whole"))


_CONNECTING = re.compile(
    r"^(?:(?:therefore|also|furthermore|further|once again|once more|again|nevertheless|nonetheless|moreover|"
    r"consequently|accordingly"
    r"|in particular|likewise|however|additionally|equally|similarly|finally|lastly|thus|hence|still|firstly|"
    r"secondly|first|specifically),?\s+)+"
)
"""Words before a verb that join it to what went before and say nothing of its strength."""

_OTHER = frozenset(("lead", "whole", "adverb"))


def _is_word_end(text: str, end: int) -> bool:
    return end >= len(text) or not text[end].isalnum()


def _said(found: re.Match[str]) -> str:
    """The verb as the text has it, without the words before it that only join it to what went before."""
    return _CONNECTING.sub("", " ".join(found["whole"].lower().split())).rstrip(",")


def bare(words: str) -> str:
    """A verb without what interrupts it or strengthens it: “strongly calls, therefore, on” is “calls on”."""
    words = re.sub(r"^(?:\w+(?:ly|more|again|also)\s+)+", "", words)
    interrupted = re.fullmatch(r"(?P<verb>calls)\b.*\b(?P<after>on|upon|for)", words)
    return f"{interrupted['verb']} {interrupted['after']}" if interrupted else words


def asks_after_and(text: str, start: int) -> bool:
    """Whether “and” is followed by a verb that asks, and not by a noun that looks like one."""
    return bool(_ASK_AFTER_AND.match(text, start))


BASE = frozenset(files(__package__).joinpath("base_verbs.txt").read_text("utf-8").split())
"""Verbs as they stand after “to” where somebody is asked to do something."""
