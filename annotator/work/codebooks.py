"""The codebook that ships with the program and that each new project starts from."""

import tomllib

import msgspec

from annotator import assets
from annotator.model.codebook import Codebook


def default_codebook() -> Codebook:
    """Read `news-ar` from the shipped files; a file that does not fit the classes is our bug and raises."""
    text = assets.path("codebooks", "news-ar.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Codebook)
