"""The registry as lines and back."""

from pathlib import Path

from annotator.formats import registry
from annotator.formats.base import IncomingEntry, Refusal
from annotator.model.registry import Entry


def test_the_seed_registry_survives(root: Path, tmp_path: Path) -> None:
    found = list(registry.read(root / "seeds" / "registry.jsonl"))
    entries = [one.entry for one in found if isinstance(one, IncomingEntry)]
    assert len(entries) == len(found) > 50
    path = tmp_path / "x.registry.jsonl"
    path.write_bytes(b"".join(registry.lines(entries)))
    again = [one.entry for one in registry.read(path) if isinstance(one, IncomingEntry)]
    assert again == sorted(entries, key=lambda one: one.id)
    assert b"".join(registry.lines(reversed(again))) == path.read_bytes()


def test_aliases_are_sorted_and_never_repeat_the_names(tmp_path: Path) -> None:
    path = tmp_path / "registry.jsonl"
    path.write_text(
        '{"id":"p","kind":"entity","label":"PER","name_ar":"بوتين","name_latin":"Putin",'
        '"aliases":["ب","بوتين","أ","Putin","ب",""]}\n',
        encoding="utf-8",
    )
    (found,) = registry.read(path)
    assert isinstance(found, IncomingEntry)
    assert found.entry == Entry("p", "entity", "PER", "بوتين", "Putin", ("أ", "ب"))


def test_bad_entries_are_refused_alone(tmp_path: Path) -> None:
    good = '{"id":"p","kind":"entity","label":"PER","name_ar":"بوتين"}'
    lines = [
        good,
        good,
        good.replace('"p"', '"a b"'),
        good.replace("بوتين", " ").replace('"p"', '"n"'),
        good.replace("entity", "person"),
        good.replace('"id"', '"id":"q","id"').replace('"p"', '"r"'),
    ]
    path = tmp_path / "registry.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    keys = [one.problem.key for one in registry.read(path) if isinstance(one, Refusal)]
    assert keys == ["entry.double", "entry.bad-id", "entry.no-name", "json.shape", "json.double-key"]
