"""The refusals that we are known to miss: refusals/misses.toml, one line a case.

A miss that is not listed fails the oracle, and so does a listed case that agrees: a mend of one case
makes no room for a regression in another, and the list tells no more than what is so.
"""

import json
import pathlib
import tomllib

FILE = pathlib.Path(__file__).resolve().parent / "refusals" / "misses.toml"

HEAD = """# Cases in which we don't say what a real PostgreSQL says, and its versions for which that is so.
# `run.py --only refusals --large --record` writes this file.

"""

# What each kind of miss is, in the order in which the file has them.
KINDS = {
    "silent": "The server refuses a statement; we take them all.",
    "alarm": "The server takes all statements; we refuse one.",
    "other": "Both refuse, but not the same statement, or not for the same reason.",
}


def read():
    """The versions by kind and case."""
    listed = tomllib.loads(FILE.read_text()) if FILE.exists() else {}
    return {(kind, called): versions for kind, cases in listed.items() for called, versions in cases.items()}


def compare(missed, version):
    """The misses that are not listed, and the kinds and cases that are listed and missed no more."""
    listed = {it for it, versions in read().items() if version in versions}
    found = {(it.kind, it.case.called) for it in missed}
    return [it for it in missed if (it.kind, it.case.called) not in listed], sorted(listed - found)


def write(missed, version):
    """Lists what is missed on this version; what was found on others stays."""
    listed = {it: set(versions) - {version} for it, versions in read().items()}
    for it in missed:
        listed.setdefault((it.kind, it.case.called), set()).add(version)
    FILE.write_text(HEAD + "\n".join(section(kind, what, listed) for kind, what in KINDS.items()))


def section(kind, what, listed):
    lines = (
        f"{json.dumps(called)} = {sorted(versions)}\n"
        for (its_kind, called), versions in sorted(listed.items())
        if its_kind == kind and versions
    )
    return f"# {what}\n[{kind}]\n{''.join(lines)}"
