"""The server as an editor meets it: a process, and messages."""

import subprocess

import pytest

from .editor import PROGRAM, Editor, Refused

ASK = "records/2015/2564-RSP/requests/09b.toml"
REPLY = "records/2015/2564-RSP/replies/09.toml"
EUROPOL = "records/actors/europol.toml"


@pytest.fixture
def ask(editor):
    file = editor.open(ASK)
    yield file
    editor.close(file)


def labels(answer):
    return [each["label"] for each in answer["items"]]


def test_problems_come_while_one_types_and_go_again(editor, ask):
    text = editor.texts[ask]
    assert editor.found(ask) == []
    editor.write(ask, text.replace('"calls-on"', '"begs"'))
    (problem,) = editor.found(ask)
    assert (problem["code"], problem["source"], problem["severity"]) == ("S204", "followup", 1)
    assert editor.span(ask, problem["range"]) == '"begs"'
    editor.write(ask, text.replace("more regularly", "more regurarly"))
    (problem,) = editor.found(ask)
    assert problem["code"] == "E401"
    assert "Copy the words" in problem["message"]
    editor.write(ask, text + "title = \n")
    assert [each["code"] for each in editor.found(ask)] == ["F107"]
    editor.write(ask, text)
    assert editor.found(ask) == []


def test_places_are_counted_as_the_editor_counts(editor, ask):
    text = editor.texts[ask]
    odd = 'notes = """\nAn 🦊🦊 e\u0301 and 👩\u200d👧 with a line \u2028 in it\n"""  # 🦊\n'
    editor.write(ask, odd + text.replace('strength = "calls-on"', 'strength = "🦊begs"  # 🦊'))
    wrong = [each for each in editor.found(ask) if each["code"] == "S204"]
    assert [editor.span(ask, each["range"]) for each in wrong] == ['"🦊begs"']
    answer = editor.ask("hover", ask, '"actors/european-comm|ission"]')
    assert editor.span(ask, answer["range"]) == '"actors/european-commission"'


def test_an_editor_that_counts_bytes_and_can_do_little(register):
    abilities = {
        "general": {"positionEncodings": ["utf-8", "utf-16"]},
        "textDocument": {"hover": {"contentFormat": ["plaintext"]}},
    }
    with Editor(register, abilities, units=1) as editor:
        assert editor.server["capabilities"]["positionEncoding"] == "utf-8"
        ask = editor.open(ASK, (register / ASK).read_text("utf-8").replace('"calls-on"', '"é🦊"  # é'))
        assert [editor.span(ask, each["range"]) for each in editor.found(ask)] == ['"é🦊"']
        shown = editor.ask("hover", ask, "stren|gth =")["contents"]
        assert shown["kind"] == "plaintext"
        assert shown["value"].startswith("Strength (required)\n")
        with pytest.raises(Refused, match="followup rename actors/european-commission actors/ec"):
            editor.ask("rename", ask, '"actors/european-comm|ission"]', newName="actors/ec")


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ('addressees = ["euro|"]', "Europol"),
        ('addressees = ["Parliament of the Union|"]', None),
        ('addressees = ["the Commission|"]', "European Commission"),
        ('addressees = ["EP|"]', "European Parliament"),
        ('addressees = ["actors/european-com|"]', "European Commission"),
        ('addressees = ["x", "europol|', "Europol"),
        ("addressees = [europ|", "Europol"),
        ('document = "resol|"', "Resolution of 11 March 2015 on child sexual abuse online"),
    ],
)
def test_ids_are_found_by_name_and_alias(editor, ask, typed, first):
    lines = [line for line in editor.texts[ask].split("\n") if not line.startswith(typed[:8])]
    editor.write(ask, "\n".join([typed.replace("|", ""), *lines]))
    answer = editor.ask("completion", ask, typed)
    if first is None:
        assert labels(answer) == []
        return
    item = answer["items"][0]
    assert item["label"].startswith(first)
    assert item["filterText"]
    assert answer["isIncomplete"]


def test_an_id_is_written_with_the_quotes_that_are_missing(editor, ask):
    text = editor.texts[ask]
    for typed, written in {
        'document = "follow-up|"': 'document = "2015/2564-RSP/documents/follow-up"',
        'document = "follow-up|': 'document = "2015/2564-RSP/documents/follow-up"',
        "document = follow-up|": 'document = "2015/2564-RSP/documents/follow-up"',
        "topics = transposition|": 'topics = ["topics/transposition"]',
        'topics = ["transposition|"]': 'topics = ["topics/transposition"]',
    }.items():
        rest = [line for line in text.split("\n") if not line.startswith(typed[:6])]
        editor.write(ask, "\n".join([typed.replace("|", ""), *rest]))
        items = editor.ask("completion", ask, typed)["items"]
        item = next(each for each in items if each["detail"] in written)
        assert editor.apply(ask, [item["textEdit"]]).split("\n")[0] == written, typed


@pytest.mark.parametrize("typed", ["strength = |", 'strength = "|"', 'strength = "|', "strength = ca|"])
def test_values_of_a_choice_come_with_their_meaning(editor, ask, typed):
    line = typed.replace("|", "")
    editor.write(ask, editor.texts[ask].replace('strength = "calls-on"', line))
    answer = editor.ask("completion", ask, typed + "\naddressees")
    item = next(each for each in answer["items"] if each["label"] == "calls-on")
    assert len(item["detail"]) > 5
    assert 'strength = "calls-on"\n' in editor.apply(ask, [item["textEdit"]])
    assert not answer["isIncomplete"]


def test_names_of_fields_that_are_not_there_yet(editor, ask):
    text = editor.texts[ask]
    editor.write(ask, text.replace("verbs =", "be\nverbs ="))
    answer = editor.ask("completion", ask, "be|\nverbs =")
    assert "beneficiaries" in labels(answer)
    assert "title" not in labels(answer)
    item = next(each for each in answer["items"] if each["label"] == "beneficiaries")
    assert "\nbeneficiaries = \nverbs" in editor.apply(ask, [item["textEdit"]])
    assert item["documentation"]["kind"] == "markdown"
    editor.write(ask, text.replace("level =", "|evel =").replace("|", "l"))
    inside = labels(editor.ask("completion", ask, "l|evel ="))
    assert {"level", "note", "evidence"} <= set(inside)
    assert "document" not in inside
    editor.write(ask, text + "\n[|".replace("|", ""))
    assert "withdrawn" in labels(editor.ask("completion", ask, 'not-assessed"\n\n[|'))


def test_nothing_is_offered_in_texts_and_comments(editor, ask):
    editor.write(ask, editor.texts[ask] + "# strength = \n")
    assert labels(editor.ask("completion", ask, "calls on the| Commission")) == []
    assert labels(editor.ask("completion", ask, "# strength = |")) == []


def test_what_is_behind_an_id_a_field_and_a_value(editor, ask):
    shown = editor.ask("hover", ask, '"actors/european-comm|ission"]')["contents"]
    assert shown["kind"] == "markdown"
    assert shown["value"].startswith("**European Commission** (Actor)")
    field = editor.ask("hover", ask, "stren|gth =")["contents"]["value"]
    assert field.startswith("**Strength**")
    assert "**calls-on**" in field
    assert editor.ask("hover", ask, '"calls|-on"')["contents"]["value"].startswith("**calls-on**: ")
    assert editor.ask("hover", ask, '"Report more| often') is None


def test_to_the_record_to_the_source_and_back(editor, ask):
    target = editor.ask("definition", ask, '"actors/european-comm|ission"]')
    assert target["uri"] == (editor.root / "records/actors/european-commission.toml").as_uri()
    source = editor.ask("definition", ask, "calls on the| Commission")
    file = editor.root / "records/2015/2564-RSP/sources/resolution.txt"
    assert source["uri"] == file.as_uri()
    editor.texts[file] = file.read_bytes().decode()
    assert editor.span(file, source["range"]).startswith("calls on the Commission to report more regularly")
    assert editor.ask("definition", ask, '"Report more| often') is None
    found = editor.ask("references", ask, "stren|gth =", context={"includeDeclaration": False})
    reply = editor.root / REPLY
    (place,) = [each for each in found if each["uri"] == reply.as_uri()]
    editor.texts[reply] = reply.read_bytes().decode()
    assert editor.span(reply, place["range"]) == '"2015/2564-RSP/requests/09b"'
    wide = editor.ask("references", ask, '"actors/european-comm|ission"]', context={"includeDeclaration": True})
    assert len(wide) > 20
    assert wide[0] == target
    editor.write(ask, editor.texts[ask].replace('"actors/european-commission"', '"actors/global-alliance"'))
    fewer = editor.ask("references", ask, "stren|gth =", context={"includeDeclaration": False})
    assert fewer == found
    edited = editor.ask("references", ask, 'addressees = ["actors/glo|bal', context={"includeDeclaration": False})
    assert [each["range"]["start"]["line"] for each in edited if each["uri"] == ask.as_uri()] == [9, 10]


def test_formatting_changes_the_lines_that_it_must(editor, ask):
    text = editor.texts[ask]
    editor.write(ask, text.replace('paragraph = "9"', "paragraph   =   '9'  # 🦊"))
    options = {"options": {"tabSize": 4, "insertSpaces": True}}
    edits = editor.request("textDocument/formatting", {"textDocument": {"uri": ask.as_uri()}, **options})
    assert {each["range"]["start"]["line"] for each in edits} == {1}
    assert editor.apply(ask, edits) == text.replace('paragraph = "9"', 'paragraph = "9"  # 🦊')
    editor.write(ask, text + "title = ")
    assert editor.request("textDocument/formatting", {"textDocument": {"uri": ask.as_uri()}, **options}) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("actors/european-commission", "actors/european-comission"),
        ("calls-on", "calls-onn"),
        ("strength =", "strenght ="),
        ('paragraph = "9"', "paragraph = 9"),
        ('verbs = ["calls on"]', 'verbs = "calls on"'),
    ],
)
def test_a_hint_is_carried_out(editor, ask, right, wrong):
    text = editor.texts[ask]
    at = text.index(right)
    editor.write(ask, text[:at] + wrong + text[at + len(right) :])
    problems = editor.found(ask)
    (problem,) = [each for each in problems if each["severity"] == 1 and "is missing" not in each["message"]]
    params = {"textDocument": {"uri": ask.as_uri()}, "range": problem["range"], "context": {"diagnostics": [problem]}}
    (action,) = editor.request("textDocument/codeAction", params)
    assert action["kind"] == "quickfix"
    (change,) = action["edit"]["documentChanges"]
    assert editor.apply(ask, change["edits"]) == text
    params["context"]["only"] = ["refactor"]
    assert editor.request("textDocument/codeAction", params) == []


def test_what_formatting_mends(editor, ask):
    text = editor.texts[ask]
    editor.write(ask, text.replace("strength =", "strength  ="))
    (problem,) = editor.found(ask)
    params = {"textDocument": {"uri": ask.as_uri()}, "range": problem["range"], "context": {"diagnostics": []}}
    (action,) = editor.request("textDocument/codeAction", params)
    assert editor.apply(ask, action["edit"]["documentChanges"][0]["edits"]) == text


def test_renaming_a_record_in_all_that_refer_to_it(editor, ask):
    place = '"actors/european-comm|ission"]'
    may = editor.ask("prepareRename", ask, place)
    assert may["placeholder"] == editor.span(ask, may["range"]) == "actors/european-commission"
    edit = editor.ask("rename", ask, place, newName="actors/commission")
    *edits, moved = edit["documentChanges"]
    assert moved == {
        "kind": "rename",
        "oldUri": (editor.root / "records/actors/european-commission.toml").as_uri(),
        "newUri": (editor.root / "records/actors/commission.toml").as_uri(),
    }
    versions = {each["textDocument"]["uri"]: each["textDocument"]["version"] for each in edits}
    assert versions.pop(ask.as_uri()) == editor.versions[ask]
    assert set(versions.values()) == {None}
    for each in edits:
        file = next(path for path in editor.root.rglob("*.toml") if path.as_uri() == each["textDocument"]["uri"])
        before = file.read_bytes().decode()
        editor.texts.setdefault(file, before)
        assert editor.apply(file, each["edits"]) == before.replace(
            '"actors/european-commission"', '"actors/commission"'
        )


@pytest.mark.parametrize(
    ("place", "new", "why"),
    [
        ('"actors/european-comm|ission"]', "Commission", "can't be a record's id"),
        ('"actors/european-comm|ission"]', "actors/europol", "already"),
        ('"actors/european-comm|ission"]', "topics/commission", "make actors into topics"),
        ("stren|gth =", "x", "no id of a record here"),
    ],
)
def test_a_renaming_that_cannot_be(editor, ask, place, new, why):
    with pytest.raises(Refused, match=why):
        editor.ask("rename", ask, place, newName=new)


def test_files_that_change_on_disk(register):
    with Editor(register) as editor:
        ask = editor.open(ASK)
        assert editor.found(ask) == []
        other = register / EUROPOL
        kept = other.read_bytes()
        other.write_bytes(kept.replace(b'"agency"', b'"firm"'))
        (problem,) = editor.found(other, lambda found: found)
        assert problem["code"] == "S204"
        other.unlink()
        assert "R301" in {
            each["code"]
            for each in editor.found(register / EUROPOL.replace("europol", "european-cybercrime-centre"), bool)
        }
        other.write_bytes(kept)
        editor.found(other, lambda found: not found)
        (register / "schema/topic.schema.json").write_text("{")
        new = editor.open("records/actors/new.toml", 'name = "New"\ntype = "bod"\n')
        assert [each["code"] for each in editor.found(new)] == ["S204"]
        editor.close(new)


def test_a_broken_register_and_files_of_others(tmp_path):
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema/topic.schema.json").write_text("{")
    (tmp_path / "records/topics").mkdir(parents=True)
    with Editor(tmp_path) as editor:
        file = editor.open("records/topics/a.toml", "name = ")
        assert editor.ask("hover", file, "na|me") is None
        assert "not JSON" in editor.messages[0]


def test_what_is_no_register_is_left_alone(tmp_path):
    with Editor(tmp_path) as editor:
        file = editor.open("pyproject.toml", "[project]\n")
        assert editor.ask("completion", file, "[pro|") is None
        assert editor.ask("hover", file, "[pro|") is None
        assert editor.messages == []


def test_without_its_library_it_says_what_to_install(register):
    program = "import sys; sys.modules['pygls'] = None; from followup.cli import main; sys.exit(main(['lsp']))"
    done = subprocess.run([PROGRAM[0], "-c", program], cwd=register, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install 'followup[lsp]'" in done.stderr


def test_what_it_says_that_it_can(editor):
    able = editor.server["capabilities"]
    assert able["textDocumentSync"]["change"] == 1
    assert able["positionEncoding"] == "utf-16"
    assert able["renameProvider"] == {"prepareProvider": True}
    wanted = ("hoverProvider", "definitionProvider", "referencesProvider", "documentFormattingProvider")
    assert all(able[each] for each in wanted)
