import shutil

import pytest
from followup.register import CannotBeRead, NoSchemas, NoSuchRecord, NotARegister, Register, find_root
from followup.register.files import FileError

RESOLUTION = """\
type = "resolution"
title = "Resolution on grooming"
author = "actors/parliament"
adopted = 2015-03-11

[source]
file = "sources/resolution.txt"
sha256 = "0"
"""
REQUEST = """\
document = "2015/2564-RSP/documents/resolution"
paragraph = "{}"
title = "Ask {}"
text = "calls"
strength = "calls-on"
addressees = ["actors/commission"]
"""
FILES = {
    "actors/commission": 'name = "European Commission"\ntype = "institution"\n',
    "actors/parliament": 'name = "European Parliament"\ntype = "institution"\n',
    "2015/2564-RSP/documents/resolution": RESOLUTION,
    "2015/2564-RSP/sources/resolution.txt": "Calls on\u00a0all",
    "2015/2564-RSP/requests/10": REQUEST.format(10, 10),
    "2015/2564-RSP/requests/9b": REQUEST.format(9, "9b"),
    "2015/2564-RSP/requests/9a": REQUEST.format(9, "9a"),
    "2015/2564-RSP/replies/9": 'document = "2015/2564-RSP/documents/resolution"\ntext = "x"\n'
    '[[answers]]\nrequest = "2015/2564-RSP/requests/9a"\ndisposition = "declined"\n',
}


@pytest.fixture
def register(make_register):
    return make_register(FILES)


def test_records_by_id_and_kind_in_natural_order(register):
    assert register.get("actors/commission").data["name"] == "European Commission"
    assert [each.parts.name for each in register.of_kind("requests")] == ["9a", "9b", "10"]
    assert len(register) == 7


def test_dossiers(register):
    (dossier,) = register.dossiers.values()
    assert dossier.procedure == "2015/2564(RSP)"
    assert [each.parts.name for each in dossier.of_kind("requests")] == ["9a", "9b", "10"]


def test_links_both_ways(register):
    assert [(link.path, link.target) for link in register.links_from("2015/2564-RSP/replies/9")] == [
        (("document",), "2015/2564-RSP/documents/resolution"),
        (("answers", 0, "request"), "2015/2564-RSP/requests/9a"),
    ]
    assert [(link.source, link.path) for link in register.links_to("actors/commission")] == [
        (f"2015/2564-RSP/requests/{name}", ("addressees", 0)) for name in ("9a", "9b", "10")
    ]
    assert [link.source for link in register.links_to("actors/commission", 2)] == [
        f"2015/2564-RSP/requests/{name}" for name in ("9a", "9b")
    ]
    assert register.count_of_links_to("actors/commission") == 3
    assert register.links_to("actors/nobody") == []
    assert register.count_of_links_to("actors/nobody") == 0


def test_what_to_call_a_record(register):
    assert register.label("actors/commission") == "European Commission"
    assert register.label("2015/2564-RSP/replies/9") == "9"
    assert register.label("actors/nobody") == "actors/nobody"


def test_an_unknown_id_offers_the_nearest(register):
    with pytest.raises(NoSuchRecord, match="Did you mean actors/commission"):
        register.get("actors/comission")


def test_the_source_of_a_document(register):
    document = register.document_of("2015/2564-RSP/requests/10")
    assert document.id == "2015/2564-RSP/documents/resolution"
    assert register.source_of(document).has("Calls on all")


@pytest.mark.parametrize("name", ["../other/resolution.txt", "/etc/passwd", "", "a\\u0000b"])
def test_a_source_outside_its_folder_is_not_read(make_register, name):
    register = make_register({"documents/a": f'type = "other"\ntitle = "A"\n[source]\nfile = "{name}"\n'})
    document = register.get("documents/a")
    path = register.source_path(document)
    assert path is None or path.is_relative_to(register.root)


def test_a_source_that_is_gone(register):
    (register.root / "records/2015/2564-RSP/sources/resolution.txt").unlink()
    with pytest.raises(FileError):
        register.source_of(register.get("2015/2564-RSP/documents/resolution"))


@pytest.mark.parametrize(
    "raw",
    [b"a = ", b"\xef\xbb\xbfa = 1", b"\xff\xfe", b"a = 1\na = 1", b"a = " + b"[" * 10_000, b"<<<<<<< HEAD\n", b"\x00"],
)
def test_one_broken_file_hides_nothing_but_itself(register, raw):
    (register.root / "records/actors/commission.toml").write_bytes(raw)
    again = Register.open(register.root)
    assert len(again) == 6
    broken = again.unreadable["actors/commission"]
    assert (broken.kind, broken.raw) == ("actors", raw)
    with pytest.raises(CannotBeRead, match="“actors/commission” can’t be read") as caught:
        again.get("actors/commission")
    assert caught.value.__cause__ is broken.error


def test_a_file_that_vanishes_or_can_not_be_read(register):
    (register.root / "records/actors/gone.toml").symlink_to("nowhere.toml")
    again = Register.open(register.root)
    assert isinstance(again.unreadable["actors/gone"].error, FileError)
    assert len(again) == 7


def test_hidden_files_and_linked_folders_are_passed_over(register):
    (register.root / "records/actors/.europol.toml.tmp").write_text("x")
    (register.root / "records/actors/.europol.toml").write_text("x")
    (register.root / "records/more").symlink_to("actors")
    assert len(Register.open(register.root)) == 7


def test_a_register_is_found_from_below(register):
    assert find_root(register.root / "records/actors") == register.root


def test_names_that_a_shell_would_trip_over(tmp_path, register):
    odd = tmp_path / "a b [c] 'd' \"e\" é"
    shutil.copytree(register.root, odd, ignore=shutil.ignore_patterns(odd.name))
    assert len(Register.open(odd)) == 7


def test_no_register(tmp_path):
    with pytest.raises(NotARegister, match="no register here"):
        Register.open(tmp_path)


def test_records_without_schemas(register):
    shutil.rmtree(register.root / "schema")
    with pytest.raises(NoSchemas, match="no schema here"):
        Register.open(register.root)


def test_schemas_without_records(register):
    shutil.rmtree(register.root / "records")
    assert len(Register.open(register.root)) == 0


def test_the_register_as_it_would_be(register):
    changed = register.with_changes(
        {"actors/commission": None, "actors/europol": b'name = "Europol"\n', "topics/a": b"="}
    )
    assert "actors/commission" not in changed
    assert changed.label("actors/europol") == "Europol"
    assert "topics/a" in changed.unreadable
    assert "actors/commission" in register


def test_the_register_as_it_was(register):
    blobs = {
        "records/actors/commission.toml": b'name = "C"\n',
        "records/documents/a.toml": b'title = "A"\n[source]\nfile = "sources/a.txt"\n',
        "records/sources/a.txt": b"words",
        "README.md": b"",
    }
    past = Register.of_blobs(register.root, register.schemas, blobs)
    assert set(past.records) == {"actors/commission", "documents/a"}
    assert past.source_of(past.get("documents/a")).has("words")


def test_reading_one_record_takes_only_what_is_near_it(register):
    (register.root / "records/actors/broken.toml").write_text("=")
    (register.root / "records/actors/escaped.toml").write_text('name = "E"\npart_of = "actors\\u002fcommission"\n')
    whole = Register.open(register.root)
    for record_id in whole.records:
        near = Register.around(register.root, record_id)
        assert near.get(record_id) == whole.get(record_id)
        assert near.links_to(record_id) == whole.links_to(record_id)
        for link in near.links_from(record_id):
            assert near.label(link.target) == whole.label(link.target)
    assert "actors/parliament" not in Register.around(register.root, "actors/commission")
    assert "actors/broken" in Register.around(register.root, "actors/broken").unreadable
    assert len(Register.around(register.root, "actors/nobody")) == len(whole)
