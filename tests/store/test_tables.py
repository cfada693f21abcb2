"""Whole layers go into the tables as they are, whatever letters they hold, and through either JSON function."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Annotation, Attribute, Provenance, Relation, Target
from annotator.model.layer import LayerKey
from annotator.model.span import Span
from annotator.store import engine, migrations, records
from annotator.store.tables import Tables

TEXTS = st.text(st.characters(codec="utf-8")) | st.sampled_from(
    ['"\\', "\x00", "a\x00b", "\u2028\x85", "1", "null", "[1]"]
)
KEY = LayerKey("a1", "own", "p1")


@pytest.fixture(scope="module")
def tables() -> Tables:
    connection = engine.connect_memory()
    migrations.migrate(connection)
    return Tables(connection)


@given(note=TEXTS, value=TEXTS, label=TEXTS, entry=st.none() | TEXTS, closed=st.booleans())
def test_a_layer_comes_out_as_it_went_in(
    tables: Tables, note: str, value: str, label: str, entry: str | None, closed: bool
) -> None:
    by = Provenance(annotators=(note,), reason=value)
    annotations = [
        Annotation("e2", "quote", label, (Span(0, 3), Span(5, 2**40)), note=note, closed=closed, provenance=by),
        Annotation("e1", "entity", "PER", (Span(4, 9),), (Attribute("name", value),), entry),
    ]
    relations = [
        Relation("r1", "e2", label, Target(spans=(Span(1, 2),)), "implied", note=note, provenance=by),
        Relation("r2", "e2", "to", Target(annotation="e1"), link=True, attributes=(Attribute(label, value),)),
        Relation("r3", "e2", "to", Target(entry=entry)),
    ]
    number = tables.need_layer(KEY)
    tables.clear_layer(number)
    tables.fill_layer(number, annotations, relations)
    assert tables.annotations(number) == annotations[::-1]
    assert tables.relations(number) == relations
    row = tables.layer_row(KEY)
    assert row is not None
    assert (row.annotations, row.relations) == (2, 3)


@pytest.mark.parametrize("version", [(3, 38, 0), engine.version()])
def test_every_way_of_reading_json_gives_the_same_row(version: tuple[int, ...]) -> None:
    row = [7, 'é\u2028\U0001f600"\\', None, 2**53 - 1, ""]
    asked = records.rows_from_json("a, b, c, d", version=version)
    found = engine.connect_memory().execute(asked, (records.to_json([row]),))
    assert [list(one) for one in found] == [row]
