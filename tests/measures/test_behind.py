"""Each number leads to cases that make it up again."""

import msgspec
import pytest

from annotator.measures.agreement import Row, measure_agreement
from annotator.measures.alignment import align_layers
from annotator.measures.behind import Behind, cases_behind
from annotator.measures.gamma import alikeness, continuum_of
from annotator.measures.sheets import MEASURES
from annotator.measures.tallies import tally_document
from annotator.model.layer import Layer
from tests.measures.written import Writer

TEXT = "قال الرئيس فلاديمير بوتين أمس إن «حركة طالبان» شريك. والتقى وزير الخارجية وفدا من الحركة في موسكو وكابل."


def written(author: str, *, speaker: str, label: str, trigger: str, entry: str, role: str = "place") -> Layer:
    writer = Writer(TEXT, author)
    writer.mark("entity", label, "حركة طالبان", entry=entry, subtype=entry)
    writer.mark("entity", "GPE", "موسكو", entry="moscow", subtype="CITY")
    quote = writer.mark("quote", "mixed", "«حركة طالبان» شريك")
    writer.fill(quote, "cue", writer.mark("cue", "cue", "قال"))
    writer.fill(quote, "speaker", speaker)
    event = writer.mark("event", "CONSULT", trigger)
    writer.fill(event, role, "موسكو")
    writer.fill(event, "cause_of", quote, link=True)
    return writer.layer


LAYERS = [
    written("a", speaker="الرئيس", label="ORG", trigger="التقى", entry="taliban"),
    written("b", speaker="فلاديمير بوتين", label="NORP", trigger="والتقى", entry="taliban-2", role="topic"),
]
ALIGNMENT = align_layers(TEXT, LAYERS)
TALLY = tally_document(ALIGNMENT, LAYERS, length=len(TEXT))
GAMMAS = {kind: alikeness(continuum_of(LAYERS, kind)) for kind in ("entity", "quote", "event")}
ROWS = measure_agreement([msgspec.structs.replace(TALLY, gammas=GAMMAS)], by=("label",), rounds=2)


def behind(row: Row) -> tuple[Behind, ...]:
    return cases_behind(ALIGNMENT, LAYERS, measure=row.measure, kind=row.kind, label=row.label, pair=("a", "b"))


def test_the_example_has_every_measure() -> None:
    assert {row.measure for row in ROWS} == set(MEASURES)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.measure}-{row.kind}-{row.label}")
def test_every_number_has_cases_behind_it(row: Row) -> None:
    found = behind(row)
    assert found
    assert all(one.case.kind == row.kind for one in found)
    if row.measure.startswith(("f1.", "frame.", "links.")) and row.label is None:
        alike = sum(one.alike for one in found)
        said = sum(member is not None for one in found for member in one.case.members)
        assert row.estimate.items == said - alike
        assert row.estimate.value == pytest.approx(2 * alike / said)
    if row.measure == "entry.accuracy":
        assert row.estimate.value == sum(one.alike for one in found) / len(found)


def test_what_speaks_against_a_measure() -> None:
    def against(measure: str, kind: str, label: str | None = None) -> list[tuple[str | None, ...]]:
        found = cases_behind(ALIGNMENT, LAYERS, measure=measure, kind=kind, label=label)
        return [one.case.members for one in found if not one.alike]

    assert against("f1.exact", "entity") == against("f1.exact", "entity", "ORG") == [("a0", "b0")]
    assert against("f1.exact", "entity", "GPE") == []
    assert against("f1.overlap", "event") == []
    assert against("f1.exact", "event") == against("alpha.unitizing", "event", "CONSULT") == [("a4", "b4")]
    assert against("roles.aligned", "event", "place") == [("a4", "b4")]
    assert against("frame.cue", "quote") == []
    assert against("frame.speaker", "quote") == [("a2", "b2")]
    assert against("entry.b3", "entity") == [("a0", "b0")]
    assert against("alpha.nominal", "entity", "subtype") == [("a0", "b0")]


def test_silence_of_both_is_no_case_and_no_such_measure_is_refused() -> None:
    third = Writer(TEXT, "c").layer
    layers = [*LAYERS, third]
    alignment = align_layers(TEXT, layers)
    assert cases_behind(alignment, layers, measure="f1.exact", kind="region") == ()
    assert not any(one.alike for one in cases_behind(alignment, layers, measure="f1.spans", kind="entity"))
    with pytest.raises(ValueError, match="no measure"):
        cases_behind(alignment, layers, measure="f2", kind="entity")
