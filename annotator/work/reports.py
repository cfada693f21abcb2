"""What an import or an export did, in numbers and in problems that name their place."""

from pathlib import Path

import msgspec

from annotator.formats.base import Refusal, Remark
from annotator.model.problems import Problem

MOST = 1000
"""How many refusals and remarks are kept one by one; the rest is counted."""

COLLISIONS = frozenset({"import.author-collides", "import.author-named"})
"""Why a layer may be somebody else's than its author's name says; a person may vouch for it, or give another name."""


class ImportReport(msgspec.Struct, frozen=True):
    """What came in, and what did not.

    `unchanged` are layers that were here already. `unknown_labels` are `(kind, label, times)`, `unknown_attributes`
    `(name, times)`: kept as they came, to be mapped. `touched` are the ids of the articles that are new or have new
    layers or comments.
    """

    articles: int
    layers: int
    entries: int
    comments: int
    unchanged: int
    refused: int
    remarked: int
    refusals: tuple[Refusal, ...]
    remarks: tuple[Remark, ...]
    unknown_labels: tuple[tuple[str, str, int], ...]
    unknown_attributes: tuple[tuple[str, int], ...]
    touched: tuple[str, ...]
    gesture: str


class ExportReport(msgspec.Struct, frozen=True):
    """What went out: how many records and entries, into which files, and what the format could not carry."""

    path: Path
    records: int
    sha256: str
    registry: Path | None
    entries: int
    losses: int
    examples: tuple[Problem, ...]
