"""A version is known again by what it says, not by where it came from."""

import msgspec
import pytest

from annotator.measures.fingerprints import ABSENT, fingerprint_annotation, fingerprint_link
from annotator.model.annotation import Annotation, Attribute, Provenance, Relation, Target
from annotator.model.span import Span

QUOTE = Annotation("q1", "quote", "direct", (Span(5, 9),), (Attribute("act", "threat"),), "e1")
SPEAKER = Annotation("e7", "entity", "PER", (Span(0, 3),))
SAYS = Relation("r1", "q1", "speaker", Target(annotation="e7"))
BY_ID = {"q1": QUOTE, "e7": SPEAKER}


def quote(annotation: Annotation = QUOTE, *relations: Relation, speaker: Annotation = SPEAKER) -> str:
    return fingerprint_annotation(annotation, relations or (SAYS,), {"q1": annotation, speaker.id: speaker})


@pytest.mark.parametrize(
    "other",
    [
        msgspec.structs.replace(QUOTE, label="mixed"),
        msgspec.structs.replace(QUOTE, kind="event"),
        msgspec.structs.replace(QUOTE, spans=(Span(5, 10),)),
        msgspec.structs.replace(QUOTE, spans=(Span(5, 7), Span(8, 9))),
        msgspec.structs.replace(QUOTE, attributes=()),
        msgspec.structs.replace(QUOTE, entry=None),
        msgspec.structs.replace(QUOTE, closed=False),
    ],
)
def test_whatever_is_said_makes_another_version(other: Annotation) -> None:
    assert quote(other) != quote()
    assert len(quote()) == 32
    assert quote() != ABSENT


@pytest.mark.parametrize(
    "other",
    [
        msgspec.structs.replace(SAYS, role="addressee"),
        msgspec.structs.replace(SAYS, status="inherited"),
        msgspec.structs.replace(SAYS, target=Target(entry="e7")),
        msgspec.structs.replace(SAYS, target=Target(spans=(Span(0, 3),))),
        msgspec.structs.replace(SAYS, target=Target(), status="unknown"),
        msgspec.structs.replace(SAYS, attributes=(Attribute("certainty", "unsure"),)),
    ],
)
def test_another_part_makes_another_version(other: Relation) -> None:
    assert quote(QUOTE, other) != quote()
    assert quote(QUOTE, SAYS, other) not in {quote(), quote(QUOTE, other)}
    assert quote(QUOTE, SAYS, other) == quote(QUOTE, other, SAYS)
    assert fingerprint_link(other, BY_ID) != fingerprint_link(SAYS, BY_ID)


def test_a_filler_that_moves_makes_another_version() -> None:
    assert quote(speaker=msgspec.structs.replace(SPEAKER, spans=(Span(0, 4),))) != quote()


def test_ids_notes_and_provenance_do_not() -> None:
    renamed = msgspec.structs.replace(QUOTE, id="q9", note="؟", provenance=Provenance("imported"))
    speaker = msgspec.structs.replace(SPEAKER, id="e9", label="ORG")
    says = Relation("r9", "q9", "speaker", Target(annotation="e9"), note="x")
    assert fingerprint_annotation(renamed, (says,), {"q9": renamed, "e9": speaker}) == quote()
    assert fingerprint_link(says, {"q9": renamed, "e9": speaker}) == fingerprint_link(SAYS, BY_ID)
