#!/usr/bin/env python3
"""Sets the program up where only Python is, and then runs it, its tests and its tools: `python3 run.py [verb]`."""

# Read by whatever Python a machine has, so that an old one can say which one is needed: nothing newer than 3.7 here.
from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "packaging"))

import system  # noqa: E402  # lies beside the other tools of set-up and packaging

VENV = ROOT / ".venv"
STAMP = VENV / "hashiya.stamp"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCKS = {"run": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
OUTPUT = ROOT / "hashiya-out"
OLDEST = (3, 11)
NEWER_PYTHONS = ("python3.13", "python3.12", "python3.11", "python3.14")
# Whatever a person's own configuration of pip says.
PIP_SETTINGS = {
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_INPUT": "1",
    "PIP_ROOT_USER_ACTION": "ignore",
    "PIP_USER": "0",
}
CANNOT = 3  # exit status: something is missing that a person has to install

USAGE = """\
python3 run.py                opens the program; without a screen it works through the sample and draws the pages
python3 run.py test [...]     runs the tests (further words go to pytest)
python3 run.py lint           ruff, mypy, floors, translations
python3 run.py bench [...]    measures speed against the targets
python3 run.py soak [...]     fault and scale runs, which take long
python3 run.py shots DIR      a picture of every page, state and dialog in both languages and all themes
python3 run.py build [...]    builds the wheel and the bundle of this system
python3 run.py WORD ...       anything else goes to the command line of the program:
"""

LINT = (
    ("ruff", ("ruff", "check", ".")),
    ("format", ("ruff", "format", "--check", ".")),
    ("types", ("mypy",)),
    ("floors", ("pytest", "-q", "tests/test_floors.py")),
    ("translations", ("pytest", "-q", "tests/test_language.py")),
)


def main(words: list[str]) -> int:
    """Do what the first word says; the exit status is 0 when all went well."""
    if sys.version_info < OLDEST:
        return find_newer_python(words)
    if not words:
        return open_or_demonstrate()
    if words[0] in ("-h", "--help", "help"):
        print(USAGE)
        return run_program(["--help"])
    verb = VERBS.get(words[0])
    return verb(words[1:]) if verb else run_program(words)


# ---------------------------------------------------------------- verbs


def open_or_demonstrate() -> int:
    """Open the window, or without a screen do on the sample what the window is for."""
    if has_screen():
        return run_program([])
    return demonstrate()


def run_program(words: list[str]) -> int:
    """Hand `words` to the program in place of this process."""
    opens_window = not words or (len(words) == 1 and words[0].lower().endswith(".hashiya"))
    if opens_window and not has_screen():
        return tell(
            "There is no screen here to open a window on. Run it on a desktop, or under: xvfb-run -a python3 run.py",
            "لا توجد شاشة هنا لفتح نافذة عليها. شغّل البرنامج على سطح مكتب، أو بالأمر: xvfb-run -a python3 run.py",
        )
    if opens_window:
        require_libraries(screen=True)
    prepare("run")
    return become("-m", "annotator", *words)


def run_tests(words: list[str]) -> int:
    """Run the test suite on all processors."""
    require_libraries(screen=False)
    offer_test_tools()
    prepare("dev")
    spread = (
        []
        if any(word.startswith("-n") or word in ("-x", "--pdb") for word in words)
        else ["-n", "logical", "--dist", "worksteal"]
    )
    return call("-m", "pytest", *spread, *words)


def run_lint(_words: list[str]) -> int:
    """Run every step of `LINT`, all of them even when one fails."""
    require_libraries(screen=False)
    prepare("dev")
    failed = [name for name, command in LINT if not lint_step(name, command)]
    print("lint: " + ("all well" if not failed else "failed: " + ", ".join(failed)))
    return 1 if failed else 0


def lint_step(name: str, command: tuple[str, ...]) -> bool:
    """Run one step and say how it went."""
    print(f"-- {name}", flush=True)
    return call("-m", *command) == 0


def run_benchmarks(words: list[str]) -> int:
    """Measure speed."""
    require_libraries(screen=False)
    prepare("dev")
    return call("-m", "tests.benchmarks", *words)


def run_soak(words: list[str]) -> int:
    """Run what the suite leaves out because it takes long."""
    require_libraries(screen=False)
    offer_test_tools()
    prepare("dev")
    return call("-m", "pytest", "--soak", "-m", "soak", "--timeout", "7200", "-o", "faulthandler_timeout=0", *words)


def draw_pages(words: list[str]) -> int:
    """Draw every page, state and dialog into the folder given; with `few` pages and states alone, light and dark."""
    if not words or len(words) > 2:
        print("python3 run.py shots DIR [few]", file=sys.stderr)
        return 2
    require_libraries(screen=False)
    prepare("run")
    return call("-m", "annotator.ui.shots", *words, environment={"QT_QPA_PLATFORM": "offscreen"})


def build(words: list[str]) -> int:
    """Build what is handed to users."""
    require_libraries(screen=False)
    prepare("dev")
    return call(str(ROOT / "packaging" / "build.py"), *words)


VERBS = {
    "test": run_tests,
    "lint": run_lint,
    "bench": run_benchmarks,
    "soak": run_soak,
    "shots": draw_pages,
    "build": build,
}


# ---------------------------------------------------------------- without a screen


def demonstrate() -> int:
    """Build the sample, check it, export and validate its records, draw the pages, and say where all that lies."""
    require_libraries(screen=False)
    prepare("run")
    shutil.rmtree(str(OUTPUT), ignore_errors=True)
    OUTPUT.mkdir()
    project, records, pages = OUTPUT / "sample.hashiya", OUTPUT / "sample.jsonl", OUTPUT / "pages"
    program = ("-m", "annotator")
    steps = (
        ("sample project built", (*program, "sample", str(project))),
        ("project checked", (*program, "check", str(project))),
        ("records exported", (*program, "export", str(project), str(records), "--format", "jsonl", "--layer", "all")),
        ("records validated", (*program, "validate", str(records))),
        ("pages drawn", ("-m", "annotator.ui.shots", str(pages), "few")),
    )
    for name, command in steps:
        began = time.monotonic()
        done = subprocess.run(
            [str(PYTHON), *command],
            check=False,
            env=environment_with({"QT_QPA_PLATFORM": "offscreen"}),
            cwd=str(ROOT),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        if done.returncode:
            sys.stdout.buffer.write(done.stdout)
            print(f"FAILED: {name}: {' '.join(command)}", file=sys.stderr)
            return done.returncode
        print(f"{name:22} {time.monotonic() - began:5.1f} s   {last_line(done.stdout)}", flush=True)
    drawn = len(list(pages.rglob("*.png")))
    print(
        f"\nThere is no screen here, so the sample was worked through without a window. It lies in {OUTPUT}:\n"
        f"sample.hashiya, sample.jsonl, {drawn} pictures in pages/.\n"
        "For the window: a desktop session and `python3 run.py`; or `xvfb-run -a python3 run.py`; `ssh -X` works too.\n"
        f"\nلا شاشة هنا، فأُنجز العمل على العيّنة بلا نافذة، والنتائج في {OUTPUT}:\n"
        f"sample.hashiya وsample.jsonl و{drawn} صورة في pages/.\n"
        "لفتح النافذة شغّل python3 run.py من سطح مكتب."
    )
    return 0


def last_line(output: bytes) -> str:
    """Return the last line with something in it."""
    lines = [line for line in output.decode("utf-8", "replace").splitlines() if line.strip()]
    return lines[-1].strip() if lines else ""


def has_screen() -> bool:
    """Tell whether a window can be opened."""
    if os.environ.get("QT_QPA_PLATFORM", "").split(":")[0] in ("offscreen", "minimal"):
        return False
    if not sys.platform.startswith("linux"):
        return True
    return system.screen_answers()


# ---------------------------------------------------------------- Python and its packages


def find_newer_python(words: list[str]) -> int:
    """Go on under a Python that is new enough, if the machine has one."""
    for name in NEWER_PYTHONS:
        found = shutil.which(name)
        if found and subprocess.call([found, "-c", ""]) == 0:
            return subprocess.call([found, str(Path(__file__).resolve()), *words])
    return tell(
        "Python 3.11 or newer is needed; this is {}.{}.".format(*sys.version_info[:2]),
        "يحتاج البرنامج إلى بايثون 3.11 أو أحدث.",
    )


def prepare(purpose: str) -> None:
    """Have `.venv` hold what the lock of `purpose` names; does nothing when the stamp says that it does.

    The lock of `dev` holds that of `run`, so a stamp of `dev` serves both.
    """
    wanted = {name: stamp_of(name) for name in LOCKS}
    present = STAMP.read_text("utf-8").strip() if STAMP.is_file() and PYTHON.exists() else ""
    if present and present in (wanted[purpose], wanted["dev"]):
        return
    print(f"Setting up {VENV} (once) ...", file=sys.stderr, flush=True)
    pip = make_environment()
    if STAMP.exists():
        STAMP.unlink()
    lock = LOCKS["dev"] if present.startswith("dev") else LOCKS[purpose]
    install = [*pip, "install", "-qq", "--require-hashes", "--no-deps", "-r", str(lock)]
    if subprocess.call(install, env=environment_with(PIP_SETTINGS)):
        sys.exit(tell("The packages could not be installed (see above).", "تعذّر تثبيت الحزم (انظر أعلاه)."))
    STAMP.write_text(stamp_of("dev" if lock == LOCKS["dev"] else purpose), "utf-8")


def stamp_of(purpose: str) -> str:
    """Name what a finished set-up for `purpose` holds."""
    return f"{purpose} {hashlib.sha256(LOCKS[purpose].read_bytes()).hexdigest()}"


def make_environment() -> list[str]:
    """Make `.venv` if it is not there, and return the command that is pip for it."""
    own = [str(PYTHON), "-m", "pip"]
    if PYTHON.exists() and answers(own):
        return own
    if answers([sys.executable, "-c", "import ensurepip, venv"]) and venv() and answers(own):
        return own
    # Debian's python3 comes without ensurepip: a pip of the system can serve, else its package python3-venv.
    outer = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    if venv("--without-pip") and answers(outer):
        return outer
    if system.install(("python{}.{}-venv".format(*sys.version_info[:2]),)) and venv() and answers(own):
        return own
    sys.exit(
        tell(
            "This Python has neither venv nor pip. Install them: sudo apt install python3-venv",
            "تنقص هذه النسخة من بايثون أداتا venv وpip. ثبّتهما بالأمر: sudo apt install python3-venv",
        )
    )


def venv(*options: str) -> bool:
    """Make `.venv` anew."""
    return answers([sys.executable, "-m", "venv", "--clear", *options, str(VENV)])


def answers(command: list[str]) -> bool:
    """Tell whether a command runs without an error."""
    if command[-1] == "pip" or "--python" in command:
        command = [*command, "--version"]
    return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


# ---------------------------------------------------------------- the system


def require_libraries(screen: bool) -> None:
    """Have the libraries that Qt links to, or end with the one command that brings them."""
    command = system.require_libraries(screen)
    if command:
        sys.exit(
            tell(
                f"Qt needs libraries that this system does not have. Install them with:\n    {command}",
                f"تنقص هذا النظام مكتبات تحتاج إليها Qt. ثبّتها بالأمر:\n    {command}",
            )
        )


def offer_test_tools() -> None:
    """Have what some tests need of the system, or say which tests will be left out."""
    command = system.offer_test_tools()
    if command:
        print(f"Tests that drive a real X server are left out. For them: {command}", file=sys.stderr, flush=True)


# ---------------------------------------------------------------- small things


def environment_with(additions: dict[str, str] | None = None) -> dict[str, str]:
    """Give the environment for a child: the package is found from anywhere, and text is UTF-8."""
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1", **(additions or {})}


def call(*words: str, environment: dict[str, str] | None = None) -> int:
    """Run the environment's Python in the repository and wait for it."""
    return subprocess.call([str(PYTHON), *words], env=environment_with(environment), cwd=str(ROOT))


def become(*words: str) -> int:
    """Run the environment's Python in place of this process, in the folder where the person is."""
    command = [str(PYTHON), *words]
    # What stands in the buffers would be lost with this process.
    sys.stdout.flush()
    if os.name == "nt":
        return subprocess.call(command, env=environment_with())
    return os.execve(command[0], command, environment_with())


def tell(english: str, arabic: str) -> int:
    """Say what is missing in both languages and give the exit status for it."""
    print(f"{english}\n{arabic}", file=sys.stderr)
    return CANNOT


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))
