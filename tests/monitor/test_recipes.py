"""The recipes for schedules: the workflow's own commands, run for three days in a scratch git repository."""

import configparser
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from days import led_to

from jsiq_scrape.commands import VERBS
from jsiq_scrape.demo.edits import PLAN
from jsiq_scrape.demo.server import serve


@pytest.fixture(scope="module")
def recipes(repository: Path) -> Path:
    return repository / "docs" / "recipes"


@pytest.fixture(scope="module")
def workflow(recipes: Path) -> dict:
    return yaml.safe_load((recipes / "watch.yml").read_text(encoding="utf-8"))


#: What the workflow asks of GitHub's own program: a release is a folder.
GH = """
import os, shutil, sys
from pathlib import Path

verb, action, name, *rest = sys.argv[1:]
release = Path(os.environ["RELEASES"]) / name
options = {"--dir": None, "--pattern": [], "--title": None, "--notes": None, "--notes-file": None}
files = []
while rest:
    word = rest.pop(0)
    if word == "--clobber":
        continue
    if word in options:
        value = rest.pop(0)
        options[word] = [*options[word], value] if word == "--pattern" else value
    else:
        files.append(Path(word))
if verb != "release" or (action != "create" and not release.is_dir()):
    sys.exit(1)
if action == "create":
    release.mkdir()
if action in ("create", "upload"):
    for file in files:
        shutil.copy(file, release / file.name)
if action == "download":
    for pattern in options["--pattern"]:
        for file in release.glob(pattern):
            shutil.copy(file, Path(options["--dir"]) / file.name)
"""


class Runner:
    """Does what GitHub does with the steps of the job: a fresh clone, then each `run:` in bash, in order."""

    def __init__(self, workflow: dict, origin: Path, folder: Path, script: Path) -> None:
        self.steps = workflow["jobs"]["watch"]["steps"]
        self.origin, self.folder, self.script = origin, folder, script
        self.releases = folder / "releases"
        self.releases.mkdir()

    def job(self, name: str, port: int | None, *, dies_before: str | None = None) -> tuple[int, str]:
        """The exit code of the job and its summary; without a port the real hosts are meant, which nobody may ask.

        `dies_before` names a step: there the runner is lost.
        """
        clone = self.folder / name
        subprocess.run(["git", "clone", "--quiet", self.origin, clone], check=True)
        if port is not None:  # on GitHub nothing is led anywhere
            (clone / "parsers" / "sources.toml").write_text(led_to(port), encoding="utf-8")
        tools = self.folder / "tools"
        tools.mkdir(exist_ok=True)
        (tools / "gh").write_text(f"#!{sys.executable}\n{GH}", encoding="utf-8")
        (tools / "gh").chmod(0o755)
        output, summary = self.folder / f"{name}-output", self.folder / f"{name}-summary"
        output.touch()
        summary.touch()
        environment = {
            **os.environ,
            "PATH": f"{tools}:{self.script.parent}:{os.environ['PATH']}",
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
            "RELEASES": str(self.releases),
        }
        for step in self.steps:
            if "run" not in step or step["name"] == "Install":
                continue
            if step["name"] == dies_before:
                return 137, summary.read_text(encoding="utf-8")
            outputs = dict(line.split("=", 1) for line in output.read_text(encoding="utf-8").splitlines())
            if "if" in step and not holds(step["if"], outputs):
                continue
            added = {key: expanded(value, outputs) for key, value in step.get("env", {}).items()}
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=clone,
                env={**environment, **added},
                check=False,
            )
            if done.returncode:
                return done.returncode, summary.read_text(encoding="utf-8")
        return 0, summary.read_text(encoding="utf-8")


def holds(condition: str, outputs: dict[str, str]) -> bool:
    """The conditions that the workflow uses: an output of a step compared with a text, joined by "||"."""
    parts = [re.fullmatch(r"steps\.fetch\.outputs\.(\w+) == '(\w+)'", part.strip()) for part in condition.split("||")]
    assert all(parts), f"the test does not know this condition: {condition}"
    return any(outputs[part[1]] == part[2] for part in parts if part)


def expanded(value: str, outputs: dict[str, str]) -> str:
    return re.sub(r"\$\{\{ steps\.fetch\.outputs\.(\w+) \}\}", lambda found: outputs[found[1]], value)


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True, text=True).stdout


def commit(folder: Path, message: str) -> None:
    named = ["-c", "user.name=Test", "-c", "user.email=test@programm.invalid"]
    git(folder, *named, "commit", "--quiet", "--message", message)


@pytest.fixture
def origin(tmp_path: Path, jsiq) -> Iterator[Path]:
    """A bare repository with a fresh workspace in it."""
    assert jsiq("init", "workspace").returncode == 0
    workspace, bare = tmp_path / "workspace", tmp_path / "origin.git"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(bare))
    git(workspace, "init", "--quiet", "--initial-branch=main")
    git(workspace, "add", ".")
    commit(workspace, "A workspace")
    git(workspace, "push", "--quiet", str(bare), "main")
    return bare


def added(origin: Path, commit: str) -> tuple[list[str], list[str]]:
    """Run files and bodies that a commit adds; it must do nothing else."""
    lines = [line.split("\t") for line in git(origin, "show", "--name-status", "--format=", commit).splitlines()]
    assert {state for state, _ in lines} == {"A"}
    runs = [path for _, path in lines if path.startswith("snapshots/runs/")]
    bodies = [path for _, path in lines if path.startswith("snapshots/bodies/")]
    assert len(runs) + len(bodies) == len(lines)
    return runs, bodies


@pytest.fixture
def runner(workflow: dict, origin: Path, tmp_path: Path, script: Path) -> Runner:
    return Runner(workflow, origin, tmp_path, script)


@pytest.mark.sweep
def test_three_days_of_the_workflow_commit_a_run_file_each_and_new_bodies_only(runner: Runner, origin: Path) -> None:
    reported = []
    with serve(1) as site:
        reported += [runner.job("first", site.port), runner.job("second", site.port)]
    with serve(2) as site:
        reported.append(runner.job("third", site.port))

    assert [code for code, _ in reported] == [0, 0, 0]
    assert "changed" not in reported[0][1]
    assert reported[0][1].count("incident: ") == 2, "what the demo site never lets anybody see"
    assert reported[1][1] == ""
    assert "period end changed: <del>2018-12-31</del><ins>2022-06-30</ins>" in reported[2][1]
    assert reported[2][1].count("incident: ") == 1
    commits = git(origin, "rev-list", "--reverse", "main").split()
    assert len(commits) == 4
    first, second, third = (added(origin, commit) for commit in commits[1:])
    assert [len(day[0]) for day in (first, second, third)] == [1, 1, 1]
    assert len(first[1]) >= 16
    assert second[1] == [], "the pages were as they were"
    assert len(third[1]) >= len(PLAN) - 1
    assert set(third[1]).isdisjoint(first[1])
    assert len(list(runner.releases.glob("data-*"))) == 1, "a release for a day with changes"
    (released,) = runner.releases.glob("data-*")
    assert {path.name for path in released.iterdir()} == {"jsiq.db", "changes.atom"}
    kept = runner.releases / "database"
    assert {path.name for path in kept.iterdir()} == {"jsiq.db", "reported.json", "changes.atom", "incidents.atom"}
    for name in ("changes.atom", "incidents.atom"):
        assert (kept / name).read_text(encoding="utf-8").startswith("<?xml")


@pytest.mark.sweep
def test_a_gate_holds_a_fresh_clone_to_the_last_database(runner: Runner, origin: Path, tmp_path: Path) -> None:
    with serve(1) as site:
        assert runner.job("first", site.port)[0] == 0
        before = (runner.releases / "database" / "jsiq.db").read_bytes()
        careless = tmp_path / "careless"
        git(tmp_path, "clone", "--quiet", str(origin), str(careless))
        git(careless, "rm", "--quiet", "-r", "snapshots")
        commit(careless, "Tidy up")
        git(careless, "push", "--quiet")
        code, summary = runner.job("second", site.port)
    assert code == 4
    assert "incident: gate db/jsiq.db" in summary
    assert (runner.releases / "database" / "jsiq.db").read_bytes() == before
    assert len(added(origin, "main")[0]) == 1, "what was seen is evidence all the same"


@pytest.mark.sweep
def test_changes_of_a_job_that_was_lost_before_it_reported_them_are_reported_by_the_next(runner: Runner) -> None:
    with serve(1) as site:
        runner.job("first", site.port)
    with serve(2) as site:
        assert runner.job("second", site.port, dies_before="Report what changed") == (137, "")
        code, summary = runner.job("third", site.port)
    assert code == 0
    assert "period end changed: <del>2018-12-31</del><ins>2022-06-30</ins>" in summary


@pytest.mark.sweep
def test_a_day_on_which_nobody_answers_is_committed_and_fails(runner: Runner, origin: Path) -> None:
    with serve(1) as site:
        assert runner.job("first", site.port)[0] == 0
        port = site.port
    assert runner.job("second", port)[0] == 3
    runs, bodies = added(origin, "main")
    assert (len(runs), bodies) == (1, [])


def test_a_day_that_cannot_even_begin_fails_and_commits_nothing(runner: Runner, origin: Path) -> None:
    assert runner.job("first", None)[0] == 2, "sources.toml names no contact"
    assert len(git(origin, "rev-list", "main").split()) == 1


def test_the_workflow_runs_every_week_and_may_write(workflow: dict) -> None:
    schedule = workflow[True]["schedule"]  # YAML 1.1 reads "on" as true
    assert re.fullmatch(r"\d+ \d+ \* \* \d", schedule[0]["cron"])
    assert workflow["permissions"] == {"contents": "write"}


def test_every_command_of_the_recipes_exists(recipes: Path) -> None:
    files = [path for path in recipes.iterdir() if path.suffix in (".md", ".yml", ".service")]
    verbs = [verb for path in files for verb in re.findall(r"jsiq-scrape ([a-z]+)", path.read_text(encoding="utf-8"))]
    assert set(verbs) >= {"run", "status", "init", "changes"}
    assert set(verbs) <= set(VERBS)


def test_the_cron_lines_have_five_times_and_options_that_exist(recipes: Path, jsiq) -> None:
    text = (recipes / "scheduled.md").read_text(encoding="utf-8")
    block = re.search(r"```cron\n(.+?)```", text, re.DOTALL)
    assert block is not None
    lines = [line for line in block[1].splitlines() if "jsiq-scrape" in line]
    assert len(lines) == 2
    for line in lines:
        assert re.match(r"(\S+ ){4}\S+ {2}/\S+/jsiq-scrape ", line)
        verb, *options = re.findall(r"jsiq-scrape (\w+)|(--[a-z-]+)", line)
        reported = jsiq(verb[0], "--help").stdout
        assert all(option in reported for _, option in options)


def test_the_units_are_understood(recipes: Path) -> None:
    for name, sections in (("service", ["Unit", "Service"]), ("timer", ["Unit", "Timer", "Install"])):
        unit = configparser.RawConfigParser(strict=True, interpolation=None)
        unit.read_string((recipes / f"jsiq-scrape.{name}").read_text(encoding="utf-8"))
        assert unit.sections() == sections
