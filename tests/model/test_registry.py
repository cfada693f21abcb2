"""Entries that were merged are found again under the one that stands for them."""

from annotator.model.registry import Entry, living, merged


def entry(name: str, into: str | None = None) -> Entry:
    return Entry(name, "entity", "PER", name, merged_into=into)


def test_merges_are_followed_to_their_end_and_never_round() -> None:
    chain = [entry("a", "b"), entry("b", "c"), entry("c"), entry("d"), entry("lost", "nowhere")]
    assert merged(chain) == {"a": "c", "b": "c", "lost": "lost"}
    circle = [entry("a", "b"), entry("b", "a")]
    assert merged(circle) == {"a": "b", "b": "a"}
    assert living(circle[0], {one.id: one for one in circle}).id == "b"
