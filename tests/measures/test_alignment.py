"""Every verdict and every subtype, on written examples, for entities, quotes, events and links."""

from collections.abc import Callable
from itertools import permutations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.measures.alignment import align_layers
from annotator.measures.boundaries import SUBTYPES
from annotator.measures.cases import CASE_KINDS, VERDICTS, Alignment, Case, count_verdicts
from annotator.measures.fingerprints import ABSENT
from annotator.model.annotation import Annotation, Kind, Relation, Target
from annotator.model.layer import Layer, LayerKey, in_text_order
from annotator.model.span import Span
from tests.measures.written import Writer

TEXT = (
    "قال الرئيس فلاديمير بوتين أمس إن «حركة طالبان» شريك في مكافحة الإرهاب. "
    "والتقى وزير الخارجية وفدا من الحركة في موسكو، وبكابل وقع الجانبان اتفاقا للتعاون."
)
Write = Callable[[Writer], object]


def align(*writes: Write, text: str = TEXT) -> Alignment:
    layers = []
    for author, write in zip("abcdef", writes, strict=False):
        writer = Writer(text, author)
        write(writer)
        layers.append(writer.layer)
    return align_layers(text, layers)


def only(alignment: Alignment) -> Case:
    (case,) = alignment.cases
    return case


# Two readings of one stretch, outer and inner, and in what they differ.
READINGS = (
    ("clitic", "وبكابل", "وب|كابل"),
    ("clitic", "وبكابل", "و|بكابل"),
    ("clitic", "للتعاون", "ل|لتعاون"),
    ("punctuation", "موسكو،", "موسكو"),
    ("punctuation", "الإرهاب.", "الإرهاب"),
    ("quote-mark", "«حركة طالبان»", "حركة طالبان"),
    ("quote-mark", "حركة طالبان»", "حركة طالبان"),
    ("title", "الرئيس فلاديمير بوتين", "فلاديمير بوتين"),
    ("other", "حركة طالبان", "حركة |طالبان"),
    ("other", "فلاديمير بوتين أمس", "فلاديمير بوتين"),
)
LABELS: dict[Kind, tuple[str, str]] = {
    "entity": ("ORG", "GPE"),
    "quote": ("direct", "indirect"),
    "event": ("CONSULT", "AGREE"),
    "region": ("headline", "byline"),
}


def test_the_examples_name_every_subtype() -> None:
    assert {subtype for subtype, _, _ in READINGS} == set(SUBTYPES)


@pytest.mark.parametrize("kind", LABELS)
@pytest.mark.parametrize(("subtype", "outer", "inner"), READINGS)
def test_a_boundary_and_its_subtype(kind: Kind, subtype: str, outer: str, inner: str) -> None:
    label = LABELS[kind][0]
    case = only(align(lambda a: a.mark(kind, label, outer), lambda b: b.mark(kind, label, inner)))
    assert (case.kind, case.verdicts, case.subtypes) == (kind, ("boundary",), (subtype,))
    assert case.clitic_only is (subtype == "clitic")


def test_two_differences_of_one_boundary_are_both_named() -> None:
    text = "أعلن و«طالبان» ذلك"
    case = only(
        align(lambda a: a.mark("entity", "ORG", "و«طالبان"), lambda b: b.mark("entity", "ORG", "طالبان"), text=text)
    )
    assert case.subtypes == ("quote-mark", "other")
    text = "قرأ وكتابهم هنا"
    case = only(
        align(lambda a: a.mark("entity", "OTHER", "وكتابهم"), lambda b: b.mark("entity", "OTHER", "و|كتاب"), text=text)
    )
    assert case.subtypes == ("clitic",)


def test_letters_under_a_title_are_a_title() -> None:
    text = "وصل مساعد المدير العام أحمد فهمي"

    def first(a: Writer) -> None:
        a.mark("entity", "PER", "مساعد المدير العام أحمد فهمي")
        a.mark("entity", "TITLE", "مساعد المدير العام")

    def second(b: Writer) -> None:
        b.mark("entity", "PER", "أحمد فهمي")
        b.mark("entity", "TITLE", "مساعد المدير العام")

    found = {case.subtypes for case in align(first, second, text=text).cases if not case.agreed}
    assert found == {("title",)}


@pytest.mark.parametrize("kind", LABELS)
def test_agree_label_attribute_link_missing(kind: Kind) -> None:
    label, other = LABELS[kind]

    def marked(name: str, entry: str | None = None, **attributes: str) -> Write:
        return lambda writer: writer.mark(kind, name, "حركة طالبان", entry=entry, **attributes)

    expected = {
        "agree": marked(label, "e1", subtype="X"),
        "label": marked(other, "e1", subtype="X"),
        "attribute": marked(label, "e1", subtype="Y"),
        "link": marked(label, "e2", subtype="X"),
        "missing": lambda _: None,
    }
    assert set(expected) == set(VERDICTS) - {"boundary", "role"}
    for verdict, second in expected.items():
        case = only(align(expected["agree"], second))
        assert case.verdicts == (verdict,)
        assert case.agreed is (verdict == "agree")
        assert (case.versions[0] == case.versions[1]) is (verdict == "agree")
        assert (case.fingerprints[0] == case.fingerprints[1]) is (verdict == "agree")
    assert only(align(expected["agree"], expected["missing"])).fingerprints[1] == ABSENT


def test_a_merged_entry_is_the_one_that_stands_for_it() -> None:
    a, b = Writer(TEXT, "a"), Writer(TEXT, "b")
    a.mark("entity", "ORG", "حركة طالبان", entry="taliban")
    b.mark("entity", "ORG", "حركة طالبان", entry="taliban-2")
    layers = [a.layer, b.layer]
    assert only(align_layers(TEXT, layers)).verdicts == ("link",)
    resolved = only(align_layers(TEXT, layers, {"taliban-2": "taliban"}))
    assert resolved.agreed
    assert resolved.fingerprints == only(align_layers(TEXT, layers)).fingerprints


def test_where_an_annotation_came_from_is_no_difference() -> None:
    first: Write = lambda a: a.mark("entity", "ORG", "حركة طالبان", foreign_id="T1")  # noqa: E731
    assert only(align(first, lambda b: b.mark("entity", "ORG", "حركة طالبان"))).agreed


def test_an_open_quote_against_a_closed_one_is_an_attribute() -> None:
    case = only(
        align(
            lambda a: a.mark("quote", "direct", "حركة طالبان"),
            lambda b: b.mark("quote", "direct", "حركة طالبان", closed=False),
        )
    )
    assert case.verdicts == ("attribute",)


def quote(writer: Writer, *, cue: str = "قال", speaker: str | None = "فلاديمير بوتين", **more: str) -> None:
    made = writer.mark("quote", more.pop("form", "mixed"), "«حركة طالبان» شريك في مكافحة الإرهاب")
    writer.fill(made, "cue", writer.mark("cue", "cue", cue))
    if speaker:
        writer.fill(made, "speaker", speaker)
    for role, words in more.items():
        writer.fill(made, role, words)


@pytest.mark.parametrize(
    ("change", "role", "verdict"),
    [
        ({}, "cue", "agree"),
        ({"cue": "قال الرئيس"}, "cue", "boundary"),
        ({"cue": "أمس"}, "cue", "role"),
        ({"speaker": "الرئيس فلاديمير بوتين"}, "speaker", "boundary"),
        ({"speaker": "وزير الخارجية"}, "speaker", "role"),
        ({"speaker": None}, "speaker", "missing"),
        ({"addressee": "الجانبان"}, "addressee", "missing"),
        ({"medium": "موسكو"}, "medium", "missing"),
    ],
)
def test_the_lines_of_a_quote(change: dict[str, str], role: str, verdict: str) -> None:
    case = next(c for c in align(quote, lambda b: quote(b, **change)).cases if c.kind == "quote")
    lines = {part.role: part for part in case.parts}
    assert lines[role].verdicts == (verdict,)
    assert case.verdicts == (("agree",) if verdict == "agree" else ("role",))
    assert all(line.verdicts == ("agree",) for name, line in lines.items() if name != role)


def test_the_subtype_of_a_part() -> None:
    case = next(c for c in align(quote, lambda b: quote(b, speaker="الرئيس فلاديمير بوتين")).cases if c.kind == "quote")
    assert {part.role: part.subtypes for part in case.parts} == {"cue": (), "speaker": ("title",)}


def test_the_form_of_a_quote_is_its_label() -> None:
    case = next(c for c in align(quote, lambda b: quote(b, form="indirect")).cases if c.kind == "quote")
    assert case.verdicts == ("label",)


def test_a_cue_of_a_quote_is_no_case_and_a_lone_one_is() -> None:
    assert [case.kind for case in align(quote, quote).cases] == ["quote"]
    assert [case.kind for case in align(lambda a: a.mark("cue", "cue", "قال"), lambda _: None).cases] == ["cue"]


def event(writer: Writer, *, trigger: str = "التقى", **roles: str) -> str:
    made = writer.mark("event", "CONSULT", trigger)
    for role, words in roles.items():
        writer.fill(made, role, words)
    return made


@pytest.mark.parametrize(
    ("first", "second", "lines"),
    [
        ({"actor": "وزير الخارجية"}, {"actor": "وزير الخارجية"}, [("actor", "agree")]),
        ({"actor": "وزير الخارجية"}, {"actor": "وزير |الخارجية"}, [("actor", "boundary")]),
        ({"actor": "وزير الخارجية"}, {"actor": "وفدا"}, [("actor", "role")]),
        ({"actor": "وزير الخارجية"}, {"recipient": "وزير الخارجية"}, [("actor", "role")]),
        ({"actor": "وزير الخارجية"}, {}, [("actor", "missing")]),
        ({"actor": "entry:lavrov"}, {"actor": "entry:lavrov-2"}, [("actor", "link")]),
        ({"actor": "entry:lavrov"}, {"actor": "وزير الخارجية"}, [("actor", "role")]),
        (
            {"actor": "وزير الخارجية", "recipient": "وفدا"},
            {"actor": "وفدا", "recipient": "وزير الخارجية"},
            [("actor", "role"), ("actor", "role")],
        ),
    ],
)
def test_the_lines_of_an_event(first: dict[str, str], second: dict[str, str], lines: list[tuple[str, str]]) -> None:
    case = only(align(lambda a: event(a, **first), lambda b: event(b, **second)))
    assert [(part.role, *part.verdicts) for part in case.parts] == lines
    assert case.verdicts == (("agree",) if lines[0][1] == "agree" else ("role",))


def test_an_event_is_matched_by_its_trigger() -> None:
    case = only(align(lambda a: event(a, trigger="والتقى", place="موسكو"), lambda b: event(b, place="موسكو")))
    assert (case.verdicts, case.subtypes) == (("boundary",), ("clitic",))


def test_a_status_against_another_is_an_attribute_and_a_joint_speaker_has_two_lines() -> None:
    def first(a: Writer) -> None:
        made = a.mark("quote", "indirect", "شريك")
        a.fill(made, "speaker", "وزير الخارجية")
        a.fill(made, "speaker", "فلاديمير بوتين", status="inherited")

    def second(b: Writer) -> None:
        made = b.mark("quote", "indirect", "شريك")
        b.fill(made, "speaker", "فلاديمير بوتين")
        b.fill(made, "speaker", "وزير الخارجية")

    case = only(align(first, second))
    assert [part.verdicts for part in case.parts] == [("attribute",), ("agree",)]


def test_a_filler_that_is_an_entity_is_known_by_its_case() -> None:
    def framed(words: str) -> Write:
        def write(writer: Writer) -> None:
            event(writer, actor=writer.mark("entity", "PER", words))

        return write

    entity, frame = align(framed("فلاديمير بوتين"), framed("الرئيس فلاديمير بوتين")).cases
    assert (entity.kind, entity.verdicts) == ("entity", ("boundary",))
    assert (frame.kind, frame.verdicts) == ("event", ("agree",))


def linked(role: str, *, target: str = "اتفاقا", status: str = "explicit") -> Write:
    def write(writer: Writer) -> None:
        one, other = event(writer), event(writer, trigger=target)
        writer.fill(one, role, other, link=True, status=status)  # type: ignore[arg-type]

    return write


@pytest.mark.parametrize(
    ("second", "verdicts"),
    [
        (linked("cause_of"), [("agree",)]),
        (linked("part_of"), [("role",)]),
        (linked("cause_of", status="implicit"), [("attribute",)]),
        (lambda b: (event(b), event(b, trigger="اتفاقا")), [("missing",)]),
    ],
)
def test_plain_links(second: Write, verdicts: list[tuple[str]]) -> None:
    found = [case for case in align(linked("cause_of"), second).cases if case.kind == "link"]
    assert [case.verdicts for case in found] == verdicts
    assert found[0].members[0] == "ar0"
    assert [span.of(TEXT) for span in found[0].spans] == ["التقى", "اتفاقا"]


@pytest.mark.parametrize(("role", "verdicts"), [("same_as", ["agree"]), ("cause_of", ["missing", "missing"])])
def test_the_direction_of_a_link_counts_unless_it_is_symmetric(role: str, verdicts: list[str]) -> None:
    def turned(writer: Writer) -> None:
        one, other = event(writer), event(writer, trigger="اتفاقا")
        writer.fill(other, role, one, link=True)

    found = [case for case in align(linked(role), turned).cases if case.kind == "link"]
    assert [verdict for case in found for verdict in case.verdicts] == verdicts
    assert {tuple(span.of(TEXT) for span in case.spans) for case in found} == {("التقى", "اتفاقا")}


def test_three_layers_two_of_which_agree() -> None:
    case = only(
        align(
            lambda a: a.mark("entity", "PER", "فلاديمير بوتين"),
            lambda b: b.mark("entity", "PER", "الرئيس فلاديمير بوتين"),
            lambda c: c.mark("entity", "PER", "فلاديمير بوتين"),
        )
    )
    assert case.members == ("a0", "b0", "c0")
    assert case.versions == (0, 1, 0)
    assert [span.of(TEXT) for span in case.spans] == ["الرئيس فلاديمير بوتين"]


def test_the_order_of_layers_changes_the_order_of_members_alone() -> None:
    def third(c: Writer) -> None:
        event(c, actor=c.mark("entity", "PER", "فلاديمير بوتين"))
        c.mark("entity", "ORG", "حركة طالبان")

    def first(a: Writer) -> None:
        event(a, actor=a.mark("entity", "PER", "الرئيس فلاديمير بوتين"))

    layers: list[Layer] = []
    for author, write in zip("abc", (first, quote, third), strict=True):
        writer = Writer(TEXT, author)
        write(writer)
        layers.append(writer.layer)
    straight = align_layers(TEXT, layers)
    for order in permutations(range(3)):
        turned = align_layers(TEXT, [layers[i] for i in order])
        assert [case.spans for case in turned.cases] == [case.spans for case in straight.cases]
        for case, same in zip(turned.cases, straight.cases, strict=True):
            assert case.members == tuple(same.members[i] for i in order)
            assert case.fingerprints == tuple(same.fingerprints[i] for i in order)
            assert (case.verdicts, case.subtypes) == (same.verdicts, same.subtypes)
            assert [part.verdicts for part in case.parts] == [part.verdicts for part in same.parts]


def test_cases_come_in_text_order() -> None:
    def write(writer: Writer) -> None:
        writer.mark("entity", "GPE", "موسكو")
        quote(writer)
        writer.mark("entity", "ORG", "حركة طالبان")

    starts = [case.start for case in align(write, write).cases]
    assert starts == sorted(starts)


def test_one_layer_alone_agrees_with_itself() -> None:
    assert all(case.agreed for case in align(quote).cases)


def test_layers_that_cannot_be_aligned() -> None:
    layer = Writer(TEXT, "a").layer
    with pytest.raises(ValueError, match="different layers"):
        align_layers(TEXT, [layer, layer])
    with pytest.raises(ValueError, match="different layers"):
        align_layers(TEXT, [])


def test_the_table_of_verdicts_shows_zeros() -> None:
    def first(a: Writer) -> None:
        a.mark("entity", "ORG", "حركة طالبان")

    def second(b: Writer) -> None:
        b.mark("entity", "NORP", "«حركة طالبان»")

    table = count_verdicts(align(first, second).cases)
    assert table["entity"] == {**dict.fromkeys(VERDICTS, 0), "boundary": 1, "label": 1}
    assert set(table) == set(CASE_KINDS)
    assert not any(count for kind, row in table.items() if kind != "entity" for count in row.values())


@st.composite
def layers_of_frames(draw: st.DrawFn) -> list[Layer]:
    """Two to three layers with entities, frames, fillers of every sort and plain links."""
    layers = []
    for author in "abc"[: draw(st.integers(2, 3))]:
        annotations = []
        for number in range(draw(st.integers(0, 6))):
            start = draw(st.integers(0, 12)) * 3
            span = Span(start, start + draw(st.integers(1, 5)))
            kind = draw(st.sampled_from(("entity", "event", "quote", "cue")))
            annotations.append(Annotation(f"{author}{number}", kind, draw(st.sampled_from("XY")), (span,)))
        targets = [Target(), Target(entry="e1"), Target(entry="e2"), Target(spans=(Span(2, 6),))]
        targets += [Target(annotation=one.id) for one in annotations]
        relations = [
            Relation(
                f"{author}r{number}",
                draw(st.sampled_from(annotations)).id,
                draw(st.sampled_from(("actor", "cue", "place"))),
                draw(st.sampled_from(targets)),
                draw(st.sampled_from(("explicit", "unknown"))),
                draw(st.booleans()),
            )
            for number in range(draw(st.integers(0, 5)) if annotations else 0)
        ]
        layers.append(Layer(LayerKey("d1", "own", author), in_text_order(annotations), tuple(relations)))
    return layers


@settings(max_examples=80)
@given(layers_of_frames(), st.data())
def test_any_order_of_layers_gives_the_same_cases(layers: list[Layer], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(layers))))
    straight = align_layers(TEXT, layers).cases
    turned = align_layers(TEXT, [layers[i] for i in order]).cases
    assert len(straight) == len(turned)
    for one, other in zip(straight, turned, strict=True):
        assert other.members == tuple(one.members[i] for i in order)
        assert (one.kind, one.spans, one.verdicts, one.subtypes) == (
            other.kind,
            other.spans,
            other.verdicts,
            other.subtypes,
        )
        for part, same in zip(one.parts, other.parts, strict=True):
            assert same.members == tuple(part.members[i] for i in order)
            assert (part.role, part.verdicts, part.subtypes) == (same.role, same.verdicts, same.subtypes)


@settings(max_examples=60)
@given(layers_of_frames())
def test_cases_hold_everything_once_and_verdicts_fit_versions(layers: list[Layer]) -> None:
    cases = align_layers(TEXT, layers).cases
    for number, layer in enumerate(layers):
        owned = {r.target.annotation for r in layer.relations if r.role == "cue" and not r.link}
        wanted = [one.id for one in layer.annotations if one.kind != "cue" or one.id not in owned]
        wanted += [relation.id for relation in layer.relations if relation.link and relation.source in wanted]
        assert sorted(m for case in cases if (m := case.members[number]) is not None) == sorted(wanted)
    for case in cases:
        assert case.agreed is (len(set(case.versions)) == 1)
        assert bool(case.subtypes) is ("boundary" in case.verdicts and case.kind != "link")


@settings(max_examples=60)
@given(layers_of_frames())
def test_a_layer_agrees_with_its_copy(layers: list[Layer]) -> None:
    copy = msgspec.structs.replace(layers[0], key=LayerKey("d1", "own", "z"))
    assert all(case.agreed for case in align_layers(TEXT, [layers[0], copy]).cases)
