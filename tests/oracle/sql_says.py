#!/usr/bin/env python3
"""Real SQL projects: is our schema after each revision what a real PostgreSQL holds?

    catalogue  `schema --at REV --format sql` on an empty server against the real files, run in order
    refusals   an error of ours at a statement that the server takes, or none where it refuses

The projects are in sql_projects.toml, each a folder of a public repository at a commit.
"""

import argparse
import collections
import dataclasses
import json
import pathlib
import re
import subprocess
import sys
import tomllib

import refusals
import server

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


@dataclasses.dataclass
class Project:
    """A folder of migrations in a public repository."""

    name: str
    repository: str
    commit: str
    folder: str
    # What the server has before the first revision: roles.
    before: str = ""
    # Whether it is asked in every run, not only in the long one.
    always: bool = False
    root: pathlib.Path = pathlib.Path()

    def ours(self, bin, *arguments):
        version = f"--server={server.version_here()}"
        command = [bin, arguments[0], self.root, *arguments[1:], version]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode not in (0, 1) or "panicked" in done.stderr:
            raise SystemExit(f"{self.name}: migrascope {arguments[0]} ended with {done.returncode}:\n{done.stderr}")
        return done.stdout


def read_list(path):
    return [Project(**row) for row in tomllib.loads(path.read_text())["project"]]


def fetch(project, cache):
    """Clones the one folder at its commit, unless the cache holds it."""
    project.root = cache / project.name
    done = project.root / ".complete"
    if done.exists() and done.read_text() == project.commit:
        return
    git = ["git", "-C", project.root, "-c", "advice.detachedHead=false"]
    project.root.mkdir(parents=True, exist_ok=True)
    subprocess.run([*git, "init", "--quiet"], check=True)
    subprocess.run([*git, "sparse-checkout", "set", "--no-cone", project.folder], check=True)
    url = f"https://github.com/{project.repository}"
    subprocess.run([*git, "fetch", "--quiet", "--depth=1", "--filter=blob:none", url, project.commit], check=True)
    subprocess.run([*git, "checkout", "--quiet", project.commit], check=True)
    done.write_text(project.commit)


def scripts(project, bin):
    """What each revision runs, with the transactions that its tool puts around it."""
    text = project.ours(bin, "upgrade", "--sql")
    parts = re.split(r"^(BEGIN;\n\n)?-- Running upgrade .*-> (\S+)$", text, flags=re.M)
    begins, revisions, bodies = parts[1::3], parts[2::3], parts[3::3]
    return {revision: (begin or "") + body for begin, revision, body in zip(begins, revisions, bodies)}


def errors(step):
    """What we say that the server would refuse in a revision."""
    return [it for it in step["diagnostics"] if it["severity"] == "error" and it["code"] in refusals.CODES]


def compare(project, bin, running, every):
    figures, shown = collections.Counter(), []
    steps = json.loads(project.ours(bin, "upgrade", "--sql", "--revision-json"))
    texts = scripts(project, bin)
    with running.database("theirs") as theirs:
        running.psql(theirs, project.before, stop=False)
        for at, step in enumerate(steps):
            text = texts.get(step["revision"], "")
            refused = running.psql(theirs, f"SET client_min_messages = error;\n{text}")
            said = errors(step)
            figures["revisions"] += 1
            if refused:
                shown.append((step["revision"], "server refuses", refused[0][:200], "" if said else "and we say nothing"))
                figures["silent"] += not said
                break
            figures["false"] += bool(said)
            shown += [(step["revision"], "we refuse", it["line"], it["code"], it["message"]) for it in said[:3]]
            figures["incomplete"] += any(it["severity"] == "error" and it not in said for it in step["diagnostics"])
            if at % every and at != len(steps) - 1:
                continue
            compare_schema(project, bin, running, theirs, step["revision"], figures, shown)
    return figures, shown


def compare_schema(project, bin, running, theirs, revision, figures, shown):
    figures["catalogue.asked"] += 1
    with running.database("ours") as ours:
        refused = running.psql(ours, project.ours(bin, "schema", "--at", revision, "--format", "sql"))
        if refused:
            shown.append((revision, "our schema is refused", refused[0][:300]))
            return
        left, right = running.dump(theirs), running.dump(ours)
    figures["catalogue.same"] += left == right
    left, right = collections.Counter(left), collections.Counter(right)
    shown += [(revision, "-", it[:400]) for it in (left - right)][:6]
    shown += [(revision, "+", it[:400]) for it in (right - left)][:6]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", required=True, type=lambda it: pathlib.Path(it).resolve())
    parser.add_argument("--cache", default=ROOT / ".cache" / "sql", type=pathlib.Path)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--all", action="store_true", help="the long list")
    parser.add_argument("--every", type=int, default=1, help="compare after every so many revisions, and the last")
    parser.add_argument("--show", type=int, default=6)
    args = parser.parse_args()
    total = collections.Counter()
    with server.running() as running:
        for project in read_list(HERE / "sql_projects.toml"):
            if not (project.name in args.only if args.only else args.all or project.always):
                continue
            fetch(project, args.cache)
            figures, shown = compare(project, args.bin, running, args.every)
            total.update(figures)
            print(f"{project.name:20} catalogue {figures['catalogue.same']}/{figures['catalogue.asked']}  revisions {figures['revisions']}"
                  f"  wrongly refused {figures['false']}  silent {figures['silent']}  incomplete {figures['incomplete']}", flush=True)
            for line in shown[: args.show]:
                print("   ", *line)
    print(dict(total))
    sys.exit(bool(total["silent"] or total["false"] or total["catalogue.same"] < total["catalogue.asked"]))


if __name__ == "__main__":
    main()
