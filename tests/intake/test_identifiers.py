"""Numbers of documents in all their spellings, and the documents that a text cites."""

from __future__ import annotations

import pytest
from followup.intake.acts import mentions
from followup.intake.identifiers import identifiers, text_number

SPELLINGS = {
    "P8_TA(2015)0070": {"adopted_text": "P8_TA(2015)0070"},
    "P8-TA-2015-0070": {"adopted_text": "P8_TA(2015)0070"},
    "TA-8-2015-0070": {"adopted_text": "P8_TA(2015)0070"},
    "T8-0070/2015": {"adopted_text": "P8_TA(2015)0070"},
    "P8_TA-PROV(2015)0070": {"provisional_text": "P8_TA-PROV(2015)0070"},
    "P8_TA(2015)0323RC-B8-0656/2015": {"adopted_text": "P8_TA(2015)0323", "joint_motion": "RC-B8-0656/2015"},
    "RC9-0270/2020": {"joint_motion": "RC9-0270/2020"},
    "(B9-0123, 0124 and 0125/2020)": {"motions": ["B9-0123/2020", "B9-0124/2020", "B9-0125/2020"]},
    "B8\N{NON-BREAKING HYPHEN}0659/2015": {"motions": ["B8-0659/2015"]},
    "A8-0368/2017": {"motions": ["A8-0368/2017"]},
    "SP(2015) 470": {"sp": "SP(2015)470"},
    "CELEX:52015IP0070": {"celex": "52015IP0070"},
}


@pytest.mark.parametrize("text", SPELLINGS)
def test_all_spellings_come_out_as_the_register_has_them(text, register_folder):
    from followup.register import Schemas
    from followup.validate.conformance import make_validator

    found = identifiers(text).table()
    assert found == SPELLINGS[text]
    kind = Schemas.load(register_folder / "schema")["documents"]
    record = {"type": "resolution", "title": "A", "identifiers": found}
    assert list(make_validator(kind.schema).iter_errors(record)) == []


def test_one_number_however_it_is_spelled():
    spellings = ("P8_TA(2015)0070", "P8_TA-PROV(2015)0070", "TA-8-2015-0070", "T8-0070/2015")
    assert {text_number(each) for each in spellings} == {("8", "2015", "0070")}


ACTS = {
    "Directive 2011/93/EU": "32011L0093",
    "Directive 95/46/EC": "31995L0046",
    "Regulation (EU) No 1303/2013": "32013R1303",
    "Regulation (EU) 2016/679": "32016R0679",
    "Regulation (EC) No 45/2001": "32001R0045",
    "Council Regulation (EC, Euratom) No 1605/2002": "32002R1605",
    "Council Framework Decision 2004/68/JHA": "32004F0068",
    "Commission Decision 2007/116/EC of 15 February 2007": "32007D0116",
    "Decision No 1230/2003/EC": "32003D1230",
    "the communication of 5 February 2008 (COM(2008)0055)": "52008DC0055",
    "Article 3 of the Treaty on European Union": "12012M/TXT",
}


@pytest.mark.parametrize("text", ACTS)
def test_acts_are_cited_by_their_celex_number(text):
    assert [each.celex for each in mentions(text)] == [ACTS[text]]
