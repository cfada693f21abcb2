"""Where the files that ship with the program lie: fonts, themes, codebooks, help, schemas and the seed articles."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """Give the path of a file or folder below `resources/`, in a checkout, a wheel or a bundle; it need not exist."""
    return _shipped("resources").joinpath(*parts)


def seed(*parts: str) -> Path:
    """Give the path of a file below `seeds/`, or of that folder itself; it need not exist."""
    return _shipped("seeds").joinpath(*parts)


def _shipped(folder: str) -> Path:
    # A wheel and a bundle carry the folder inside the package; a checkout and an editable install have it beside.
    inside = _PACKAGE / folder
    return inside if inside.is_dir() else _PACKAGE.parent / folder
