"""The numbers under which the institutions file documents, in the spellings that are really used."""

from __future__ import annotations

import pytest
from followup.register.ids import dossier_of, parse_id, procedure_of
from followup.validate.conformance import make_validator

from .subschemas import SCHEMAS

SPELLINGS = {
    "procedure": (
        ["2015/2564(RSP)", "2012/0011(COD)", "2018/0148B(COD)", "2004/2159(INI)", "2009/0060A(COD)", "2016/0206M(NLE)"],
        ["2015/2564 (RSP)", "2015/2564(rsp)", "2015/2564-RSP", "2015/564(RSP)", "15/2564(RSP)", "2015/2564(RSP)\n"],
    ),
    "adopted_text": (
        ["P8_TA(2015)0070", "P10_TA(2024)0012", "TA-9-2021-0319", "P8-TA-2015-0070", "T8-0070/2015", "T10-0012/2024"],
        ["P8_TA(2015)70", "P8_TA-PROV(2015)0070", "TA(2015)0070", "P8 TA(2015)0070", "T8-0070/15", "A8-0070/2015", ""],
    ),
    "provisional_text": (
        ["P8_TA-PROV(2015)0070", "P10_TA-PROV(2024)0012", "P8-TA-PROV-2015-0070"],
        ["P8_TA(2015)0070", "P8_TA_PROV(2015)0070", "P8_TA-PROV(2015)00701"],
    ),
    "joint_motion": (
        ["RC-B8-0217/2015", "RC8-0217/2015", "RC-B10-0031/2024", "RC10-0031/2024"],
        ["RC-0217/2015", "B8-0217/2015", "RC-B8-217/2015", "RC-A8-0217/2015"],
    ),
    "celex": (
        [
            *("32011L0093", "32016R0679", "32012D0729", "32001F0413", "32004F0068", "32024H01234"),
            *("32010Q1120(01)", "32011L0093R(01)", "52013XG1231(01)", "21994A1223(16)", "31958R0001"),
            *("12012P/TXT", "12012M/TXT", "12016E/TXT", "12016ME/TXT", "11957E/TXT", "12012M003", "12012E294"),
            *("12016E/PRO/02", "12012P/PRO", "11997D/AFI/DCL/04", "12008E192", "12016P024"),
            *("02011L0093-20111217", "02016R0679-20160504", "02016E/TXT-20200301"),
            *("62012CJ0131", "62014CC0362", "61974CJ0002", "61974J0002", "62012CJ0131_SUM", "62012CN0131"),
            *("72011L0093DEU_201234", "72003L0004BEL_31234", "82010BE0713(51)", "E2012C0123", "E2010J0018"),
            *("52015IP0070", "52016DC0871", "52012PC0010", "52015XC0101(01)", "52024XC01234", "52013AP0321R(01)"),
            *("92015E001234", "C2013/024/05", "42014X0520(01)"),
        ],
        [
            *("", "2011/93/EU", "32011L93", "3201L0093", "32011l0093", "32011 L 0093", "CELEX:32011L0093"),
            *("39011L0093", "32011L0093-20111217", "02011L0093", "32011L0093R1", "32010Q1120(1)", "32011LLL0093"),
            *("12012P", "12012P/txt", "12012M3", "62012CJ131", "72011L0093DE_201234", "72011L0093DEU", "E2012C123"),
            *("C2013/24/5", "32011L0093\n", "a32011L0093"),
        ],
    ),
    "eli": (
        [
            "http://data.europa.eu/eli/dir/2011/93/oj",
            "https://data.europa.eu/eli/dir/2011/93",
            "http://data.europa.eu/eli/reg/2016/679/oj/eng",
            "http://data.europa.eu/eli/dec/2010/293/oj",
            "http://data.europa.eu/eli/dec_impl/2017/863/oj",
            "http://data.europa.eu/eli/dec_framw/2004/68/oj",
            "http://data.europa.eu/eli/reg_del/2016/161/oj",
            "http://data.europa.eu/eli/agree_interinstit/2010/1120(1)/oj",
            "http://data.europa.eu/eli/C/2024/1234/oj",
            "http://data.europa.eu/eli/dir/2011/93/2011-12-17",
            "http://data.europa.eu/eli/dir/2011/93/corrigendum/2012-01-21/oj",
            "http://data.europa.eu/eli/treaty/tfeu_2016/oj",
            "http://data.europa.eu/eli/treaty/char_2012/art_24/oj",
        ],
        [
            "data.europa.eu/eli/dir/2011/93/oj",
            "/eli/dir/2011/93/oj",
            "http://data.europa.eu/eli/dir/2011",
            "http://data.europa.eu/eli/dir/11/93/oj",
            "http://data.europa.eu/eli/dir/2011/93/oj/",
            "http://data.europa.eu/eli/dir/2011/93/oj ",
            "http://dataxeuropa.eu/eli/dir/2011/93/oj",
            "https://eur-lex.europa.eu/eli/dir/2011/93/oj",
        ],
    ),
    "sp": (
        ["SP(2015)310", "SP(2010)2138/2", "SP(2013) 471-2", "SP (2015) 310", "SP(2015) 0310-2", "SP (2012)26"],
        ["(2015)310", "SP 2015/310", "SP(2015)", "SP(15)310", "SP(2015)310-", "SP(2015)310/123", "C(2015)310"],
    ),
    "oj": (
        [
            "OJ L 335, 17.12.2011, p. 1",
            "OJ L 335, 17.12.2011",
            "OJ L 335, 17.12.2011, p. 1–14",
            "OJ L 335, 17.12.2011, pp. 1-14",
            "OJ L 1, 03.01.1994, p. 3",
            "OJ C 316, 30.8.2016, p. 109",
            "OJ C 58 E, 1.3.2007, p. 1",
            "OJ C 58E, 1.3.2007, p. 1",
            "OJ L 433 I, 22.12.2020, p. 28",
            "OJ L 433I, 22.12.2020, p. 28",
            "OJ 17, 6.10.1958, p. 385",
            "OJ L, 2024/1234, 30.4.2024",
            "OJ L, 2024/1234, 30.4.2024, ELI: http://data.europa.eu/eli/dir/2024/1234/oj",
            "OJ C, C/2024/1234, 23.2.2024",
            "OJ C, C/2024/1234, 23.2.2024, ELI: http://data.europa.eu/eli/C/2024/1234/oj",
        ],
        [
            "OJ L, 17.12.2011, p. 1",
            "OJ L 335, p. 1",
            "OJ L335, 17.12.2011, p. 1",
            "OJ L 335, 32.12.2011, p. 1",
            "OJ L 335, 17.13.2011, p. 1",
            "OJ L 335, 17.12.11, p. 1",
            "OJ L 335, 17 December 2011, p. 1",
            "OJ L 335, 17.12.2011, 1",
            "OJ L 335, 17.12.2011, p. 1.",
            "OJ X 335, 17.12.2011, p. 1",
            "L 335, 17.12.2011, p. 1",
            "OJ C, 2024/1234, 23.2.2024",
            "OJ L, L/2024/1234, 23.2.2024",
            "OJ L, 2024/1234",
        ],
    ),
}

MOTIONS = (
    ["B8-0217/2015", "A8-0123/2016", "B10-0031/2024", "A9-0001/2019"],
    ["RC-B8-0217/2015", "B8-217/2015", "B8 0217/2015", "C8-0217/2015", "B8-0217/15"],
)


@pytest.mark.parametrize(
    ("field", "spelling"), [(field, each) for field, (good, _) in SPELLINGS.items() for each in good]
)
def test_a_spelling_in_use_is_taken(field, spelling):
    assert problems(field, spelling) == []


@pytest.mark.parametrize(
    ("field", "spelling"), [(field, each) for field, (_, bad) in SPELLINGS.items() for each in bad]
)
def test_a_near_miss_is_refused(field, spelling):
    assert problems(field, spelling) == ["pattern"]


@pytest.mark.parametrize("spelling", MOTIONS[0])
def test_a_motion_or_report_is_taken(spelling):
    assert problems("motions", [spelling]) == []


@pytest.mark.parametrize("spelling", MOTIONS[1])
def test_what_is_no_motion_is_refused(spelling):
    assert problems("motions", [spelling]) == ["pattern"]


def test_every_identifier_is_tried():
    identifiers = set(SCHEMAS["document"]["properties"]["identifiers"]["properties"])
    assert identifiers == {*SPELLINGS, "motions"}


@pytest.mark.parametrize("procedure", SPELLINGS["procedure"][0])
def test_a_procedure_has_a_folder(procedure):
    assert procedure_of(dossier_of(procedure)) == procedure


@pytest.mark.parametrize("procedure", SPELLINGS["procedure"][1])
def test_what_is_no_procedure_has_no_folder(procedure):
    assert dossier_of(procedure) is None


REFERENCES = (
    ["actors/european-commission", "documents/directive-2011-93-eu", "2015/2564-RSP/requests/09b"],
    ["actors", "actors/", "/actors/x", "Actors/x", "actors/x.toml", "actors/ä", "actors/a--b", "actors/-a"],
)


@pytest.mark.parametrize("reference", [*REFERENCES[0], "2018/0148B-COD/requests/1", "a-kind-of-one-s-own/x"])
def test_an_id_is_taken(reference):
    assert parse_id(reference)
    assert refusals({"author": reference}) == []


@pytest.mark.parametrize("reference", [*REFERENCES[1], "2015/2564/requests/09b", "x/2015/2564-RSP/requests/1", "a/b\n"])
def test_what_is_no_id_is_refused(reference):
    assert parse_id(reference) is None
    assert refusals({"author": reference}) == ["pattern"]


@pytest.mark.parametrize(
    "file", ["sources/resolution.txt", "resolution.txt", "sources/Résolution (1).txt", "a/b/c..txt"]
)
def test_a_file_inside_the_folder_is_taken(file):
    assert refusals({"source": {"file": file, "sha256": "0" * 64}}) == []


@pytest.mark.parametrize("file", ["/etc/passwd", "../a.txt", "a/../../b", "./a.txt", "a//b", "a/", "C:\\a.txt", "a\nb"])
def test_a_file_outside_the_folder_is_refused(file):
    assert refusals({"source": {"file": file, "sha256": "0" * 64}}) == ["pattern"]


def problems(field, value):
    return refusals({"identifiers": {field: value}})


def refusals(fields):
    record = {"type": "directive", "title": "A directive", **fields}
    return [error.validator for error in make_validator(SCHEMAS["document"]).iter_errors(record)]
