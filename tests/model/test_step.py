"""Steps are their own inverse, and a stream names its layer."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Annotation
from annotator.model.ids import is_id, new_id, new_step_id
from annotator.model.layer import LayerKey
from annotator.model.span import Span
from annotator.model.step import VALUE_TYPES, Change, inverse, layer_of, stream_of


def test_the_inverse_of_the_inverse_is_the_gesture() -> None:
    one = Annotation("e1", "entity", "PER", (Span(0, 3),))
    other = msgspec.structs.replace(one, label="ORG")
    changes = (Change("annotation", "e1", None, one), Change("annotation", "e1", one, other))
    assert inverse(changes) == (Change("annotation", "e1", other, one), Change("annotation", "e1", one, None))
    assert inverse(inverse(changes)) == changes


@given(st.sampled_from(["own", "gold", "suggestion"]), st.text(min_size=1, max_size=12))
def test_a_stream_names_its_layer_whatever_the_author_is_called(purpose: str, author: str) -> None:
    key = LayerKey("doc.1", purpose, author)  # type: ignore[arg-type]
    assert layer_of(stream_of(key)) == key


@pytest.mark.parametrize("stream", ["corpus", "talk", "proposed/p1", "own/doc"])
def test_other_streams_belong_to_no_layer(stream: str) -> None:
    assert layer_of(stream) is None


def test_ids_fit_a_record_and_do_not_repeat() -> None:
    made = {new_id("e") for _ in range(2000)} | {new_step_id() for _ in range(2000)}
    assert len(made) == 4000
    assert all(is_id(i) for i in made)


def test_every_kind_of_value_survives_json() -> None:
    assert "annotation" in VALUE_TYPES
    value = Annotation("e1", "entity", "PER", (Span(0, 3), Span(5, 8)), note="ملاحظة")
    assert msgspec.json.decode(msgspec.json.encode(value, order="sorted"), type=Annotation) == value
