"""The registry on the sample: counts, quotes, claims, and every gesture undone exactly."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.model.annotation import Annotation, Kind
from annotator.model.person import Person
from annotator.model.problems import KnownError
from annotator.model.registry import Entry, living
from annotator.model.span import Span
from annotator.model.step import Change, Draft
from annotator.store.mentions import mentions_by_document, mentions_in, quotes_of
from annotator.store.project import Folders, Project
from annotator.work.candidates import Names
from annotator.work.claims import claims_about
from annotator.work.codebook_changes import CodebookChanges
from annotator.work.codebook_draft import CodebookDraft
from annotator.work.codebooks import default_codebook
from annotator.work.desk import Desk
from annotator.work.registry import Registry
from annotator.work.sample import build_sample
from tests.work.conftest import ALONE, add_articles

CROCUS = "evt.crocus-attack"


@pytest.fixture(scope="module")
def sample_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("sample")
    path = folder / "sample.hashiya"
    build_sample(path, folders=Folders(folder), person=ALONE).close()
    return path.read_bytes()


@pytest.fixture
def sample(sample_bytes: bytes, tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "sample.hashiya"
    path.write_bytes(sample_bytes)
    with Project.open(path, folders=Folders(tmp_path / "data")) as project:
        yield Desk(project, ALONE)


@pytest.fixture
def registry(sample: Desk) -> Registry:
    made = Registry(sample)
    sample.watch(made.follow)
    return made


def state(desk: Desk) -> tuple[object, list[object]]:
    """Everything that gestures of the registry could change; revisions only ever grow."""
    project = desk.project
    layers = (project.layer(key) for key in project.layer_keys())
    return project.entries(), [(layer.key, layer.annotations, layer.relations) for layer in layers]


def test_counts_are_those_of_the_lists_behind_them(sample: Desk, registry: Registry) -> None:
    for line in registry.lines():
        by_document = mentions_by_document(sample.project, [line.entry.id], author=None)
        rows = [row for name in by_document for row in mentions_in(sample.project, name, [line.entry.id], author=None)]
        assert line.mentions == sum(by_document.values()) == len(rows) == registry.count(line.entry.id)
    assert sum(line.mentions for line in registry.lines()) > 500


@pytest.mark.parametrize(("kind", "label"), [("entity", "FAC"), ("entity", "NORP"), ("quote", "indirect")])
def test_what_a_codebook_takes_out_is_counted_and_listed_no_longer(sample: Desk, kind: Kind, label: str) -> None:
    changes, draft = CodebookChanges(sample), CodebookDraft.of(sample.codebook).drop_label(kind, label)
    before = {line.entry.id: line.mentions for line in Registry(sample).lines()}
    changes.apply(draft, changes.impact(draft))
    registry = Registry(sample)
    layers = [sample.project.layer(key) for key in sample.project.layer_keys()]
    for line in registry.lines():
        names = registry.family(line.entry.id)
        by_document = mentions_by_document(sample.project, names, author=None)
        rows = [row for name in by_document for row in mentions_in(sample.project, name, names, author=None)]
        assert line.mentions == sum(by_document.values()) == len(rows)
        assert label not in {row.label for row in rows}
        spoken = quotes_of(sample.project, names, author=None)
        assert all(any(one.id == row.id for layer in layers for one in layer.annotations) for row in spoken)
    counts = {line.entry.id: line.mentions for line in registry.lines()}
    assert all(counts[name] <= before[name] for name in counts)
    if kind == "entity":
        assert sum(counts.values()) < sum(before.values())


def test_the_list_is_filtered_folded_and_by_kind_and_label(registry: Registry) -> None:
    assert registry.lines("بوتين")[0].entry.id == "per.putin"
    assert registry.lines("افغانستان", kind="entity", labels=frozenset({"GPE"}))[0].entry.id == "gpe.afghanistan"
    assert {line.entry.label for line in registry.lines(labels=frozenset({"PER"}))} == {"PER"}
    assert {line.entry.kind for line in registry.lines(kind="event")} == {"event"}
    assert registry.lines("لا يوجد اسم كهذا") == []


def test_quotes_of_a_speaker_stand_in_the_order_of_publication(sample: Desk) -> None:
    quotes = quotes_of(sample.project, ["per.putin"], author=None)
    assert len(quotes) > 20
    assert [quote.published for quote in quotes] == sorted(quote.published for quote in quotes)
    assert len({quote.published for quote in quotes}) >= 3
    assert len({(quote.key, quote.id) for quote in quotes}) == len(quotes)


def test_conflicting_claims_about_an_event_stand_together(sample: Desk, registry: Registry) -> None:
    claims = claims_about(sample, registry, CROCUS)
    deaths = [said.words for claim in claims for said in claim.said["count"] if claim.words in ("مقتل", "أودى بحياة")]
    assert deaths == ["144", "145", "145", "أكثر من 14"]
    numbered = [bool(claim.said["count"]) for claim in claims]
    assert numbered == sorted(numbered, reverse=True)
    first = claims[0]
    assert first.said["place"][0].words == "قاعة للحفلات الموسيقية خارج موسكو"
    assert first.authors == ("analyst-a", "analyst-b")
    assert any("مسؤولون أمريكيون" in claim.speakers for claim in claims)


def test_a_merge_resolves_for_readers_and_is_undone_exactly(sample: Desk, registry: Registry) -> None:
    before = state(sample)
    russia, moscow = registry.count("gpe.russia"), registry.count("gpe.moscow")
    steps = registry.merge(["gpe.moscow"], "gpe.russia")
    assert [step.name for step in steps] == ["entry.merge"]
    assert registry.count("gpe.russia") == russia + moscow
    assert set(registry.family("gpe.russia")) == {"gpe.russia", "gpe.moscow"}
    assert registry.lines("موسكو")[-1].standing == "merged"
    assert sample.names.candidates("موسكو")[0].entry.id == "gpe.russia"
    assert state(sample)[1] == before[1]
    sample.undo()
    assert state(sample) == before
    sample.redo()
    registry.unmerge("gpe.moscow")
    assert state(sample) == before


def test_merging_round_or_across_kinds_is_refused(registry: Registry) -> None:
    registry.merge(["gpe.moscow"], "gpe.russia")
    for ids, into in ((["gpe.moscow"], "gpe.russia"), (["gpe.russia"], "gpe.moscow"), ([CROCUS], "gpe.russia")):
        with pytest.raises(KnownError) as refused:
            registry.merge(ids, into)
        assert refused.value.problem.key in ("entry.merged-already", "entry.merge-kinds")


def test_living_ends_where_merges_go_round() -> None:
    merges = {"a": "b", "b": "a", "c": "x"}
    entries = {name: Entry(name, "entity", "PER", name, merged_into=to) for name, to in merges.items()}
    assert living(entries["a"], entries).id == "b"
    assert living(entries["c"], entries).id == "c"
    assert Names(entries.values()).candidates("a") == ()


def test_every_field_is_one_gesture_and_is_undone(sample: Desk, registry: Registry) -> None:
    before = state(sample)
    registry.change("gpe.russia", name_ar="  الاتحاد الروسي ")
    registry.change("gpe.russia", aliases=("روسيا", " روسيا", "", "الاتحاد الروسي"))
    registry.change("gpe.russia", label="ORG")
    registry.change("gpe.russia", note="")
    entry = registry.entry("gpe.russia")
    assert (entry.name_ar, entry.aliases, entry.label, entry.note) == ("الاتحاد الروسي", ("روسيا",), "ORG", None)
    with pytest.raises(KnownError, match=r"entry\.nameless"):
        registry.change("gpe.russia", name_ar=" ")
    assert registry.change("gpe.russia", label="ORG") == ()
    for _ in range(3):
        sample.undo()
    assert state(sample) == before


def test_an_analyst_changes_only_what_he_proposed_and_the_lead_adopts_it(sample: Desk) -> None:
    analyst = Desk(sample.project, Person("analyst-a", "Analyst A"))
    theirs, mine = Registry(analyst), Registry(sample)
    analyst.create_entry(Entry("n.new", "entity", "PER", "اسم جديد"))
    theirs.change("n.new", name_latin="New name")
    with pytest.raises(KnownError, match=r"entry\.not-yours"):
        theirs.change("gpe.russia", name_latin="R")
    with pytest.raises(KnownError, match=r"entry\.not-yours"):
        theirs.adopt("n.new")
    assert mine.lines("اسم جديد")[0].standing == "proposed"
    before = state(sample)
    mine.adopt("n.new")
    assert sample.project.entry("n.new").proposed_by is None
    sample.undo()
    assert state(sample) == before


def test_an_analyst_counts_and_reads_his_own_layers_alone(sample: Desk) -> None:
    analyst = Desk(sample.project, Person("analyst-a", "Analyst A"))
    everything, own = Registry(sample), Registry(analyst)
    assert 0 < own.count("per.putin") < everything.count("per.putin")
    claims = claims_about(analyst, own, CROCUS)
    assert claims
    assert {author for claim in claims for author in claim.authors} == {"analyst-a"}


def test_a_split_moves_my_mentions_and_leaves_others_to_their_authors(sample: Desk, registry: Registry) -> None:
    document = sample.project.document_ids()[0]
    article = sample.open(document)
    sample.tag(article, [Span(82, 87)], "GPE")
    mine = next(iter(article.annotations))
    sample.link_entry(article, mine, "gpe.russia")
    before = state(sample)
    rows = mentions_in(sample.project, document, ["gpe.russia"], author=None)
    made, steps = registry.split("gpe.russia", rows, name="روسيا الأخرى")
    plan = registry.plan_split(rows)
    assert (len(plan.moved), len(plan.left)) == (1, len(rows) - 1)
    assert article.annotations[mine].entry == made.id
    assert registry.count(made.id) == 1
    assert len({step.gesture for step in steps}) == 1
    sample.undo()
    assert state(sample) == before
    assert article.annotations[mine].entry == "gpe.russia"
    with pytest.raises(KnownError, match=r"entry\.split-others"):
        registry.split("gpe.russia", plan.left, name="روسيا الأخرى")


def mention(place: int) -> Annotation:
    """One of many words of six letters."""
    return Annotation(f"e{place}", "entity", "GPE", (Span(place * 6, place * 6 + 5),), entry="gpe.one")


def test_merge_and_split_of_five_thousand_mentions_are_one_gesture_undone_exactly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "روسيا " * 50
    with Project.create(
        tmp_path / "big.hashiya", folders=Folders(tmp_path / "data"), person=ALONE, codebook=default_codebook()
    ) as project:
        add_articles(project, {f"a{n:03}": f"{text}{n}" for n in range(100)})
        desk = Desk(project, ALONE)
        registry = Registry(desk)
        desk.watch(registry.follow)
        for name in ("one", "two"):
            desk.create_entry(Entry(f"gpe.{name}", "entity", "GPE", name))
        project.write(
            [
                Draft(
                    f"own/a{n:03}/{ALONE.id}",
                    "tag",
                    ALONE.id,
                    tuple(Change("annotation", f"e{m}", None, mention(m)) for m in range(50)),
                )
                for n in range(100)
            ]
        )
        registry.forget()
        before = state(desk)
        rows = [row for d in project.document_ids() for row in mentions_in(project, d, ["gpe.one"], author=None)]
        assert len(rows) == registry.count("gpe.one") == 5000
        took: dict[str, float] = {}

        def timed(name: str, act: Callable[[], object]) -> None:
            began = time.perf_counter()
            act()
            took[name] = time.perf_counter() - began

        timed("merge", lambda: registry.merge(["gpe.one"], "gpe.two"))
        assert registry.count("gpe.two") == 5000
        timed("undo merge", desk.undo)
        assert state(desk) == before
        timed("split", lambda: registry.split("gpe.one", rows, name="الثالثة"))
        assert registry.count("gpe.one") == 0
        timed("undo split", desk.undo)
        assert state(desk) == before
        assert registry.count("gpe.one") == 5000
    shown = ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in took.items())
    with capsys.disabled():
        print(f"\n5,000 mentions: {shown}")  # noqa: T201
