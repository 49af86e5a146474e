"""What a real PostgreSQL refuses of the cases under refusals/, and what our replay says of them.

A case is a sequence of statements, each beginning at the margin; it runs in one transaction unless
it says `-- outside`. Both sides give the first statement that is refused, if one is, and why. The
cases in which they differ are listed in refusals/misses.toml, each by itself.
"""

import dataclasses
import json
import pathlib
import re
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
CASES = HERE / "refusals"

# The states with which the server says what each of our codes says.
CODES = {
    "aggregate-not-allowed": "42803",
    "ambiguous-column": "42702",
    "ambiguous-function": "42725",
    "cannot-cast": "42804 42846",
    "cannot-join": "42804 42883",
    "cannot-insert": "22P02 55000",
    "circular-inheritance": "42P07",
    "type-modifier": "42601 22023 22P02",
    "column-definition": "42601 42611 42P16 22023 42804 55000 0A000",
    "column-in-default": "0A000",
    "default-differs": "42804 22P02 22007 22008",
    "constant-variable": "22005",
    "domain-constraint": "42601 42809 42P17 0A000",
    "duplicate-alias": "42712",
    "duplicate-column": "42701",
    "duplicate-constraint": "42710 42P07",
    "duplicate-extension": "42710",
    "duplicate-function": "42723",
    "duplicate-label": "42710 23505",
    "duplicate-object": "42710 23505",
    "duplicate-parent": "42P07",
    "duplicate-policy": "42710",
    "duplicate-relation": "42P07",
    "duplicate-schema": "42P06",
    "duplicate-table": "42P07",
    "duplicate-trigger": "42710",
    "duplicate-type": "42710",
    "duplicate-variable": "42601",
    "duplicate-view": "42P07 42809",
    "function-definition": "42P13 42804",
    "function-differs": "42P13",
    "function-kind": "42P17",
    "generated-column": "428C9 42601",
    "identity-column": "42601 55000 42P16",
    "in-partition-key": "42P16 42P17",
    "in-transaction": "25001 2D000",
    "index-differs": "42P17 55000",
    "inherited-column": "42P16 XX000",
    "invalid-privilege": "0LP01",
    "key-types-differ": "42804",
    "needs-default": "23502",
    "newer-server": "42601 0A000 42883 42704 42809 42P01 22023",
    "needs-rows": "23502",
    "no-conflict-key": "42P10",
    "no-matching-key": "42830 42704 55000",
    "no-operator-class": "42704",
    "no-partition": "23514",
    "no-replica-identity": "55000",
    "no-transaction": "25P01",
    "no-unique-index": "55000",
    "null-variable": "22004",
    "no-value-of-type": "22P02 22007 22008 22001 22003",
    "not-a-partition": "42P01",
    "not-a-condition": "42804",
    "not-grouped": "42803",
    "not-detaching": "55000",
    "not-enforced": "55000",
    "not-immutable": "42P17",
    "not-over-partition-key": "0A000",
    "not-partitioned": "42P17 42809",
    "not-supported": "0A000 42809 42601 42602 42939 42P15 42P16",
    "null-in-primary-key": "42P16",
    "null-in-row": "23502",
    "of-all-tables": "55000",
    "operator-class-differs": "42804",
    "overlapping-partition": "42P17",
    "parent-differs": "42611 42804 42P16 42P17",
    "partition-bound": "42P16 42P17 22023 22P02",
    "policy-clause": "42601",
    "query-not-allowed": "0A000",
    "raises-exception": "P0001 P0004",
    "recursive-query": "42P19",
    "rows-not-allowed": "0A000",
    "second-primary-key": "42P16",
    "sequence-options": "22023 42601 55000",
    "setting-of-server": "55P02",
    "setting-value": "22023 0A000",
    "still-needed": "2BP01 0A000 42601",
    "storage-parameter": "22023 42809",
    "trigger-clause": "42601 42P17",
    "uneven-columns": "42601 42P17",
    "uneven-key": "42830",
    "unknown-block": "42601",
    "unknown-column": "42703 42P10 0A000",
    "unknown-condition": "42704",
    "unknown-constraint": "42704",
    "unknown-extension": "42704 0A000 58P01",
    "unknown-function": "42883",
    "unknown-index": "42704 42P01 55000",
    "unknown-label": "22023",
    "unknown-language": "42704",
    "unknown-method": "42704",
    "unknown-object": "42704",
    "unknown-operator-class": "42704",
    "unknown-operator": "42883",
    "unknown-policy": "42704",
    "unknown-savepoint": "3B001",
    "unknown-schema": "3F000",
    "unknown-sequence": "42P01",
    "unknown-setting": "42704",
    "unknown-table": "42P01 42P10",
    "unknown-trigger": "42704",
    "unknown-type": "42704",
    "unknown-variable": "42601 42704 42804",
    "unknown-variable-type": "42601 42703 42704 42P01",
    "unknown-view": "42P01",
    "unparsed-statement": "42601 42704 42P13 0A000",
    "unsafe-new-label": "55P04",
    "used-before-created": "42P01 42704 42883 3F000",
    "uneven-message": "42601",
    "view-differs": "42P16",
    "window-not-allowed": "42P20",
    "wrong-cursor": "42601 42804",
    "wrong-kind": "42809 42P01 22023",
    "wrong-return": "42601 42804",
}


@dataclasses.dataclass
class Case:
    """A sequence of statements, as its file holds it."""

    theme: str
    name: str
    text: str
    outside: bool

    @property
    def called(self):
        return f"{self.theme}: {self.name}"

    def statement(self, line):
        """The statement that is on this line of the case, counted from one."""
        starts = [at for at, it in enumerate(self.text.splitlines(), 1) if it and not it.startswith((" ", "-"))]
        return sum(1 for it in starts if it <= line)


@dataclasses.dataclass
class Verdict:
    """The first statement that is refused, and why; none if all are taken."""

    statement: int | None = None
    why: str = ""
    message: str = ""

    def __str__(self):
        if self.statement is None:
            return "taken"
        return f"refused at {self.statement}: {self.why} {self.message}"


def read_cases(only=None):
    for file in sorted(CASES.glob("*.sql")):
        if only and file.stem not in only:
            continue
        for part in re.split(r"^-- case: ", file.read_text(), flags=re.M)[1:]:
            name, _, text = part.partition("\n")
            outside = text.startswith("-- outside\n")
            yield Case(file.stem, name, text.removeprefix("-- outside\n"), outside)


# Makes the database empty again, but for what belongs to every one.
RESET = """DO $reset$
  DECLARE name text;
  BEGIN
    FOR name IN SELECT evtname FROM pg_event_trigger LOOP
      EXECUTE format('DROP EVENT TRIGGER %I CASCADE', name);
    END LOOP;
    FOR name IN SELECT pubname FROM pg_publication LOOP
      EXECUTE format('DROP PUBLICATION %I CASCADE', name);
    END LOOP;
    FOR name IN SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' LOOP
      EXECUTE format('DROP EXTENSION IF EXISTS %I CASCADE', name);
    END LOOP;
    FOR name IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_|^information_schema$' LOOP
      EXECUTE format('DROP SCHEMA %I CASCADE', name);
    END LOOP;
    CREATE SCHEMA public;
  END $reset$;
"""


def server_says(cases, running, database):
    """The server's verdicts, all in one session."""
    lines = ["\\set VERBOSITY verbose", "SET client_min_messages = error;"]
    places = {}
    for at, case in enumerate(cases):
        first = len(lines) + 2
        body = case.text.rstrip("\n").split("\n")
        if case.outside:
            lines += ["RESET ALL;", *body, "ROLLBACK;", "RESET ALL;", *RESET.rstrip("\n").split("\n")]
        else:
            lines += ["BEGIN;", *body, "ROLLBACK;"]
        places.update({line: (at, line - first + 1) for line in range(first, first + len(body) + 1)})
    verdicts = [Verdict() for _ in cases]
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write("\n".join(lines) + "\n")
        script.flush()
        errors = running.psql_file(database, script.name)
    for line, state, message in re.findall(r"^psql:[^\n]*?:(\d+): ERROR:  (\w{5}): ([^\n]*)", errors, flags=re.M):
        if int(line) not in places:
            continue
        at, inside = places[int(line)]
        if verdicts[at].statement is None:
            verdicts[at] = Verdict(cases[at].statement(inside), state, message)
    return verdicts


def product_says(case, bin, folder, version):
    """Our verdict: the first statement with an error."""
    file = pathlib.Path(folder) / "0001_case.sql"
    first = "-- Runs by itself." if case.outside else "BEGIN;"
    file.write_text(f"{first}\n{case.text}")
    done = subprocess.run(
        [bin, "upgrade", folder, "--source=sql", "--sql", "--revision-json", f"--server={version}"],
        capture_output=True, text=True,
    )
    if done.returncode not in (0, 1) or "panicked" in done.stderr:
        raise SystemExit(f"{case.name}: migrascope ended with {done.returncode}:\n{done.stderr}")
    said = [it for step in json.loads(done.stdout) for it in step["diagnostics"]]
    errors = [it for it in said if it["severity"] == "error" and it["line"]]
    said = ((case.statement(it["line"] - 1), it["code"] not in CODES, it) for it in errors)
    placed = sorted(said, key=lambda it: it[:2])
    if not placed:
        return Verdict()
    statement, _, first = placed[0]
    return Verdict(statement, first["code"], first["message"])


def compare(bin, running, version, only=None):
    """Runs every case on both sides; gives the cases, and the misses among them, the silent ones first."""
    cases = list(read_cases(only))
    if len({it.called for it in cases}) < len(cases):
        raise SystemExit("two cases of a theme have one name")
    with running.database("refusals") as database:
        theirs = server_says(cases, running, database)
    with tempfile.TemporaryDirectory() as folder:
        verdicts = [(it, real, product_says(it, bin, folder, version)) for it, real in zip(cases, theirs)]
    missed = [Miss(*it) for it in verdicts if not is_same(*it[1:])]
    return cases, sorted(missed, key=lambda it: it.kind != "silent")


def is_same(real, mine):
    same_reason = real.statement is None or real.why in CODES.get(mine.why, "").split()
    return mine.statement == real.statement and same_reason


@dataclasses.dataclass
class Miss:
    """A case in which we don't say what the server says."""

    case: Case
    real: Verdict
    mine: Verdict

    @property
    def kind(self):
        """How bad it is: a refusal lost in silence, a false alarm, or another refusal than the server's."""
        if self.mine.statement is None:
            return "silent"
        return "alarm" if self.real.statement is None else "other"

    def __str__(self):
        return f"[{self.case.theme}] {self.case.name}\n      server: {self.real}\n      ours:   {self.mine}"
