"""What an analyst learns by asking around the pages: undo, counts, candidates, comments and answers."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from annotator.model.layer import LayerKey
from annotator.model.registry import Entry
from annotator.model.step import CORPUS, Change, Draft
from annotator.store.project import Folders, Project
from annotator.work.claims import claims_about
from annotator.work.desk import Desk
from annotator.work.history import History
from annotator.work.registry import Registry
from annotator.work.standing import UNSEEN
from tests.measures.written import Writer
from tests.work import foreign


@pytest.fixture
def among(tmp_path: Path) -> Iterator[Project]:
    path = foreign.with_others(foreign.build_own(tmp_path / "own"), tmp_path / "with")
    with Project.open(path, folders=Folders(tmp_path / "data"), person=foreign.ANALYST.name) as project:
        yield project


@pytest.fixture
def desk(among: Project) -> Desk:
    return Desk(among, foreign.ANALYST)


def _adopted(project: Project, entry: str) -> None:
    before = project.entry(entry)
    assert isinstance(before, Entry)
    after = msgspec.structs.replace(before, proposed_by=None)
    project.write((Draft(CORPUS, "entry.adopt", foreign.LEAD.id, (Change("entry", entry, before, after),)),))


def _linked(project: Project, entry: str, document: str, *pieces: str) -> None:
    w = Writer(foreign.TEXTS[document], f"late-{len(pieces)}-{document}-")
    for piece in pieces:
        w.mark("entity", "PER", piece, entry=entry)
    key = LayerKey(document, "own", foreign.THIRD.id)
    foreign.write_layer(project, msgspec.structs.replace(w.layer, key=key))


def test_others_work_on_my_entry_is_one_nameless_line_however_much_it_is(among: Project, desk: Desk) -> None:
    (line,) = [one for one in History(desk).lines() if one.act == "entry.new"]
    assert desk.undoing.stands_on(line.gesture) != []
    before = [one for one in desk.undoing.stands_on(line.gesture) if one.mine]
    _adopted(among, "n-mine")
    adopted = desk.undoing.stands_on(line.gesture)
    assert UNSEEN not in adopted
    _linked(among, "n-mine", foreign.UNTOUCHED, "الوزير")
    once = desk.undoing.stands_on(line.gesture)
    assert once[-1] == UNSEEN
    _linked(among, "n-mine", foreign.OPEN, "الوزير", "وزير الخارجية")
    assert desk.undoing.stands_on(line.gesture) == once
    assert [one for one in once if one.mine] == before
    others = {one.author for one in once} - {foreign.ANALYST.id}
    assert others <= {foreign.LEAD.id, foreign.REVIEWER.id, ""}
    assert len(Desk(among, foreign.LEAD).undoing.stands_on(line.gesture)) > len(once)


def test_the_registry_counts_my_mentions_and_names_my_proposals_alone(among: Project, desk: Desk) -> None:
    registry = Registry(desk)
    mine = [key.document for key in desk.sight.layer_keys() if key.purpose == "own"]
    assert {key.author for key in desk.sight.layer_keys()} == {foreign.ANALYST.id, foreign.REVIEWER.id}
    assert registry.count("n-nato") == 0
    assert registry.count("n-russia") == len(mine)
    assert claims_about(desk, registry, "n-visit") == ()
    assert Registry(Desk(among, foreign.LEAD)).count("n-nato") > 0
    assert len(claims_about(Desk(among, foreign.LEAD), Registry(Desk(among, foreign.LEAD)), "n-visit")) > 0
    assert not [one for name in foreign.SENTINELS for one in desk.names.search(name)]


def test_what_reviewers_say_to_others_is_not_heard(among: Project, desk: Desk) -> None:
    heard = {said.text for document in foreign.TEXTS for said in desk.sight.comments(document)}
    assert heard == {"أهذا قول؟", "انظر في حدود الأسماء"}
    other = Desk(among, foreign.OTHER)
    told = {said.text for said in other.sight.comments(foreign.SUBMITTED)}
    assert f"{foreign.HIDDEN}: {foreign.SECRET}" in told
