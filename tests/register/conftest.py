"""TOML as people write it: texts in every style that TOML 1.0 allows, data, and changes that fit the data."""

import datetime as dt
import tomllib
from random import Random

import pytest
from followup.register import rendering
from followup.register.changes import Append, Insert, Move, Remove, Set
from hypothesis import assume
from hypothesis import strategies as st

LETTERS = st.characters(exclude_categories=["Cs"])
TEXTS = st.one_of(
    st.text(LETTERS, max_size=12),
    st.text(st.sampled_from("ab \"'\\\n\r\t#=[]{},.é…\u2028\u0085\x7f\x00"), max_size=12),
    st.sampled_from(
        ["", "\n", "a\r\nb", '"""', "'''", "ends with \\", "# no comment", "a\n# no comment\n[t]\n", "ß" * 120]
    ),
)
NAMES = st.one_of(
    st.sampled_from(["a", "b", "c", "d", "text", "answers", "quote", "1", "2015-03-11", "true", "-"]),
    st.sampled_from(["", "a.b", "a b", 'q"q', "é", "x]", "#", "a\nb", "\\"]),
)
MOMENTS = st.one_of(
    st.dates(),
    st.times(),
    st.datetimes(),
    st.datetimes(timezones=st.sampled_from([dt.UTC, dt.timezone(dt.timedelta(hours=-9, minutes=-30))])),
)
SCALARS = st.one_of(TEXTS, st.booleans(), st.integers(), st.floats(), MOMENTS)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(NAMES, inner, max_size=3),
        st.lists(st.dictionaries(NAMES, inner, max_size=3), min_size=1, max_size=3),
    ),
    max_leaves=10,
)
TABLES = st.dictionaries(NAMES, VALUES, max_size=5)
LISTS_OF_TABLES = st.lists(TABLES, min_size=1, max_size=3)
RECORDS = st.one_of(TABLES, st.dictionaries(NAMES, VALUES | LISTS_OF_TABLES | TABLES, min_size=2, max_size=5))


@st.composite
def documents(draw):
    """Valid TOML files, as bytes."""
    text = _Writer(draw(st.randoms(use_true_random=False)), draw(RECORDS)).text()
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    elif draw(st.booleans()):
        text = _mixed(text, draw(st.randoms(use_true_random=False)))
    if draw(st.booleans()):
        text = text.rstrip("\r\n")
    raw = text.encode()
    assume(_is_valid(raw))
    return raw


def _mixed(text, random):
    return "".join(line + random.choice(["\n", "\r\n"]) for line in text.split("\n"))


def _is_valid(raw):
    try:
        tomllib.loads(raw.decode())
    except tomllib.TOMLDecodeError:
        return False
    return True


class _Writer:
    """Writes a table as TOML in every way that comes to mind."""

    def __init__(self, random: Random, table: dict):
        self.random, self.table, self.count = random, table, 0

    def text(self):
        pairs, units = self.split((), self.table)
        return "".join([self.gap(), *pairs, *self.shuffled(units), self.gap()])

    def chance(self, probability=0.5):
        return self.random.random() < probability

    def comment(self):
        self.count += 1
        return f"# comment {self.count}" + self.random.choice(["", " [x]", " = 1", " é\u2028"])

    def gap(self):
        kinds = self.random.choices(["", "\n", "  \n", "c", "i"], [5, 2, 1, 2, 1], k=self.random.randint(0, 3))
        return "".join({"c": self.comment() + "\n", "i": f"\t{self.comment()}\n"}.get(kind, kind) for kind in kinds)

    def end_of_line(self):
        return self.random.choice(["", "", "", " ", f" {self.comment()}", self.comment()]) + "\n"

    def blank(self):
        return self.random.choice(["", "", " ", "\t", "  "])

    def key(self, name):
        bare = rendering.key(name)
        options = [bare, rendering.scalar(name)]
        if "'" not in name and name.isprintable():
            options.append(f"'{name}'")
        return self.random.choice(options)

    def dotted(self, names):
        return f"{self.blank()}.{self.blank()}".join(map(self.key, names))

    def split(self, path, table):
        """The lines of a table's own pairs, and the groups of sections that follow."""
        pairs, units = [], []
        for name, value in table.items():
            if isinstance(value, dict) and self.chance(0.6):
                if value and self.chance(0.4):
                    pairs += self.dotted_pairs((name,), value)
                else:
                    units += self.table_units((*path, name), value)
            elif _is_list_of_tables(value) and self.chance(0.8):
                units += [((*path, name), self.item((*path, name), item)) for item in value]
            else:
                pairs.append(self.pair((name,), value))
        self.random.shuffle(pairs)
        return pairs, units

    def dotted_pairs(self, names, table):
        pairs = []
        for name, value in table.items():
            if isinstance(value, dict) and value and self.chance():
                pairs += self.dotted_pairs((*names, name), value)
            else:
                pairs.append(self.pair((*names, name), value))
        return pairs

    def pair(self, names, value):
        spaces = self.random.choice(["", "", "  ", "\t"]), self.blank(), self.blank()
        return (
            f"{self.gap()}{spaces[0]}{self.dotted(names)}{spaces[1]}={spaces[2]}{self.value(value)}{self.end_of_line()}"
        )

    def header(self, path, brackets):
        name = f"{self.blank()}{self.dotted(path)}{self.blank()}"
        return f"{self.gap()}{self.random.choice(['', '', '  '])}{brackets.format(name)}{self.end_of_line()}"

    def table_units(self, path, table):
        pairs, units = self.split(path, table)
        if pairs or not units or self.chance():
            units.insert(0, (None, "".join([self.header(path, "[{}]"), *pairs])))
        return units

    def item(self, path, table):
        pairs, units = self.split(path, table)
        return "".join([self.header(path, "[[{}]]"), *pairs, *self.shuffled(units)])

    def shuffled(self, units):
        """The groups in any order; items of one list keep theirs."""
        if self.chance():
            return [text for _, text in units]
        order = list(units)
        self.random.shuffle(order)
        left = list(units)
        result = []
        for group, text in order:
            pick = next(unit for unit in left if unit[0] == group) if group else (group, text)
            left.remove(pick)
            result.append(pick[1])
        return result

    def value(self, value, *, within=False):
        if isinstance(value, str):
            return self.string(value)
        if isinstance(value, list):
            return self.array(value)
        if isinstance(value, dict):
            pairs = [f"{self.key(k)}{self.blank()}={self.blank()}{self.value(v)}" for k, v in value.items()]
            return f"{{{self.blank()}{f'{self.blank()},{self.blank()}'.join(pairs)}{self.blank()}}}"
        if type(value) is int and self.chance(0.3):
            return hex(value) if value >= 0 else str(value)
        return rendering.scalar(value)

    def string(self, text):
        options = [rendering.scalar(text), rendering.multiline(text)]
        options += [style for style in (rendering.literal(text), rendering.multiline_literal(text)) if style]
        if text and not text.startswith("\n"):
            options.append(rendering.multiline(text, break_first=False))
        if text and not text[0].isspace():
            options.append('"""\\\n   ' + rendering.multiline(text, break_first=False)[3:])
            options.append('"""\\  \n' + rendering.multiline(text, break_first=False)[3:])
        return self.random.choice(options)

    def array(self, items):
        if self.chance(0.4):
            comma = self.random.choice([", ", ",", " , "])
            end = self.random.choice(["", ",", " , "]) if items else ""
            return f"[{self.blank()}{comma.join(map(self.value, items))}{end}{self.blank()}]"
        return f"[{self.array_gap()}{''.join(self.lines_of_items(items))}]"

    def lines_of_items(self, items):
        style = self.random.random()
        for index, item in enumerate(items):
            comma = "," if index < len(items) - 1 or self.chance() else ""
            before = self.array_gap() if style < 0.2 and comma else ""
            yield f"{self.blank()}{self.value(item)}{before}{comma}"
            yield self.array_gap() if style < 0.7 else self.end_of_line()

    def array_gap(self):
        return self.random.choice(
            ["", " ", "\n", "\n\n", f" {self.comment()}\n", f"\n  {self.comment()}\n  ", "\n    "]
        )


def _is_list_of_tables(value):
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def paths(data, path=()):
    """Every path in some data, from the root on."""
    yield path
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for part, each in inner:
        yield from paths(each, (*path, part))


def at(data, path):
    for part in path:
        data = data[part]
    return data


@st.composite
def changes(draw, data):
    """A change that fits the data."""
    everything = list(paths(data))
    lists = [path for path in everything if isinstance(at(data, path), list)]
    filled = [path for path in lists if at(data, path)]
    tables = [path for path in everything if isinstance(at(data, path), dict)]
    value = draw(VALUES)
    kinds = ["remove", "remove"] * (len(everything) > 1) + ["insert", "insert", "append"] * bool(lists)
    kind = draw(st.sampled_from([*kinds, *(["move", "move"] * bool(filled)), "set", "set", "add", "list"]))
    if kind in {"insert", "append", "move"}:
        path = draw(st.sampled_from(filled if kind == "move" else lists))
        items = at(data, path)
        if items and draw(st.booleans()):
            value = draw(VALUES if not _is_list_of_tables(items) else TABLES)
        place = st.integers(0, len(items) - (kind == "move"))
        if kind == "insert":
            return Insert(path, draw(place), value)
        return Append(path, value) if kind == "append" else Move(path, draw(place), draw(place))
    if kind in {"add", "list"}:
        table = draw(st.sampled_from(tables))
        path = (*table, draw(NAMES.filter(lambda name: name not in at(data, table))))
        path += tuple(draw(st.lists(NAMES, max_size=2)))
        return Set(path, value) if kind == "add" else Append(path, value)
    path = draw(st.sampled_from(everything[1:] or everything))
    if kind == "remove":
        return Remove(path)
    return Set(path, value if path else draw(TABLES))


class Toml:
    """The strategies, for test modules that draw from them."""

    documents = staticmethod(documents)
    changes = staticmethod(changes)
    paths = staticmethod(paths)
    at = staticmethod(at)
    tables = RECORDS
    texts = TEXTS
    values = VALUES


@pytest.fixture(scope="session")
def toml():
    return Toml
