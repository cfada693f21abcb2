"""Names that nobody has tagged are found once, whole, without proclitics, and not where they stand already."""

from annotator.model.annotation import Annotation, Attribute
from annotator.model.document import Document
from annotator.model.layer import Layer, LayerKey
from annotator.model.registry import Entry
from annotator.model.span import Span
from annotator.suggest.titles import shipped_titles
from annotator.text.dates import shipped_date_words
from annotator.work.article import OpenArticle
from annotator.work.candidates import Names
from annotator.work.habits import Habits
from annotator.work.untagged import Finder, Untagged, known_forms

TEXT = "قال الرئيس الروسي إن حركة طالبان حليفة لروسيا، وإن طالبان ستوقع في 4 يوليو 2024 ما تريده روسيا من الكرملين."
NAMES = Names(
    [
        Entry(id="gpe.russia", kind="entity", label="GPE", name_ar="روسيا"),
        Entry(id="org.taliban", kind="entity", label="ORG", name_ar="حركة طالبان", aliases=("طالبان",)),
    ]
)


def article(*annotations: Annotation) -> OpenArticle:
    document = Document(id="d", text_sha256="0" * 64, text_length=len(TEXT))
    return OpenArticle(document, TEXT, Layer(key=LayerKey("d", "own", "me"), annotations=annotations))


def tagged(words: str, label: str, entry: str | None = None, **fields: object) -> Annotation:
    at = TEXT.index(words)
    return Annotation(f"e-{words}", "entity", label, (Span(at, at + len(words)),), entry=entry, **fields)  # type: ignore[arg-type]


def found(opened: OpenArticle, habits: Habits | None = None, *, here: Span | int = 0, way: int = 1) -> list[Untagged]:
    finder = Finder(shipped_titles(), shipped_date_words())
    return list(finder.found(opened, NAMES, habits or Habits(), here=here, way=way, date_label="DATE"))


def test_names_posts_and_dates_in_text_order() -> None:
    everything = [(one.span.of(TEXT), one.label, one.entry, one.why) for one in found(article())]
    assert everything == [
        ("الرئيس الروسي", "TITLE", None, "title"),
        ("حركة طالبان", "ORG", "org.taliban", "name"),
        ("طالبان", "ORG", "org.taliban", "name"),
        ("روسيا", "GPE", "gpe.russia", "name"),
        ("طالبان", "ORG", "org.taliban", "name"),
        ("4 يوليو 2024", "DATE", None, "date"),
        ("روسيا", "GPE", "gpe.russia", "name"),
    ]


def test_what_is_tagged_or_part_of_the_same_name_is_left_out() -> None:
    opened = article(tagged("حركة طالبان", "ORG", "org.taliban"))
    assert [one.span.of(TEXT) for one in found(opened)].count("طالبان") == 1


def test_a_string_that_was_tagged_elsewhere_is_proposed_again_as_it_was_said() -> None:
    first = tagged("روسيا", "GPE", "gpe.russia", attributes=(Attribute("subtype", "COUNTRY"),))
    habits = Habits()
    habits.learn((first,), TEXT)
    last = found(article(first), habits)[-1]
    assert (last.span.of(TEXT), last.entry) == ("روسيا", "gpe.russia")
    assert Attribute("subtype", "COUNTRY") in last.attributes


def test_the_walk_goes_on_behind_a_place_and_comes_round() -> None:
    everything = [one.span for one in found(article())]
    here = everything[3]
    assert [one.span for one in found(article(), here=here)] == everything[4:] + everything[:3]
    assert next(one.span for one in found(article(), here=here, way=-1)) == everything[2]


def test_known_forms_leave_proclitics_out_and_take_the_article_behind_a_preposition() -> None:
    known = {"الأمم المتحدة", "روسيا"}
    text = "قدم للأمم المتحدة ولروسيا"
    spans = known_forms(text, known.__contains__)
    assert [span.of(text) for span in spans] == ["لأمم المتحدة", "روسيا"]
