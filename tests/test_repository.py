"""What the repository promises as a whole: the bytes of the articles, licences, locks, and no trace of one machine."""

import hashlib
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

SEEDS = (
    ("000_86a1a680588ddadc.txt", "8c384dfc4abd41dee840c4f1bc3a2429e98f715e7918dc518e04f565d16795ed"),
    ("001_9d01ffca6c2bf9eb.txt", "cd254d75af50a8996b39a0e18a76764e35f3d9b09a5e2c705f7eae9fa9de11f7"),
    ("002_05170beeb1fd3323.txt", "92c78c5092c5227bcd92728de78ed2a54ac98a44424b44f3a5883d4f1d461b23"),
    ("003_6b6843914a22ef7f.txt", "a5e97775c4f171235cda1123c6685644fd71d5e43f49df774a50df69a80e3993"),
    ("004_2d74ac5e9dc5bed1.txt", "bba7003f09d11b31b392325f4ddd0408a720cdbe41683b1e6794810376b46b46"),
)
LOCKS = ("requirements.lock", "requirements-dev.lock")
# A path of one person's machine, an index that a lock is bound to, an unfinished thought. Each word is cut in two so
# that this file does not find itself.
UNWANTED = re.compile(
    r"(?<![\w.])/(?:ro" r"ot|wo" r"rk)/|--index" r"-url|--extra" r"-index|py" r"pi\.org"
    r"|pythonhos" r"ted|registry\.npm" r"js|\bTO" r"DO\b|\bFIX" r"ME\b|\bXX" r"X\b"
)  # fmt: skip


def tracked(root: Path) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=False)
    if listed.returncode:  # an archive without its history
        return [path for path in root.rglob("*") if path.is_file() and not {".venv", ".git"} & set(path.parts)]
    return [root / name for name in listed.stdout.decode().split("\0") if name and (root / name).is_file()]


@pytest.mark.parametrize(("name", "digest"), SEEDS)
def test_the_articles_are_as_they_came(root: Path, name: str, digest: str) -> None:
    assert hashlib.sha256((root / "seeds" / name).read_bytes()).hexdigest() == digest


def test_there_are_no_other_articles(root: Path) -> None:
    assert sorted(path.name for path in (root / "seeds").glob("*.txt")) == [name for name, _ in SEEDS]


def test_no_file_names_a_machine_or_leaves_a_thought_open(root: Path) -> None:
    found = []
    for path in tracked(root):
        content = path.read_bytes()
        if b"\0" in content or path.parent.name == "seeds":
            continue
        for number, line in enumerate(content.decode("utf-8").splitlines(), 1):
            if UNWANTED.search(line):
                found.append(f"{path.relative_to(root)}:{number}: {line.strip()[:80]}")
    assert found == []


@pytest.mark.parametrize("halves", [("see /wo", "rk/x"), ("# TO", "DO later"), ("--index", "-url=x"), ("py", "pi.org")])
def test_the_search_for_traces_finds_them(halves: tuple[str, str]) -> None:
    assert UNWANTED.search("".join(halves))
    assert not UNWANTED.search("annotator/work/desk.py")


def test_no_module_has_grown_into_a_god(root: Path) -> None:
    lengths = {path: len(path.read_bytes().splitlines()) for path in tracked(root) if path.suffix == ".py"}
    assert {str(path.relative_to(root)): length for path, length in lengths.items() if length > 450} == {}


def test_fonts_lie_beside_their_licence(root: Path) -> None:
    fonts = root / "resources" / "fonts"
    assert sorted(path.suffix for path in fonts.iterdir() if path.suffix != ".txt") == [".ttf", ".ttf"]
    assert "SIL OPEN FONT LICENSE Version 1.1" in (fonts / "OFL.txt").read_text("utf-8")


@pytest.mark.parametrize("lock", LOCKS)
def test_each_locked_package_has_hashes(root: Path, lock: str) -> None:
    entries = re.split(r"(?<!\\)\n(?=\S)", (root / lock).read_text("utf-8").strip())
    assert len(entries) > 20
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_lock_for_work_holds_the_lock_for_running(root: Path) -> None:
    pins = [set(re.findall(r"^[a-z].*?(?= \\$)", (root / lock).read_text("utf-8"), re.MULTILINE)) for lock in LOCKS]
    assert pins[0] - pins[1] == set()


def test_each_dependency_is_locked_and_named_in_the_notices(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    lock = (root / "requirements.lock").read_text("utf-8").casefold()
    notices = (root / "THIRD_PARTY.md").read_text("utf-8").casefold()
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=;]", requirement)[0].strip().casefold()
        assert f"\n{name}==" in f"\n{lock}"
        assert name in notices


def test_the_readme_names_commands_that_exist(root: Path) -> None:
    readme, script = (root / "README.md").read_text("utf-8"), (root / "run.py").read_text("utf-8")
    verbs = set(re.findall(r"python3 run\.py ([a-z]+)", readme))
    assert {"test", "lint"} <= verbs
    own = set(re.findall(r'^    "([a-z]+)": \w+,$', script, re.MULTILINE))
    assert own <= set(re.findall(r"python3 run\.py ([a-z]+)", script)) | verbs
    for picture in re.findall(r"!\[[^]]*\]\(([^)]+)\)", readme):
        assert (root / picture).is_file()
