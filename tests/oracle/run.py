#!/usr/bin/env python3
"""Holds the product against real Alembic and a real PostgreSQL.

    text       for every revision that real Alembic renders offline: is our SQL the same?
    graph      are revisions and the order of upgrade the same?
    catalogue  does `schema --at REV --format sql` on an empty server give what the real run gives?
    beyond     what Alembic can't render offline, yet runs: are our statements those that it sends?
    refusals   does our replay refuse what a real server refuses, where it does, and for its reason?

The subjects are the demos, our own projects under tests/projects, and the packages of
packages.toml; those that are marked `large` only with `--large`. What must hold is in
expected.json; a figure below it fails. `--record` writes the figures down.
"""

import argparse
import collections
import dataclasses
import json
import pathlib
import subprocess
import sys

import online
import packages
import refusals
import server
import text

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


@dataclasses.dataclass
class Subject:
    """A project that both sides look at."""

    name: str
    root: pathlib.Path
    locations: list[pathlib.Path]
    postgresql: bool = False
    recursive: bool = False
    version_table: str = "alembic_version"

    @property
    def flags(self):
        """What both programs that run the project need to know of it."""
        found = ["--root", self.root, "--version-table", self.version_table]
        return found + (["--recursive"] if self.recursive else []) + self.locations

    def ours(self, bin, *arguments):
        named = [f"--versions={it.relative_to(self.root)}" for it in self.locations]
        command = [bin, arguments[0], self.root, *arguments[1:], *named]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode not in (0, 1) or "panicked" in done.stderr:
            raise SystemExit(f"{self.name}: migrascope {arguments[0]} ended with {done.returncode}:\n{done.stderr}")
        return done.stdout


def subjects(cache, large):
    for ini in sorted(ROOT.glob("public/demo/*/alembic.ini")) + sorted(ROOT.glob("tests/projects/*/alembic.ini")):
        root = ini.parent
        yield Subject(root.name, root, [root / "alembic" / "versions"], postgresql=True)
    for package in packages.read_list(HERE / "packages.toml"):
        if package.large and not large:
            continue
        packages.fetch(package, cache)
        traits = (package.postgresql, package.recursive, package.version_table)
        yield Subject(package.called, package.root, package.locations, *traits)


def alembic(subject):
    command = [sys.executable, HERE / "alembic_says.py", *subject.flags]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{subject.name}: real Alembic failed:\n{done.stderr}")
    return json.loads(done.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", required=True, type=lambda it: pathlib.Path(it).resolve())
    parser.add_argument("--cache", default=ROOT / ".cache" / "packages", type=pathlib.Path)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--large", action="store_true", help="the large packages, too")
    parser.add_argument("--every", type=int, default=1, help="of how many revisions one catalogue is compared")
    parser.add_argument("--show", type=int, default=5, help="how many differences to show per project")
    parser.add_argument("--table", type=pathlib.Path, help="write the figures as a table")
    parser.add_argument("--record", action="store_true", help="write the figures down as what must hold")
    args = parser.parse_args()
    expected_file = HERE / "expected.json"
    expected = json.loads(expected_file.read_text()) if expected_file.exists() else {}
    found, failed = {}, 0
    with server.running() as running:
        for subject in subjects(args.cache, args.large):
            if args.only and subject.name not in args.only:
                continue
            figures, shown = collections.Counter(), []
            real = alembic(subject)
            ours = text.compare(subject, args.bin, real, figures, shown)["upgrade"]
            if subject.postgresql:
                online.compare(subject, args.bin, real, ours, running, args.every, figures, shown)
            found[subject.name] = dict(sorted(figures.items()))
            failed += report(subject.name, figures, shown[: args.show], expected.get(subject.name, {}))
        if not args.only or "refusals" in args.only:
            figures = collections.Counter()
            shown = refusals.compare(args.bin, running, figures)
            found["refusals"] = dict(sorted(figures.items()))
            failed += report_refusals(figures, shown[: args.show], expected.get("refusals", {}))
    if args.table:
        args.table.write_text(table({name: it for name, it in found.items() if name != "refusals"}))
    if args.record:
        expected_file.write_text(json.dumps({**expected, **found}, indent=2, sort_keys=True) + "\n")
        return
    print(f"{len(found) - failed} passed, {failed} failed")
    sys.exit(bool(failed))


def table(found):
    """The figures as Markdown: what is the same, of what real Alembic renders or a server runs."""
    rows = ["| project | graph | upgrade | downgrade | catalogue | beyond | lost in silence |", "|---|---|---|---|---|---|---|"]
    for name, figures in found.items():
        of = lambda kind, all: f"{figures.get(f'{kind}.same', 0)} of {figures.get(f'{kind}.{all}', 0)}"
        graph = "same" if figures.get("graph") else "differs"
        cells = [name, graph, of("upgrade", "rendered"), of("downgrade", "rendered"), of("catalogue", "asked"), of("beyond", "asked")]
        rows.append("| " + " | ".join([*cells, str(figures.get("silent", 0))]) + " |")
    return "\n".join(rows) + "\n"


def report(name, figures, shown, expected):
    """Prints one project's line; says whether it fell below what must hold."""
    def pair(kind):
        return f"{figures[f'{kind}.same']}/{figures[f'{kind}.rendered']}"

    catalogue = f"{figures['catalogue.same']}/{figures['catalogue.asked']}"
    beyond = f"{figures['beyond.same']}/{figures['beyond.asked']}"
    print(f"{name:24} graph {'same' if figures['graph'] else 'DIFFERS'}  up {pair('upgrade')}  down {pair('downgrade')}"
          f"  catalogue {catalogue}  beyond {beyond}  silent {figures['silent']}", flush=True)
    for line in shown:
        print("   differs:", *line)
    return falls_below(figures, expected)


def report_refusals(figures, shown, expected):
    """Prints how often both sides say the same; says whether that fell below what must hold."""
    same, asked = figures["refusals.same"], figures["refusals.asked"]
    print(f"{'refusals':24} same verdict {same}/{asked} ({100 * same / asked:.1f} %)  silent {figures['silent']}", flush=True)
    for line in shown:
        print("   differs:", line)
    return falls_below(figures, expected)


def falls_below(figures, expected):
    below = [it for it, least in expected.items() if it != "silent" and figures[it] < least]
    if figures["silent"] > expected.get("silent", 0):
        below.append("silent")
    if below:
        print(f"   below what must hold: {', '.join(below)}")
    return bool(below)


if __name__ == "__main__":
    main()
