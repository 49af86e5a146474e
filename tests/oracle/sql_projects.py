"""The SQL projects of sql_projects.toml: pinned, in a cache that git ignores."""

import dataclasses
import json
import pathlib
import subprocess
import tomllib

import packages
import server

HERE = pathlib.Path(__file__).resolve().parent


class Absent(Exception):
    """A project that cannot be had here."""


@dataclasses.dataclass
class Project:
    """A folder of migrations in a public repository, or in a package of the Python index."""

    name: str
    # How its migrations are kept, as `migrascope formats` names it. We have to find that ourselves.
    tool: str
    folder: str
    repository: str = ""
    commit: str = ""
    package: str = ""
    version: str = ""
    # Files by which the tool is known.
    also: list[str] = dataclasses.field(default_factory=list)
    # What the server has before the first revision: roles, the tool's own table.
    before: str = ""
    # A file of ours with more of it, for a database that a platform gives.
    given: str = ""
    # What the tool writes in place of what: river and lnd have tools of their own.
    fill: list[list[str]] = dataclasses.field(default_factory=list)
    # What names stand for that the tool fills in: NAME=VALUE.
    set: list[str] = dataclasses.field(default_factory=list)
    # Whether it is asked in every run, not only in the long one.
    always: bool = False
    root: pathlib.Path = pathlib.Path()

    def ours(self, bin, *arguments):
        """What we say; nothing where we say that there is no answer."""
        named = [f"--set={it}" for it in self.set]
        version = f"--server={server.version_here()}"
        command = [bin, arguments[0], self.root, *arguments[1:], version, *named]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode not in (0, 1, 2) or "panicked" in done.stderr:
            raise SystemExit(f"{self.name}: migrascope {arguments[0]} ended with {done.returncode}:\n{done.stderr}")
        return done.stdout

    def steps(self, bin, way):
        return json.loads(self.ours(bin, way, "--sql", "--revision-json") or "[]")


def read_list():
    table = tomllib.loads((HERE / "sql_projects.toml").read_text())
    projects = [Project(**row) for row in table["project"]]
    for it in projects:
        if it.given:
            it.before += (HERE.parent.parent / it.given).read_text()
    return projects


def fetch(project, cache):
    """Brings the one folder, unless the cache holds it."""
    if project.package:
        package = packages.Package(project.package, project.version, [])
        project.root = packages.fetch(package, cache / "packages").root / project.folder
        return
    project.root = cache / project.name
    done = project.root / ".complete"
    if done.exists() and done.read_text() == project.commit:
        return
    git = ["git", "-C", project.root, "-c", "advice.detachedHead=false"]
    url = f"https://github.com/{project.repository}"
    project.root.mkdir(parents=True, exist_ok=True)
    try:
        for command in (
            ["init", "--quiet"],
            ["sparse-checkout", "set", "--no-cone", project.folder, *project.also],
            ["fetch", "--quiet", "--depth=1", "--filter=blob:none", url, project.commit],
            ["checkout", "--quiet", project.commit],
        ):
            subprocess.run([*git, *command], check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as failure:
        why = failure.stderr.strip().splitlines()[:1]
        raise Absent(f"{project.name} cannot be fetched: {' '.join(why)}") from failure
    for file in project.root.rglob("*.sql") if project.fill else ():
        text = file.read_text()
        for before, after in project.fill:
            text = text.replace(before, after)
        file.write_text(text)
    done.write_text(project.commit)
