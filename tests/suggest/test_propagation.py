"""Where the letters of a mention stand again, and what is there already."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.annotation import Annotation
from annotator.model.span import Span
from annotator.suggest.propagation import Occurrence, Wanted, beside, occurrences, wanted
from annotator.text.folding import fold_key
from annotator.text.query import Residues

RESIDUES = Residues()
TEXT = "زار موسكو.\nوبمُوسكو وفد، وموسكوفي لا، وموسكو نعم؛ موقع موسكو اليوم."


def sought(letters: str, **more: object) -> Wanted:
    found = wanted(letters, kind="entity", label="GPE", **more)  # type: ignore[arg-type]
    assert found is not None
    return found


def found(text: str, letters: str, **more: object) -> list[tuple[str, str, str]]:
    return [(o.span.of(text), o.prefix, o.level) for o in occurrences(text, sought(letters, **more), RESIDUES)]


def test_the_same_letters_other_spellings_and_proclitics() -> None:
    assert found(TEXT, "موسكو") == [
        ("موسكو", "", "same"),
        ("مُوسكو", "وب", "proclitic"),
        ("موسكو", "و", "proclitic"),
        ("موسكو", "", "same"),
    ]


def test_the_edge_of_a_label_decides_whether_proclitics_stay_inside() -> None:
    assert [one[0] for one in found(TEXT, "موسكو", edges={"GPE": "word"})][1:3] == ["وبمُوسكو", "وموسكو"]
    assert [one[0] for one in found(TEXT, "موسكو", edges={"PER": "word"})][1:3] == ["مُوسكو", "موسكو"]


@pytest.mark.parametrize(
    ("letters", "text", "spans"),
    [
        ("الاستقرار", "من أجل للاستقرار والاستقرار", ["لاستقرار", "الاستقرار"]),
        ("أفغانستان", "لأفغانستان افغانستان", ["أفغانستان", "افغانستان"]),
        ("داعش خراسان", "«داعش-خراسان» وداعش خراسان وداعش\nخراسان", ["داعش-خراسان", "داعش خراسان"]),
        ("تاس", "وتاس أساس تاسع", ["تاس"]),
        ("بن", "بن وبن لبن", ["بن"]),
        ("144", "١٤٤ شخصا و1440", ["١٤٤"]),
    ],
)
def test_words_and_phrases(letters: str, text: str, spans: list[str]) -> None:
    assert [one[0] for one in found(text, letters)] == spans


def test_marks_alone_are_nothing_to_look_for() -> None:
    assert wanted("«»", kind="entity", label="GPE") is None


def test_what_stands_there_already() -> None:
    def entity(name: str, label: str, words: str, nth: int = 0) -> Annotation:
        at = [n for n in range(len(TEXT)) if TEXT.startswith(words, n)][nth]
        return Annotation(name, "entity", label, (Span(at, at + len(words)),))

    annotations = (
        entity("a", "GPE", "موسكو"),
        entity("b", "ORG", "موقع موسكو اليوم"),
        entity("c", "GPE", "موسكو نعم"),
        Annotation("d", "event", "CONSULT", (Span(0, 9),)),
    )
    looked_for = sought("موسكو")
    places = beside(occurrences(TEXT, looked_for, RESIDUES), annotations, looked_for)
    assert [(one.standing, one.proposed) for one in places] == [
        ("tagged", False),
        ("free", True),
        ("inside", False),
        ("inside", False),
    ]


def test_a_crossing_mention_is_told() -> None:
    looked_for = sought("حركة طالبان")
    text = "قادة حركة طالبان"
    crossing = Annotation("a", "entity", "GPE", (Span(0, 9),))
    places = beside(occurrences(text, looked_for, RESIDUES), (crossing,), looked_for)
    assert [one.standing for one in places] == ["crossing"]


@given(st.lists(st.sampled_from(["موسكو", "وموسكو", "مُوسْكو", "كابل", "\n", "،", "بموسكو", "😀"]), max_size=30))
def test_each_place_folds_to_what_is_sought_and_none_is_missed(pieces: list[str]) -> None:
    text = " ".join(pieces)
    places: tuple[Occurrence, ...] = occurrences(text, sought("موسكو"), RESIDUES)
    assert [fold_key(one.span.of(text)) for one in places] == ["موسكو"] * sum("س" in piece for piece in pieces)
    assert [one.span for one in places] == sorted({one.span for one in places})
