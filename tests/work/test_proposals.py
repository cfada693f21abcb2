"""What is proposed for the sample is what its analyst chose, as often as was promised."""

import pytest

from tests.benchmarks import proposals
from tests.benchmarks.proposals import Sample


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return proposals.read_sample(tmp_path_factory.mktemp("sample"))


def test_frames_of_closed_quotes(sample: Sample) -> None:
    counts = proposals.quote_counts(sample)["closed"]
    assert counts["all"] >= 25
    assert counts["content"] >= 0.90 * counts["all"]
    assert counts["cue"] >= 0.75 * counts["all"]
    assert counts["speaker"] >= 0.60 * counts["all"]


def test_links_between_quotes(sample: Sample) -> None:
    counts = proposals.link_counts(sample)
    assert counts["continues, there"] >= 20
    assert counts["continues, there, right"] >= 0.85 * counts["continues, there"]
    assert counts["nested_in, there, right"] == counts["nested_in, there"] >= 5
    for name in ("continues", "nested_in"):
        assert counts[f"{name}, not there, right"] == counts[f"{name}, not there"]


@pytest.mark.parametrize("bare", [True, False], ids=["bare names", "whole records"])
def test_candidates_of_the_registry(sample: Sample, bare: bool) -> None:
    counts = proposals.registry_counts(proposals.registry_cases(sample, bare=bare))
    least = {"first": 0.85, "first five": 0.97, "new first": 0.80}
    assert counts["first"][1] >= 400
    assert {name: of * least[name] <= right for name, (right, of) in counts.items()} == dict.fromkeys(least, True)
