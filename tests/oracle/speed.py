#!/usr/bin/env python3
"""How long real Alembic and we take for the same script, and how much memory.

Both run as programs, `upgrade base:heads --sql`, on the packages of packages.toml that are in the
cache; the best of some runs counts. What Alembic can't render offline is left out.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import packages

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent

ENVIRONMENT = """
from alembic import context
context.configure(url="postgresql://", dialect_name="postgresql", literal_binds=True)
with context.begin_transaction():
    context.run_migrations()
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", required=True, type=lambda it: pathlib.Path(it).resolve())
    parser.add_argument("--cache", default=ROOT / ".cache" / "packages", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    print("| project | revisions | Alembic | migrascope | times | memory |\n|---|---|---|---|---|---|")
    for package in packages.read_list(HERE / "packages.toml"):
        if not (args.cache / f"{package.name}-{package.version}" / "complete").exists():
            continue
        packages.fetch(package, args.cache)
        with tempfile.TemporaryDirectory() as folder:
            theirs = best(args.runs, alembic(package, pathlib.Path(folder)))
        if theirs is None:
            continue
        named = [f"--versions={it.relative_to(package.root)}" for it in package.locations]
        ours = best(args.runs, [args.bin, "upgrade", package.root, "base:heads", "--sql", *named])
        count = sum(1 for it in package.locations for _ in it.glob("**/*.py" if package.recursive else "*.py"))
        (slow, _), (fast, memory) = theirs, ours
        print(f"| {package.called} | {count} | {slow:.2f} s | {fast * 1000:.0f} ms | {slow / fast:.0f} | {memory / 1024:.0f} MB |", flush=True)


def alembic(package, folder):
    """The command that renders the package's revisions with Alembic."""
    (folder / "env").mkdir()
    (folder / "env" / "env.py").write_text(ENVIRONMENT)
    locations = os.pathsep.join(str(it) for it in package.locations)
    settings = [
        "[alembic]", f"script_location = {folder / 'env'}", f"version_locations = {locations}",
        "path_separator = os", f"prepend_sys_path = {package.root}",
        f"recursive_version_locations = {str(package.recursive).lower()}",
    ]
    (folder / "alembic.ini").write_text("\n".join(settings) + "\n")
    return [sys.executable, "-m", "alembic", "-c", folder / "alembic.ini", "upgrade", "base:heads", "--sql"]


def best(runs, command):
    """The shortest time in seconds and the largest memory in KiB; nothing if the program fails."""
    times, memory = [], 0
    for _ in range(runs):
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in ((0,) if command[0] == sys.executable else (0, 1)):
            return None
        times.append(time.perf_counter() - start)
        memory = max(memory, used.ru_maxrss)
    return min(times), memory


if __name__ == "__main__":
    main()
