"""Measures over several documents: pooled, by part, with intervals, undefined where there is nothing to say."""

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.measures.agreement import Row, confusion, measure_agreement
from annotator.measures.alignment import align_layers
from annotator.measures.bootstrap import draws, interval
from annotator.measures.outcomes import REASONS, Undefined
from annotator.measures.sheets import MEASURES
from annotator.measures.tallies import Tally, rater_of, tally_document
from annotator.model.annotation import Annotation, Attribute
from annotator.model.layer import Layer, LayerKey, in_text_order
from annotator.model.span import Span
from tests.measures.written import Writer

TEXT = "قال الرئيس فلاديمير بوتين أمس إن «حركة طالبان» شريك. والتقى وزير الخارجية وفدا من الحركة في موسكو وكابل."
NAMES = (("PER", "فلاديمير بوتين"), ("ORG", "حركة طالبان"), ("GPE", "موسكو"), ("GPE", "كابل"))


def tally(*layers: Layer, text: str = TEXT, **standing: str) -> Tally:
    alignment = align_layers(text, layers, standing)
    return tally_document(alignment, layers, length=len(text), standing=standing)


def entities(author: str, *names: tuple[str, str], document: str = "d1", **more: str) -> Layer:
    writer = Writer(TEXT, author)
    for label, words in names:
        writer.mark("entity", label, words, entry=more.get(words.split()[-1]))
    key = LayerKey(document, "own", author)
    return Layer(key, in_text_order(writer.annotations))


def value(rows: tuple[Row, ...], measure: str, kind: str = "entity", **where: object) -> float | None:
    return row(rows, measure, kind, **where).estimate.value


def row(rows: tuple[Row, ...], measure: str, kind: str = "entity", **where: object) -> Row:
    wanted = {"label": None, "pair": None, "document": None, "group": None, **where}
    (found,) = (
        r for r in rows if (r.measure, r.kind) == (measure, kind) and all(getattr(r, k) == v for k, v in wanted.items())
    )
    return found


def test_the_four_f1_and_their_labels() -> None:
    first = entities("a", *NAMES)
    second = entities("b", ("PER", "الرئيس فلاديمير بوتين"), ("NORP", "حركة طالبان"), ("GPE", "موسكو"))
    rows = measure_agreement([tally(first, second)], by=("label",))
    assert value(rows, "f1.exact") == pytest.approx(2 * 1 / 7)
    assert value(rows, "f1.spans") == pytest.approx(2 * 2 / 7)
    assert value(rows, "f1.label") == pytest.approx(2 * 2 / 7)
    assert value(rows, "f1.overlap") == pytest.approx(2 * 3 / 7)
    assert value(rows, "f1.exact", label="GPE") == pytest.approx(2 / 3)
    assert value(rows, "f1.exact", label="PER") == 0
    assert value(rows, "f1.spans", label="NORP") == pytest.approx(1)
    assert row(rows, "f1.exact").estimate.items == 6


def test_one_annotator_without_work_is_zero_and_both_are_no_row() -> None:
    rows = measure_agreement([tally(entities("a", *NAMES), entities("b"))])
    assert value(rows, "f1.exact") == 0
    assert measure_agreement([tally(entities("a"), entities("b"))]) == ()


def test_undefined_is_a_reason_and_never_a_number() -> None:
    rows = measure_agreement([tally(entities("a", ("GPE", "موسكو")), entities("b", ("GPE", "موسكو")))])
    for measure in ("kappa.cohen", "kappa.fleiss", "alpha.nominal", "ac1"):
        estimate = row(rows, measure, label="label").estimate
        assert (estimate.value, estimate.undefined) == (None, Undefined("one-category"))
        assert estimate.items == 1
    rows = measure_agreement([tally(entities("a", ("GPE", "موسكو")), entities("b", ("ORG", "حركة طالبان")))])
    assert row(rows, "alpha.nominal", label="label").estimate.undefined == Undefined("no-items")
    rows = measure_agreement([tally(entities("a", *NAMES))])
    assert row(rows, "kappa.cohen", label="label").estimate.undefined == Undefined("one-rater")
    assert all(r.estimate.undefined is not None and r.estimate.undefined.reason in REASONS for r in rows)


def test_entries_as_clusters() -> None:
    first = entities("a", *NAMES, موسكو="moscow", كابل="kabul", طالبان="taliban")
    second = entities("b", *NAMES, موسكو="moscow", كابل="moscow", طالبان="taliban-2")
    rows = measure_agreement([tally(first, second)])
    assert value(rows, "entry.accuracy") == pytest.approx(1 / 3)
    assert value(rows, "entry.muc") == 0
    assert value(rows, "entry.b3") == pytest.approx(2 * 1 * (2 / 3) / (1 + 2 / 3))
    merged = measure_agreement([tally(first, second, **{"taliban-2": "taliban"})])
    assert value(merged, "entry.accuracy") == pytest.approx(2 / 3)


def framed(author: str, *, speaker: str, cue: str = "قال", form: str = "mixed", place: str | None = "موسكو") -> Layer:
    writer = Writer(TEXT, author)
    quote = writer.mark("quote", form, "«حركة طالبان» شريك")
    writer.fill(quote, "cue", writer.mark("cue", "cue", cue))
    writer.fill(quote, "speaker", speaker)
    event = writer.mark("event", "CONSULT", "التقى")
    writer.fill(event, "actor", "وزير الخارجية")
    if place:
        writer.fill(event, "place", place)
    return writer.layer


def test_roles_and_frames() -> None:
    first = framed("a", speaker="فلاديمير بوتين")
    rows = measure_agreement([tally(first, framed("b", speaker="الرئيس", place=None, form="direct"))], by=("label",))
    assert value(rows, "roles.end-to-end", "event") == pytest.approx(2 / 3)
    assert value(rows, "roles.aligned", "event") == pytest.approx(2 / 3)
    assert value(rows, "roles.aligned", "event", label="place") == 0
    assert value(rows, "roles.aligned", "quote") == pytest.approx(0.5)
    named = {name: value(rows, f"frame.{name}", "quote") for name in ("content", "form", "cue", "speaker", "joint")}
    assert named == {"content": 1, "form": 0, "cue": 1, "speaker": 0, "joint": 0}
    assert value(rows, "frame.joint", "event") == 0
    same = measure_agreement([tally(first, framed("b", speaker="فلاديمير بوتين"))])
    assert value(same, "frame.joint", "quote") == value(same, "frame.joint", "event") == 1


def test_a_frame_that_one_lacks_counts_end_to_end_alone() -> None:
    rows = measure_agreement([tally(framed("a", speaker="الرئيس"), Writer(TEXT, "b").layer)])
    assert value(rows, "roles.end-to-end", "event") == 0
    assert not [r for r in rows if r.measure == "roles.aligned"]


def test_parts_of_the_material() -> None:
    good = tally(entities("a", *NAMES), entities("b", *NAMES))
    bad = tally(entities("a", *NAMES, document="d2"), entities("b", NAMES[0], document="d2"))
    rows = measure_agreement([bad, good], by=("document", "group", "pair"), groups={"d1": "2024-W01", "d2": "2024-W02"})
    assert value(rows, "f1.exact", document="d1") == value(rows, "f1.exact", group="2024-W01") == 1
    assert value(rows, "f1.exact", document="d2") == value(rows, "f1.exact", group="2024-W02") == pytest.approx(0.4)
    assert value(rows, "f1.exact", pair=("a", "b")) == value(rows, "f1.exact") == pytest.approx(10 / 13)
    assert row(rows, "f1.exact").estimate.mean == pytest.approx(0.7)
    assert row(rows, "f1.exact", document="d1").estimate.low is None


def test_three_raters_are_the_mean_of_their_pairs() -> None:
    rows = measure_agreement([tally(entities("a", *NAMES), entities("b", *NAMES), entities("c"))], by=("pair",))
    assert value(rows, "f1.exact", pair=("a", "b")) == 1
    assert value(rows, "f1.exact", pair=("a", "c")) == 0
    assert value(rows, "f1.exact") == pytest.approx(1 / 3)


def test_confusion_counts_silence_too() -> None:
    first, second = entities("a", *NAMES), entities("b", ("GPE", "موسكو"), ("NORP", "حركة طالبان"))
    categories, table = confusion([tally(first, second)], "entity", ("a", "b"))
    cells = {(categories[i], categories[j]): int(table[i, j]) for i, j in zip(*np.nonzero(table), strict=True)}
    assert cells == {("GPE", "GPE"): 1, ("ORG", "NORP"): 1, ("PER", None): 1, ("GPE", None): 1}


def test_raters_are_told_apart_by_purpose() -> None:
    assert rater_of(LayerKey("d", "own", "sara")) == "sara"
    assert rater_of(LayerKey("d", "gold", "sara")) == "gold/sara"
    layers = [entities("a"), entities("b")]
    with pytest.raises(ValueError, match="same rater"):
        tally_document(align_layers(TEXT, layers), layers, length=9, rater=lambda _: "x")
    with pytest.raises(ValueError, match="order"):
        tally_document(align_layers(TEXT, layers), layers[::-1], length=9)


@st.composite
def documents(draw: st.DrawFn) -> list[list[Layer]]:
    """Two to three layers over some documents, with spans, labels, attributes and entries at random."""
    raters = draw(st.integers(2, 3))
    found = []
    for number in range(draw(st.integers(1, 3))):
        layers = []
        for author in "abc"[:raters]:
            starts = draw(st.lists(st.integers(0, 12), max_size=4, unique=True))
            made = [
                Annotation(
                    f"{author}{start}",
                    draw(st.sampled_from(("entity", "event"))),
                    draw(st.sampled_from("XY")),
                    (Span(start * 3, start * 3 + draw(st.integers(1, 4))),),
                    (Attribute("subtype", draw(st.sampled_from("mn"))),),
                    draw(st.sampled_from((None, "e1", "e2"))),
                )
                for start in starts
            ]
            layers.append(Layer(LayerKey(f"d{number}", "own", author), in_text_order(made)))
        found.append(layers)
    return found


def rows_of(found: list[list[Layer]], **options: object) -> tuple[Row, ...]:
    tallies = [tally(*layers, text="ا" * 60) for layers in found]
    return measure_agreement(tallies, rounds=20, **options)  # type: ignore[arg-type]


def near(one: Row, other: Row) -> bool:
    first, second = one.estimate, other.estimate
    return (
        msgspec.structs.replace(one, estimate=second) == msgspec.structs.replace(other, estimate=second)
        and first.undefined == second.undefined
        and (first.value is None or first.value == pytest.approx(second.value))
    )


@settings(max_examples=40)
@given(documents(), st.randoms())
def test_the_order_of_layers_and_documents_does_not_matter(found: list[list[Layer]], random: object) -> None:
    turned = [list(reversed(layers)) for layers in reversed(found)]
    one, other = rows_of(found, by=("label", "pair")), rows_of(turned, by=("label", "pair"))
    assert len(one) == len(other)
    assert all(near(a, b) for a, b in zip(one, other, strict=True))


@settings(max_examples=40)
@given(documents())
def test_values_stay_in_their_bounds(found: list[list[Layer]]) -> None:
    for one in rows_of(found, by=("label", "pair", "document")):
        estimate = one.estimate
        assert (estimate.value is None) is (estimate.undefined is not None)
        if estimate.value is None:
            continue
        assert estimate.value <= 1 + 1e-9
        if one.measure in MEASURES[: MEASURES.index("kappa.cohen")]:
            assert estimate.value >= 0
        if estimate.low is not None and estimate.high is not None:
            assert estimate.low <= estimate.high <= 1


@settings(max_examples=40)
@given(documents())
def test_identical_layers_agree_wholly(found: list[list[Layer]]) -> None:
    copies = [
        [Layer(LayerKey(layers[0].key.document, "own", author), layers[0].annotations) for author in "ab"]
        for layers in found
    ]
    for one in rows_of(copies, by=("label",)):
        assert one.estimate.value is None or one.estimate.value == pytest.approx(1), one


def test_the_same_seed_gives_the_same_interval() -> None:
    tallies = [
        tally(entities("a", *NAMES, document=f"d{n}"), entities("b", *NAMES[: n % 4 + 1], document=f"d{n}"))
        for n in range(6)
    ]
    one, same, other = (row(measure_agreement(tallies, seed=seed), "f1.exact").estimate for seed in (1, 1, 2))
    assert one == same
    assert one.low is not None
    assert one.value is not None
    assert one.high is not None
    assert one.low < one.value < one.high
    assert other.value == one.value


def test_an_interval_of_a_mean() -> None:
    """Against resampling written out in full."""
    sums = np.array([[1.0, 1.0], [0.0, 1.0], [1.0, 2.0], [3.0, 3.0]])
    drawn = draws(4, rounds=500, seed=7)
    found = interval(sums, lambda s: s[..., 0] / s[..., 1], drawn)
    slow = []
    for weights in drawn:
        chosen = [sums[i] for i in range(4) for _ in range(int(weights[i]))]
        assert len(chosen) == 4
        slow.append(sum(c[0] for c in chosen) / sum(c[1] for c in chosen))
    assert found == pytest.approx(tuple(np.quantile(slow, [0.025, 0.975])))


def test_no_interval_of_one_document() -> None:
    assert interval(np.ones((1, 2)), lambda s: s[..., 0], draws(1)) is None
    assert interval(np.zeros((3, 1)), lambda s: s[..., 0] * np.nan, draws(3)) is None
    assert draws(0, rounds=3).shape == (3, 0)
