"""The vocabulary: a text with a term is looked at, however the terms are alike."""

from followup.validate.vocabulary import read_vocabulary
from hypothesis import given
from hypothesis import strategies as st

WORDS = st.sampled_from(["child", "children", "tourism", "tourist", "touring", "porn", "abuse", "a", "bus"])
TERMS = st.lists(st.lists(WORDS, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=6, unique=True)


@given(TERMS, st.text("abcdefg ", max_size=5), st.text("abcdefg ", max_size=5))
def test_each_term_has_one_of_the_telling_words(tmp_path_factory, terms, before, after):
    folder = tmp_path_factory.mktemp("schema")
    named = ", ".join(f'"{each}"' for each in terms)
    (folder / "vocabulary.toml").write_text(f'[[term]]\ndeprecated = [{named}]\npreferred = "x"\nwhy = "y"\n')
    vocabulary = read_vocabulary(folder)
    for each in terms:
        assert any(word in f"{before} {each} {after}" for word in vocabulary.words)
