from followup.register import RecordId, dossier_of, id_of, natural_key, parse_id, path_of, procedure_of
from hypothesis import given
from hypothesis import strategies as st


def test_an_id_is_the_path():
    assert str(path_of("2015/2564-RSP/requests/09b")) == "2015/2564-RSP/requests/09b.toml"
    assert id_of("2015/2564-RSP/requests/09b.toml") == "2015/2564-RSP/requests/09b"


def test_an_id_is_taken_apart():
    assert parse_id("2015/2564-RSP/requests/09b") == RecordId("2015/2564-RSP", "requests", "09b")
    assert parse_id("actors/europol") == RecordId("", "actors", "europol")


def test_what_no_id_can_be():
    for text in (
        "",
        "europol",
        "actors/",
        "/actors/europol",
        "actors/Europol",
        "actors/a/b",
        "actors/a_b",
        "../actors/a",
        "2015/2564/requests/9",
        "2015/2564-rsp/requests/9",
        "actors/a\n",
        "actors/é",
    ):
        assert parse_id(text) is None, text


@given(st.from_regex(r"([0-9]{4}/[0-9]{4}[A-Z]?-[A-Z]{3}/)?[a-z]+/[a-z0-9]+(-[a-z0-9]+){0,3}", fullmatch=True))
def test_an_id_comes_back_whole(text):
    assert str(parse_id(text)) == text
    assert id_of(path_of(text)) == text


def test_procedures_and_dossiers():
    assert procedure_of("2015/2564-RSP") == "2015/2564(RSP)"
    assert dossier_of("2015/2564(RSP)") == "2015/2564-RSP"
    assert dossier_of("2015/2564-RSP") is None


def test_people_count_nine_before_ten():
    names = ["10", "9b", "9a", "9", "1", "AA", "A", "09c", "2-10", "2-9"]
    assert sorted(names, key=natural_key) == ["1", "2-9", "2-10", "9", "9a", "9b", "09c", "10", "A", "AA"]


@given(st.lists(st.text()))
def test_any_names_can_be_sorted(names):
    once = sorted(names, key=natural_key)
    assert sorted(once, key=natural_key) == once
