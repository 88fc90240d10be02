"""Whatever happens to the files: lists and searches say the same with the index as without it."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path

import pytest
from followup.register import Register
from followup.report.listing import listing
from followup.report.search import Search
from followup.report.selecting import select, select_ids
from followup.report.texts import IndexedRegister, keeping
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .conftest import DOSSIER, git, register_in, write

QUERIES = (
    "commission",
    "europ",
    "ask number",
    '"number 1"',
    "paragraph:1",
    "strength:calls",
    "kind:requests commission",
    "dossier:2015",
    "addressees:european",
    "addressees:actors/commission",
    "number",
    "umber",
    "comission",
    "Eurpol",
    "title:report",
    "2015-03-11",
    "march",
    "9",
    "éa",
    "nothing-at-all",
)
CONDITIONS = (
    "strength=calls-on",
    "addressees=European Commission",
    "addressees=actors/commission",
    "addressees=",
    "title=Ask number 1",
    "paragraph=1",
    "document=resolution of march",
    "text=",
    "part=b",
    "implementation=",
)


def assert_equal(root: Path) -> None:
    plain = Register.open(root)
    indexed = IndexedRegister.open(root)
    assert sorted(indexed.records) == sorted(plain.records)
    assert sorted(indexed.unreadable) == sorted(plain.unreadable)
    assert len(indexed) == len(plain)
    for name in plain.schemas:
        assert listing(indexed, name) == listing(plain, name), name
        assert indexed.count_of(name) == plain.count_of(name)
    for record_id in {*plain.records, *plain.unreadable, "actors/europol", "no/such"}:
        assert indexed.label(record_id) == plain.label(record_id)
        assert indexed.links_to(record_id) == plain.links_to(record_id)
        assert indexed.links_to(record_id, 2) == plain.links_to(record_id, 2) == plain.links_to(record_id)[:2]
        assert indexed.count_of_links_to(record_id) == plain.count_of_links_to(record_id)
    requests = plain.schemas["requests"]
    for condition in CONDITIONS:
        assert select_ids(indexed, requests, [condition]) == [each.id for each in select(plain, requests, [condition])]
    searches = Search(indexed), Search(plain)
    for query in QUERIES:
        found, expected = (
            [(hit.id, hit.label, hit.score, hit.excerpts) for hit in search.find(query)] for search in searches
        )
        assert found == expected, query
    indexed.close()


LABELS = st.sampled_from(["Europol", "European Commission", "Report on numbers", "Éa", "x" * 50, "Ask number 1"])
NAMES = st.sampled_from(["1", "2", "9", "9a", "10", "100", "1-2", "europol", "commission", "crime"])
PLACES = st.sampled_from(["actors", "topics", f"{DOSSIER}/requests", "2015/0002-RSP/requests", "odd", "2015"])
IDS = st.builds("{}/{}".format, PLACES, NAMES)


@st.composite
def texts(draw):
    lines = [f"{draw(st.sampled_from(['name', 'title']))} = {json.dumps(draw(LABELS))}"]
    if draw(st.booleans()):
        lines.append(f"addressees = {json.dumps(draw(st.lists(IDS, max_size=3)))}")
    if draw(st.booleans()):
        lines.append(f"paragraph = {json.dumps(draw(NAMES))}")
    lines.append(draw(st.sampled_from(["", "strength = 'calls-on'", "text = 5", "broken = ", "adopted = 2015-03-11"])))
    return "\n".join(lines)


STEPS = st.one_of(
    st.tuples(st.just("write"), IDS, texts()),
    st.tuples(st.just("write"), IDS, texts()),
    st.tuples(st.just("remove"), IDS),
    st.tuples(st.just("rename"), IDS, IDS),
    st.tuples(st.just("commit"), st.sampled_from(["main", "other"])),
    st.tuples(st.just("switch"), st.sampled_from(["main", "other"])),
    st.tuples(st.just("schema"), st.sampled_from(["Title", "Name", "Heading"])),
    st.tuples(st.just("wait")),
    st.tuples(st.just("look")),
)


def step(root: Path, what: str, *more: str) -> None:
    paths = [root / "records" / f"{each}.toml" for each in more[:2]]
    if what == "write":
        write(root, *more)
    elif what == "remove":
        paths[0].unlink(missing_ok=True)
    elif what == "rename" and paths[0].exists():
        paths[1].parent.mkdir(parents=True, exist_ok=True)
        paths[0].replace(paths[1])
    elif what == "commit":
        git(root, "add", "-A")
        git(root, "commit", "-q", "--allow-empty", "-m", "Change")
        git(root, "branch", "-f", "kept-" + more[0])
    elif what == "switch":
        git(root, "add", "-A")
        git(root, "commit", "-q", "--allow-empty", "-m", "Change")
        git(root, "checkout", "-q", "-B", more[0], f"kept-{more[0]}")
    elif what == "schema":
        path = root / "schema" / "request.schema.json"
        schema = json.loads(path.read_text())
        schema["properties"]["title"]["title"] = more[0]
        schema["x-label"] = ["paragraph"] if more[0] == "Heading" else ["title"]
        path.write_text(json.dumps(schema))
    elif what == "wait":
        time.sleep(0.06)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=1, max_size=8))
def test_after_any_changes(always_kept, steps):
    with tempfile.TemporaryDirectory() as folder:
        root = register_in(Path(folder) / "register")
        for name in ("main", "other"):
            git(root, "branch", f"kept-{name}")
        IndexedRegister.open(root).close()
        for each in steps:
            step(root, *each)
            if each[0] in {"wait", "look", "switch", "schema"}:
                assert_equal(root)
        assert_equal(root)
        time.sleep(0.06)
        assert_equal(root)
        assert_equal(root)


def test_at_first_and_again(root):
    assert_equal(root)
    assert_equal(root)


@pytest.mark.usefixtures("always_kept")
def test_of_the_register_that_ships(tmp_path):
    root = Path(__file__).parents[3]
    for name in ("records", "schema"):
        (tmp_path / name).symlink_to(root / name)
    git(tmp_path, "init", "-q")
    assert_equal(tmp_path)
    assert keeping.WORTH_IT == 0
