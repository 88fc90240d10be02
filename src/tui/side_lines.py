"""Paragraphs beside answers, laid out for a width: each pair a block of lines, left and right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from textual.content import Content

from ..register import Register
from ..report.answers import Answer
from ..report.coverage import GAPS, Cell, Standing
from ..report.pairing import Pair
from ..report.plain import visible
from ..report.values import text_at, texts_at
from .text import EMPTY, ERROR, MUTED, STRONG, SUCCESS, WARNING, Para

BAR = "▎ "
STACKED_BELOW = 56
"""Under this width the answers stand below the asks."""

SIGNS = {
    Standing.ANSWERED: ("✓", SUCCESS),
    Standing.DECLINED: ("⊘", WARNING),
    Standing.NOT_ADDRESSED: ("✗", ERROR),
    Standing.OVERDUE: ("✗", ERROR),
    Standing.NOT_YET_DUE: ("…", MUTED),
    Standing.NO_REPLY_DUE: ("–", MUTED),
}
"""How a standing is shown: always with its word."""


@dataclass(frozen=True, slots=True)
class Block:
    """One pair at some width: its lines on both sides, equally many."""

    left: tuple[Content, ...]
    right: tuple[Content, ...]

    @property
    def height(self) -> int:
        """How many lines it takes."""
        return len(self.left)


def lay_out(register: Register, pairs: Iterable[Pair], width: int) -> tuple[list[Block], int]:
    """The blocks, and how wide the left side is; 0 where everything stands in one column."""
    if width < STACKED_BELOW:
        return [_stacked(register, pair, max(10, width - 2)) for pair in pairs], 0
    left = (width - 5) // 2
    return [_beside(register, pair, left, width - 5 - left) for pair in pairs], left


def _beside(register: Register, pair: Pair, left: int, right: int) -> Block:
    one = _wrapped(left_paras(register, pair), left)
    other = _wrapped(right_paras(register, pair), right)
    height = max(len(one), len(other)) + 1
    return Block(_filled(one, height), _filled(other, height))


def _stacked(register: Register, pair: Pair, width: int) -> Block:
    paras = [*left_paras(register, pair), *right_paras(register, pair), EMPTY]
    lines = tuple(_wrapped(paras, width))
    return Block(lines, tuple(Content("") for _ in lines))


def _wrapped(paras: Iterable[Para], width: int) -> list[Content]:
    return [line for para in paras for line in para.wrapped(width)]


def _filled(lines: list[Content], height: int) -> tuple[Content, ...]:
    return (*lines, *(Content("") for _ in range(height - len(lines))))


def left_paras(register: Register, pair: Pair) -> Iterator[Para]:
    """The paragraph: what is asked, in which words, of whom."""
    request = pair.request
    if request is None:
        yield Para(Content.styled("No paragraph of the register", MUTED))
        return
    title = visible(register.label(request.id))
    yield Para(Content.assemble(Content.styled(pair.number, STRONG), "  ", Content.styled(title, STRONG)))
    yield from _quoted(text_at(request.data, "text"))
    addressees = [visible(register.label(each)) for each in texts_at(request.data, "addressees")]
    about = [text_at(request.data, "strength"), f"to {', '.join(addressees)}" if addressees else "to nobody named"]
    yield Para(Content.styled(" · ".join(each for each in about if each), MUTED))


def right_paras(register: Register, pair: Pair) -> Iterator[Para]:
    """What was answered, or that nothing was."""
    if pair.ask is None:
        yield from _alone(register, pair)
        return
    for answer in pair.answers:
        yield from _answer(register, answer)
    if pair.ask.asks or pair.answers:
        yield from _open_cells(register, pair)
    else:
        yield Para(Content.styled("– asks nobody for anything", MUTED))


def _answer(register: Register, answer: Answer) -> Iterator[Para]:
    declined = answer.disposition == "declined"
    sign, style = SIGNS[Standing.DECLINED if declined else Standing.ANSWERED]
    disposition = answer.disposition.replace("-", " ") or "answered"
    heading = visible(register.label(answer.reply.id))
    yield Para(Content.assemble(Content.styled(f"{sign} {disposition}", style), Content.styled(f"  {heading}", MUTED)))
    yield from _quoted(answer.quote)
    if answer.note:
        yield Para(Content.styled(visible(answer.note), MUTED), "Note  ", "      ")


def _open_cells(register: Register, pair: Pair) -> Iterator[Para]:
    """For each addressee who did not answer, how that stands."""
    for cell in pair.cells:
        if not cell.answers:
            yield _cell(register, cell)
    if pair.gap and pair.sections:
        names = "; ".join(visible(register.label(each.id)) for each in pair.sections)
        yield Para(Content.styled(f"The paragraph is named by: {names}", MUTED), "  ")


def _cell(register: Register, cell: Cell) -> Para:
    sign, style = SIGNS[cell.standing]
    word = str(cell.standing).upper() if cell.standing in GAPS else str(cell.standing)
    name = visible(register.label(cell.addressee)) if cell.addressee else ""
    return Para(Content.assemble(Content.styled(f"{sign} {word}", style), f"  {name}"))


def _alone(register: Register, pair: Pair) -> Iterator[Para]:
    for section in pair.sections:
        yield Para(Content.styled(visible(register.label(section.id)), STRONG))
        yield from _quoted(text_at(section.data, "text"), most=400)


def _quoted(text: str, most: int = 4000) -> Iterator[Para]:
    words = visible(text)
    if words:
        yield Para(Content(words if len(words) <= most else f"{words[:most]} …"), BAR, BAR, "$link")
