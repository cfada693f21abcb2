"""Labels used last come first, by project and over restarts."""

from pathlib import Path

from annotator.settings import MEMORY, Settings
from annotator.ui.pages.annotate.recent import Recent
from annotator.work.codebooks import default_codebook

LABELS = default_codebook().labels_of("entity")


def ids(recent: Recent) -> list[str]:
    return [label.id for label in recent.ordered(LABELS)]


def test_the_latest_comes_first_and_the_rest_stays_in_its_order(tmp_path: Path) -> None:
    recent = Recent(Settings(MEMORY, tmp_path / "memory.json"), "p1")
    plain = [label.id for label in LABELS]
    assert ids(recent) == plain
    for label in ("GPE", "NORP", "GPE"):
        recent.note("entity", label)
    recent.note("event", "PER")
    assert ids(recent) == ["GPE", "NORP", *(one for one in plain if one not in ("GPE", "NORP"))]


def test_they_are_kept_for_each_project_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "memory.json"
    for project, label in (("p1", "DATE"), ("p2", "LOC")):
        recent = Recent(Settings(MEMORY, path), project)
        recent.note("entity", label)
        recent.keep()
    assert ids(Recent(Settings(MEMORY, path), "p1"))[0] == "DATE"
    assert ids(Recent(Settings(MEMORY, path), "p2"))[0] == "LOC"
    assert ids(Recent(Settings(MEMORY, path), "p3")) == [label.id for label in LABELS]


def test_no_key_press_waits_for_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "memory.json"
    recent = Recent(Settings(MEMORY, path), "p1")
    recent.note("entity", "ORG")
    assert not path.exists()
    recent.keep()
    assert path.exists()


def test_what_was_written_by_hand_breaks_nothing(tmp_path: Path) -> None:
    memory = Settings(MEMORY, None)
    memory.set("labels.recent", ("p1", "p1\t\tPER\tentity ORG", "\t\t"))
    assert Recent(memory, "p1").names == ()
    memory.set("labels.recent", ("p1\tPER\tentity ORG\tentity ",))
    assert Recent(memory, "p1").names == (("entity", "ORG"),)
