"""A codebook as TOML and back, and what is no codebook."""

import msgspec
import pytest

from annotator import assets
from annotator.formats.codebook import read_codebook, write_codebook
from annotator.model.codebook import Codebook, Colours, Label, Words
from annotator.model.problems import KnownError


def test_the_shipped_codebook_survives() -> None:
    codebook = read_codebook(assets.path("codebooks", "news-ar.toml").read_bytes())
    again = read_codebook(write_codebook(codebook))
    assert again == codebook
    assert again.sha256 == codebook.sha256


def test_every_character_survives() -> None:
    odd = 'سطر\nثان\t"مقتبس" \\ \x7f \u2028 😀'
    label = Label("X", "entity", Words(odd, odd), Words("", ""), Colours("#000000", "#FFFFFF"), links_to_registry=True)
    codebook = Codebook("n", "1", Words(odd, "e"), (label,))
    assert read_codebook(write_codebook(codebook)) == codebook


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (b"name = ", "codebook.not-toml"),
        (b"\xff\xfe", "codebook.not-toml"),
        (b'name = "x"', "codebook.shape"),
        (b'name = "x"\nversion = "1"\ntitle = {ar = "", en = ""}\nlabels = []\nextra = 1', "codebook.shape"),
        (b'name = "x"\nversion = "1"\ntitle = {ar = "", en = ""}\nlabels = [{id = 1}]', "codebook.shape"),
    ],
)
def test_what_is_no_codebook(raw: bytes, key: str) -> None:
    with pytest.raises(KnownError) as fault:
        read_codebook(raw)
    assert fault.value.problem.key == key


def test_a_label_twice_is_refused() -> None:
    codebook = read_codebook(assets.path("codebooks", "news-ar.toml").read_bytes())
    double = msgspec.structs.replace(codebook, labels=codebook.labels + codebook.labels[:1])
    with pytest.raises(KnownError) as fault:
        read_codebook(write_codebook(double))
    assert fault.value.problem.key == "codebook.double-label"
