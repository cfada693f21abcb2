"""The sample project is what a newcomer opens first: whole, sound and within the codebook."""

from collections.abc import Iterator

import pytest

from annotator.model.person import Person
from annotator.model.rules import check_layer
from annotator.store.check import check
from annotator.store.project import Folders, Project
from annotator.work.sample import build_sample

ME = Person("me", "Me", ("analyst", "reviewer", "lead"))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    folder = tmp_path_factory.mktemp("sample")
    with build_sample(folder / "s.hashiya", folders=Folders(data=folder / "data"), person=ME) as made:
        yield made


def test_it_holds_the_five_articles_with_their_dates(sample: Project, seeds: dict[str, str]) -> None:
    assert {name: sample.text(name) for name in sample.document_ids()} == seeds
    sources = {name[:3]: sample.document(name).source for name in sample.document_ids()}
    assert {name: (s.published, s.published_precision, s.published_inferred) for name, s in sources.items()} == {
        "000": ("2024-07-04", "day", False),
        "001": ("2021-11-18T17:18", "minute", False),
        "002": ("2024-10-04T18:52", "minute", False),
        "003": ("2025-02-27", "day", True),
        "004": ("2025-07-03", "day", True),
    }
    assert all(source.title for source in sources.values())


def test_every_layer_keeps_to_the_codebook_and_the_registry(sample: Project) -> None:
    entries = {entry.id for entry in sample.entries()}
    codebook = sample.codebook()
    keys = sample.layer_keys()
    assert len(keys) >= 5
    for key in keys:
        layer = sample.layer(key)
        assert check_layer(layer, sample.document(key.document).text_length, codebook) == [], key
        assert {one.entry for one in layer.annotations if one.entry} <= entries, key


def test_the_authors_are_among_the_people(sample: Project) -> None:
    assert {key.author for key in sample.layer_keys()} <= {person.id for person in sample.people()}


def test_the_file_is_sound(sample: Project) -> None:
    assert check(sample.path) == []
