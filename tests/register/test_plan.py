import datetime as dt

import pytest
from followup.register import NoSuchRecord, Register
from followup.register.editing import Set
from followup.register.files import FileError
from followup.register.plan import (
    AlreadyThere,
    AlreadyWithdrawn,
    BadId,
    change,
    create,
    propose_id,
    rename,
    slug,
    withdraw,
)

ACTOR = '# who answers\nname = "European Commission"\ntype = "institution"\n'
FILES = {
    "actors/commission": ACTOR,
    "actors/dg": 'name = "DG Justice"\ntype = "department"\npart_of = "actors/commission" # kept\n',
    "actors/self": 'name = "Self"\ntype = "body"\npart_of = "actors/self"\n',
    "2015/2564-RSP/requests/09b": 'document = "2015/2564-RSP/documents/r"\nparagraph = "9"\ntitle = "A"\n'
    'text = "a"\nstrength = "asks"\naddressees = ["actors/dg", "actors/commission"]\n',
    "2015/2564-RSP/requests/21": 'document = "2015/2564-RSP/documents/r"\nparagraph = "21"\ntitle = "A"\n'
    'text = "a"\nstrength = "formal"\n',
}


@pytest.fixture
def register(make_register):
    return make_register(FILES)


def read(register, record_id):
    return (register.root / f"records/{record_id}.toml").read_text(encoding="utf-8")


def test_only_the_value_changes(register):
    change(register, "actors/commission", [Set(("name",), "Commission")]).write()
    assert read(register, "actors/commission") == ACTOR.replace("European Commission", "Commission")


def test_nothing_is_written_over_what_changed_underneath(register):
    plan = change(register, "actors/commission", [Set(("name",), "Commission")])
    path = register.root / "records/actors/commission.toml"
    path.write_text("# theirs\n" + ACTOR, encoding="utf-8")
    with pytest.raises(FileError):
        plan.write()
    assert read(register, "actors/commission") == "# theirs\n" + ACTOR


def test_a_new_record_is_canonical(register):
    create(register, "actors/europol", {"type": "agency", "name": "Europol"}).write()
    assert read(register, "actors/europol") == 'name = "Europol"\ntype = "agency"\n'


@pytest.mark.parametrize(
    ("record_id", "said"),
    [
        ("europol", "not of the form"),
        ("actors/Europol", "not of the form"),
        ("../actors/a", "not of the form"),
        ("people/a", "there is no kind “people”"),
        ("2015/2564-RSP/actors/a", "lie elsewhere"),
        ("requests/1", "lie elsewhere"),
    ],
)
def test_ids_that_no_record_can_have(register, record_id, said):
    with pytest.raises(BadId, match=said):
        create(register, record_id, {})


def test_no_record_is_made_twice(register):
    with pytest.raises(AlreadyThere):
        create(register, "actors/dg", {})
    (register.root / "records/actors/broken.toml").write_text("=", encoding="utf-8")
    with pytest.raises(AlreadyThere):
        create(Register.open(register.root), "actors/broken", {})


def test_withdrawing_keeps_the_file(register):
    withdraw(register, "actors/dg", "Dissolved", dt.date(2026, 11, 22)).write()
    again = Register.open(register.root)
    assert again.get("actors/dg").data["withdrawn"] == {"on": dt.date(2026, 11, 22), "reason": "Dissolved"}
    with pytest.raises(AlreadyWithdrawn):
        withdraw(again, "actors/dg", "Again", dt.date(2026, 11, 22))


def test_renaming_takes_every_reference_along(register):
    rename(register, "actors/commission", "actors/european-commission").write()
    again = Register.open(register.root)
    assert "actors/commission" not in again
    assert read(again, "actors/european-commission") == ACTOR
    assert read(again, "actors/dg") == FILES["actors/dg"].replace("actors/commission", "actors/european-commission")
    assert again.get("2015/2564-RSP/requests/09b").data["addressees"] == ["actors/dg", "actors/european-commission"]


def test_renaming_what_refers_to_itself(register):
    rename(register, "actors/self", "actors/me").write()
    assert Register.open(register.root).get("actors/me").data["part_of"] == "actors/me"


def test_no_reference_ever_leads_nowhere(register):
    steps = rename(register, "actors/commission", "actors/european-commission").steps
    assert (steps[0].id, steps[-1].id, steps[-1].after) == ("actors/european-commission", "actors/commission", None)
    for cut in range(len(steps)):
        halfway = register.with_changes({step.id: step.after for step in steps[:cut]})
        assert all(link.target in halfway for link in halfway.links_from("actors/dg"))


def test_renaming_to_another_kind_or_over_a_record(register):
    with pytest.raises(BadId, match="make actors into topics"):
        rename(register, "actors/dg", "topics/dg")
    with pytest.raises(AlreadyThere):
        rename(register, "actors/dg", "actors/commission")
    with pytest.raises(NoSuchRecord):
        rename(register, "actors/nobody", "actors/somebody")


def test_ids_come_from_the_document(register):
    requests, actors = register.schemas["requests"], register.schemas["actors"]
    said = {"paragraph": "9", "part": "c", "title": "T"}
    assert propose_id(register, requests, "2015/2564-RSP", said) == "2015/2564-RSP/requests/09c"
    assert propose_id(register, requests, "2020/1-RSP", {"paragraph": "1a"}) == "2020/1-RSP/requests/1a"
    assert propose_id(register, actors, "", {"name": "Über-Rat, e. V."}) == "actors/uber-rat-e-v"
    with pytest.raises(BadId, match="nothing in it gives it a name"):
        propose_id(register, actors, "", {"name": "…"})


def test_slugs():
    assert slug("Report on Directive 2011/93/EU") == "report-on-directive-2011-93-eu"
    assert len(slug("word " * 40)) <= 60
