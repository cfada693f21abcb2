"""Builds what is handed to users, the wheel and the bundle of this system, and starts both once."""

import argparse
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
WORK = ROOT / "build"
QT_WORDS = "qtbase_ar.qm"
LINUX_FILES = (
    ("packaging/linux/hashiya.desktop", "share/applications"),
    ("packaging/linux/hashiya.metainfo.xml", "share/metainfo"),
    ("packaging/linux/hashiya-mime.xml", "share/mime/packages"),
    ("resources/icons/hashiya.svg", "share/icons/hicolor/scalable/apps"),
)


def main(words: Sequence[str] | None = None) -> int:
    """Build what the words ask for, `wheel` or `bundle`, without words both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="?", choices=("wheel", "bundle"), help="both when not said")
    chosen = parser.parse_args(words).what
    for name, build, check in (("wheel", build_wheel, check_wheel), ("bundle", build_bundle, check_bundle)):
        if chosen in (None, name):
            made = build()
            check(made)
            print(f"{name}: {made.relative_to(ROOT)}, {megabytes(made):.1f} MB, starts")
    return 0


def build_wheel() -> Path:
    """Make the wheel in `dist/`."""
    for old in DIST.glob("hashiya-*.whl"):
        old.unlink()
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(DIST), str(ROOT))
    return next(DIST.glob("hashiya-*.whl"))


def check_wheel(wheel: Path) -> None:
    """Install the wheel beside this environment's packages, away from the checkout, and use it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "env"
        venv.create(home, with_pip=False, system_site_packages=False)
        python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        own = Path(run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
        here = run(sys.executable, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
        (own / "packages-of-the-checkout.pth").write_text(here + "\n", "utf-8")
        shutil.unpack_archive(str(wheel), str(own), "zip")
        smoke((str(python), "-m", "annotator"), Path(folder))


def build_bundle() -> Path:
    """Make the folder `dist/hashiya` with everything in it."""
    run(
        *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"),
        *("--distpath", str(DIST), "--workpath", str(WORK), str(ROOT / "packaging" / "hashiya.spec")),
    )
    bundle = DIST / "hashiya"
    if sys.platform.startswith("linux"):
        for source, place in LINUX_FILES:
            (bundle / place).mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, bundle / place)
    return bundle


def check_bundle(bundle: Path) -> None:
    """Use the bundle as a person would; Qt's own words must be there in Arabic."""
    if not any(bundle.rglob(QT_WORDS)):
        sys.exit(f"{QT_WORDS} is missing from {bundle}: dialogs of Qt would be in English")
    program = bundle / ("hashiya.exe" if sys.platform == "win32" else "hashiya")
    with tempfile.TemporaryDirectory() as folder:
        smoke((str(program),), Path(folder))


def smoke(program: Sequence[str], folder: Path) -> None:
    """Build the sample project, check it, export its records and validate them; any failure ends the build."""
    project, records = str(folder / "sample.hashiya"), str(folder / "sample.jsonl")
    for words in (
        ("sample", project),
        ("check", project),
        ("export", project, records, "--format", "jsonl", "--layer", "all"),
        ("validate", records),
    ):
        run(*program, *words, folder=folder)


def run(*command: str, folder: Path = ROOT) -> str:
    """Run a command and return what it said; a failure ends the build with all that it said."""
    done = subprocess.run(command, cwd=folder, text=True, encoding="utf-8", capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"{done.stdout}{done.stderr}\nfailed ({done.returncode}): {' '.join(command)}")
    return done.stdout


def megabytes(path: Path) -> float:
    """Measure a file or a folder."""
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    return sum(one.lstat().st_size for one in files) / 1e6


if __name__ == "__main__":
    sys.exit(main())
