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
