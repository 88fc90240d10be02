from __future__ import annotations

from followup.history import uncommitted

ONE, TWO = "requests/01", "requests/02"
LONG = "".join(f"field-{number} = 'a value that is long enough to be known again'\n" for number in range(9))


def _found(clone, identify=None):
    return {each.id: each for each in uncommitted.uncommitted(clone.repo, clone.repo.status().files, identify or {})}


def test_nothing_differs(clone):
    clone.write("records/requests/sources/a.txt", "no record")
    assert _found(clone) == {}


def test_a_changed_a_new_and_a_removed_record(clone):
    clone.record(ONE, 'strength = "urges"\n')
    clone.record("requests/03", "a = 1\n")
    (clone.root / f"records/{TWO}.toml").unlink()
    found = _found(clone)
    assert {name: each.word for name, each in found.items()} == {ONE: "changed", "requests/03": "new", TWO: "removed"}
    assert [(each.label, each.old, each.new) for each in found[ONE].fields] == [("strength", "asks", "urges")]
    assert [str(line) for line in found[ONE].text[1:]] == ['-strength = "asks"', '+strength = "urges"']
    assert (found["requests/03"].old, found[TWO].new) == (None, None)
    assert [each.label for each in found["requests/03"].fields] == ["a"]
    assert [str(path) for path in found[ONE].paths] == [f"records/{ONE}.toml"]


def test_a_renamed_record_takes_both_files(clone):
    clone.record(ONE, LONG)
    clone.save()
    (clone.root / f"records/{ONE}.toml").rename(clone.root / "records/requests/03.toml")
    clone.record("requests/03", LONG + "more = 1\n")
    (each,) = _found(clone).values()
    assert (each.word, each.id) == ("renamed", "requests/03")
    assert [str(path) for path in each.paths] == ["records/requests/03.toml", f"records/{ONE}.toml"]
    assert [change.label for change in each.fields] == ["more"]
    assert uncommitted.proposed([each]).startswith(f"requests/03: renamed from {ONE}")


def test_what_cannot_be_read_is_shown_as_text(clone):
    clone.record(ONE, "no toml")
    broken = _found(clone)[ONE]
    assert broken.fields == []
    assert str(broken.text[-2]) == "+no toml"
    (clone.root / f"records/{ONE}.toml").unlink()
    (clone.root / f"records/{ONE}.toml").symlink_to("nowhere")
    assert _found(clone)[ONE].new is None


def test_items_are_matched_as_the_kind_says(clone):
    clone.record(ONE, '[[answers]]\nrequest = "a"\nnote = "x"\n')
    clone.save()
    clone.record(ONE, '[[answers]]\nrequest = "b"\n[[answers]]\nrequest = "a"\nnote = "y"\n')
    each = _found(clone, {"requests": {"answers": ["request"]}})[ONE]
    assert "answers[a].note" in [change.label for change in each.fields]
    assert "Field: answers.note" in uncommitted.proposed([each])
