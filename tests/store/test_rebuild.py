"""The tables are what the journal says, whatever was done, and undoing everything leads back to the beginning."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from types import MappingProxyType

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.model.comment import Comment
from annotator.model.person import Person
from annotator.model.registry import Entry
from annotator.model.step import CORPUS, TALK, Change, Draft, Standing, stream_of
from annotator.store import engine, migrations, rebuild
from annotator.store.project import Folders, Project
from annotator.store.rebuild import COMPARED
from tests.store import samples
from tests.store.samples import ME, entity, layer, own, tag

DOCUMENTS = ("d1", "d2")


def said(project: Project) -> tuple[object, ...]:
    """Everything that a reader of the project sees, revisions apart."""
    layers = [project.layer(key) for key in project.layer_keys()]
    return (
        [msgspec.structs.replace(one, revision=0) for one in layers],
        list(project.documents()),
        project.entries(),
        [project.comments(d) for d in DOCUMENTS],
        project.codebook(),
    )


def _write(project: Project, *drafts: Draft) -> None:
    project.write(drafts)


def _tag(project: Project, dice: Random) -> None:
    tag(project, f"e{dice.getrandbits(40)}", document=dice.choice(DOCUMENTS))


def _change(project: Project, dice: Random) -> None:
    key = own(dice.choice(DOCUMENTS))
    found = project.layer(key).annotations
    if not found:
        return
    before = dice.choice(found)
    after = dice.choice([None, entity(before.id, 5, 9, label=dice.choice("ABC"))])
    links = project.layer(key).relations_of(before.id) if after is None else ()
    gone = tuple(Change("relation", r.id, r, None) for r in links)
    _write(project, Draft(stream_of(key), "change", ME, (*gone, Change("annotation", before.id, before, after))))


def _stand(project: Project, dice: Random) -> None:
    key = own(dice.choice(DOCUMENTS))
    before = project.standing(key)
    after = Standing(dice.choice(("submitted", "open")), project.layer(key).revision)
    _write(project, Draft(stream_of(key), "stand", ME, (Change("standing", "standing", before, after),)))


def _talk(project: Project, dice: Random) -> None:
    comment = Comment(f"m{dice.getrandbits(40)}", dice.choice(DOCUMENTS), ME, "ملاحظة")
    _write(project, Draft(TALK, "comment", ME, (Change("comment", comment.id, None, comment),)))


def _register(project: Project, dice: Random) -> None:
    """An entry and an annotation that points to it, in one gesture over two streams."""
    entry = Entry(f"n{dice.getrandbits(40)}", "entity", "PER", "اسم")
    linked = entity(f"e{dice.getrandbits(40)}", entry=entry.id)
    _write(
        project,
        Draft(CORPUS, "entry.new", ME, (Change("entry", entry.id, None, entry),)),
        Draft(stream_of(own()), "tag", ME, (Change("annotation", linked.id, None, linked),)),
    )


def _facts(project: Project, dice: Random) -> None:
    before = project.document(dice.choice(DOCUMENTS))
    after = msgspec.structs.replace(before, excluded=dice.choice([None, "مكرر", "إعلان"]))
    _write(project, Draft(CORPUS, "document", ME, (Change("document", before.id, before, after),)))


def _codebook(project: Project, dice: Random) -> None:
    before = project.codebook()
    after = samples.small_codebook(f"1.{dice.randint(0, 3)}")
    _write(project, Draft(CORPUS, "codebook", ME, (Change("codebook", "news", before, after),)))


def _snapshot(project: Project, dice: Random) -> None:
    names = [f"s{dice.randint(0, 9)}{i}" for i in range(dice.randint(1, 3))]
    brought = layer(dice.choice(DOCUMENTS), *names, author=dice.choice((ME, "u2")), revision=dice.randint(0, 9))
    with project.bulk(author=ME, name="import") as work:
        work.add_snapshot(brought, f"{dice.getrandbits(20):x}")


GESTURES = MappingProxyType(
    {f.__name__.strip("_"): f for f in (_tag, _change, _stand, _talk, _register, _facts, _codebook, _snapshot)}
)


def random_project(folder: Path, moves: list[tuple[str, int]], then: Callable[[Project, list[object]], None]) -> None:
    """Make a project, do ``moves`` (a gesture, undo or redo, with a seed), and hand it over with the states it had."""
    person = Person(ME, "س", ("lead",))
    with tempfile.TemporaryDirectory(dir=folder) as name:
        place = Path(name)
        project = Project.create(
            place / "p.hashiya", folders=Folders(place / "data"), person=person, codebook=samples.small_codebook()
        )
        for document in DOCUMENTS:
            samples.add_article(project, document, f"{samples.TEXT} {document}")
        states: list[object] = [said(project)]
        try:
            for number, (move, seed) in enumerate(moves):
                steps = _last(project)
                if move == "undo":
                    if len(states) > 1:
                        samples.undo(project)
                        states.pop()
                        assert said(project) == states[-1]
                    continue
                GESTURES[move](project, Random(f"{number} {seed}"))
                if _last(project) != steps:
                    states.append(said(project))
            then(project, states)
        finally:
            project.close(backup=False)


def _last(project: Project) -> int:
    return next(project.journal(limit=1)).seq


MOVES = st.lists(st.tuples(st.sampled_from([*GESTURES, "tag", "undo"]), st.integers(0, 2**32)), max_size=12)


@settings(max_examples=20, deadline=None)
@given(MOVES)
def test_the_journal_makes_the_same_tables_and_undoing_everything_leads_back(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[str, int]]
) -> None:
    def then(project: Project, states: list[object]) -> None:
        assert project.differences_from_journal() == []
        while len(states) > 1:
            samples.undo(project)
            states.pop()
            assert said(project) == states[-1]
        assert project.differences_from_journal() == []

    random_project(tmp_path_factory.getbasetemp(), moves, then)


def test_a_replay_can_stop_anywhere(project: Project) -> None:
    samples.add_article(project)
    tag(project, "e1")
    tag(project, "e2")
    last = _last(project)
    scratch = engine.connect_memory()
    migrations.migrate(scratch)
    rebuild.rebuild(project.connection, scratch, upto=last - 1)
    assert scratch.execute("SELECT id FROM annotation").fetchall() == [("e1",)]
    with engine.transaction(scratch):
        rebuild.replay(project.connection, scratch, after=last - 1)
    assert rebuild.tables_equal(project.connection, scratch)
    scratch.close()


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("UPDATE annotation SET label = 'ORG' WHERE id = 'e1'", ("annotation", "d1/own/u1/e1", "changed")),
        ("DELETE FROM annotation WHERE id = 'e1'", ("annotation", "d1/own/u1/e1", "missing")),
        ("UPDATE document SET title = 'آخر'", ("document", "d1", "changed")),
        ("UPDATE layer SET revision = 9", ("layer", "d1/own/u1", "changed")),
        ("INSERT INTO entry VALUES('n9', '{}')", ("entry", "n9", "extra")),
    ],
)
def test_every_row_that_the_journal_does_not_say_is_named(
    project: Project, damage: str, told: tuple[str, str, str]
) -> None:
    samples.add_article(project)
    tag(project, "e1")
    project.connection.execute(damage)
    found = [p.named for p in project.differences_from_journal()]
    assert [(f["table"], f["id"], f["how"]) for f in found] == [told]


def test_every_table_of_the_projection_is_compared(project: Project) -> None:
    tables = {row[0] for row in project.connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    # Interned texts are compared where they are used; what is no projection cannot be rebuilt.
    left = {name for name in tables if not name.startswith(("sqlite_", "_sqlite_"))} - {*migrations.TRUTH, "meta"}
    assert left - {"provenance"} == set(COMPARED)


def test_a_line_that_cannot_be_played_is_named(project: Project) -> None:
    samples.add_article(project)
    tag(project, "e1")
    last = _last(project)
    project.connection.execute("DROP TRIGGER journal_no_update")
    project.connection.execute("UPDATE journal SET body = x'00' WHERE seq = ?", (last,))
    assert [(p.key, p.named["seq"]) for p in project.differences_from_journal()] == [("store.step-unplayable", last)]
