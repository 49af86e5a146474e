#!/usr/bin/env python3
"""Writes what the fuzzer starts from: the cases of the corpus, as each target takes them."""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent


def main():
    out = pathlib.Path(sys.argv[1])
    written = {name: 0 for name in ("sql", "script", "project")}
    for case in sorted((HERE.parent / "corpus").rglob("*")):
        if not case.is_file() or "hostile" in case.name:
            continue
        text = case.read_text(errors="replace")
        if case.suffix == ".py":
            keep(out, "script", written, text)
            continue
        sections = text.split("\n=== ")[1:]
        keep(out, "project", written, "\n=== " + "\n=== ".join(sections) if sections else text)
        for section in sections:
            path, _, content = section.partition("\n")
            if path.endswith(".py"):
                keep(out, "script", written, content)
            elif path.endswith(".sql"):
                keep(out, "sql", written, content)
    for case in sorted((HERE.parent / "oracle" / "refusals").glob("*.sql")):
        for part in case.read_text().split("-- case: ")[1:]:
            keep(out, "sql", written, part.partition("\n")[2])
    print(", ".join(f"{count} for {name}" for name, count in written.items()))


def keep(out, target, written, text):
    folder = out / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"seed-{written[target]:04}").write_text(text)
    written[target] += 1


if __name__ == "__main__":
    main()
