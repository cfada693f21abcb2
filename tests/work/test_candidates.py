"""Which entries a mention may mean, in which order, and where a new one stands."""

import pytest

from annotator.model.annotation import Annotation, Attribute
from annotator.model.registry import Entry
from annotator.model.span import Span
from annotator.work.candidates import Names

ENTRIES = (
    Entry("per.haddad", "entity", "PER", "سامي حداد", "Sami Haddad"),
    Entry("per.nasr", "entity", "PER", "منى نصر"),
    Entry("org.ministry", "entity", "ORG", "وزارة الخارجية الإيطالية"),
    Entry("org.movement", "entity", "ORG", "حركة النور", aliases=("النور",)),
    Entry("org.government", "entity", "ORG", "حكومة النور"),
    Entry("gpe.italy", "entity", "GPE", "إيطاليا"),
    Entry("gpe.spain", "entity", "GPE", "إسبانيا"),
    Entry("gpe.rome", "entity", "GPE", "روما"),
    Entry("gpe.shanghai", "entity", "GPE", "شنغهاي"),
    Entry("norp.italians", "entity", "NORP", "الإيطاليون"),
    Entry("evt.summit", "event", "CONSULT", "قمة روما بين حداد ونصر"),
    Entry("evt.visit", "event", "CONSULT", "زيارة حداد إلى إسبانيا"),
)
NAMES = Names(ENTRIES)


def first(surface: str, label: str) -> str | None:
    """The entry that is likelier than a new one, if any is."""
    ranking = NAMES.rank(surface, label=label)
    return ranking.candidates[0].entry.id if ranking.new_at else None


@pytest.mark.parametrize(
    ("surface", "label", "entry"),
    [
        ("سامي حداد", "PER", "per.haddad"),
        ("سامى حدّاد", "PER", "per.haddad"),
        ("لإيطاليا", "GPE", "gpe.italy"),
        ("حداد", "PER", "per.haddad"),
        ("سامي يوسف حداد", "PER", "per.haddad"),
        ("شانجهاي", "GPE", "gpe.shanghai"),
        ("الإيطاليتين", "NORP", "norp.italians"),
        ("الخارجية الإيطالية", "ORG", "org.ministry"),
        ("جماعة «النور»", "ORG", "org.movement"),
        ("سلطات النور", "ORG", "org.government"),
        ("فرنسا", "GPE", None),
        ("وزارة الدفاع", "ORG", None),
        ("حداد ونصر", "ORG", None),
    ],
)
def test_what_a_name_means(surface: str, label: str, entry: str | None) -> None:
    assert first(surface, label) == entry


def test_an_entry_of_another_label_comes_after_a_new_one() -> None:
    ranking = NAMES.rank("الإسبانية", label="NORP")
    assert ranking.new_at == 0
    assert ranking.candidates[0].entry.id == "gpe.spain"


def test_a_merged_entry_gives_its_names_to_the_one_that_stands_for_it() -> None:
    names = Names((*ENTRIES, Entry("per.old", "entity", "PER", "أبو سامي", merged_into="per.haddad")))
    assert [c.entry.id for c in names.candidates("أبو سامي", label="PER")][:1] == ["per.haddad"]
    assert names.entry("per.old") == ENTRIES[0]


TEXT = (
    "التقى الإيطالي سامي حداد في إسبانيا زعيم حركة النور. وقال إن بلاده ترحب بما قالته الحركة في البلاد.\n"
    "وعقدت قمة في روما بين حداد ونصر. وبعد القمة قال حداد إن الزيارة إلى إسبانيا بدأت."
)


def mention(surface: str, label: str, *, entry: str | None = None, kind: str = "entity", nth: int = 1) -> Annotation:
    at = -1
    for _ in range(nth):
        at = TEXT.index(surface, at + 1)
    subtype = (Attribute("subtype", "COUNTRY"),) if label == "GPE" else ()
    return Annotation(f"{surface}{nth}", kind, label, (Span(at, at + len(surface)),), subtype, entry=entry)  # type: ignore[arg-type]


LINKED = (
    mention("الإيطالي", "NORP", entry="norp.italians"),
    mention("سامي حداد", "PER", entry="per.haddad"),
    mention("إسبانيا", "GPE", entry="gpe.spain"),
    mention("حركة النور", "ORG", entry="org.movement"),
)


def meant(one: Annotation, *linked: Annotation) -> str | None:
    ranking = NAMES.rank_mention(TEXT, one, (*LINKED, *linked, one))
    return ranking.candidates[0].entry.id if ranking.new_at else None


def test_a_noun_points_back_to_what_was_named_with_it() -> None:
    assert meant(mention("الحركة", "ORG")) == "org.movement"


def test_the_country_is_the_last_one_named_and_his_country_that_of_his_people() -> None:
    assert meant(mention("البلاد", "GPE")) == "gpe.spain"
    assert meant(mention("بلاده", "GPE")) == "gpe.italy"


def test_an_event_is_known_by_the_words_round_its_trigger() -> None:
    summit = mention("قمة", "CONSULT", kind="event")
    assert meant(summit) == "evt.summit"
    linked = mention("قمة", "CONSULT", kind="event", entry="evt.summit")
    assert meant(mention("القمة", "CONSULT", kind="event"), linked) == "evt.summit"
    assert meant(mention("الزيارة", "CONSULT", kind="event"), linked) == "evt.visit"


def test_entities_are_no_candidates_for_events() -> None:
    found = NAMES.rank_mention(TEXT, mention("قمة", "CONSULT", kind="event"), LINKED).candidates
    assert {c.entry.kind for c in found} == {"event"}
