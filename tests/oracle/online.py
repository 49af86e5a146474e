"""Does our schema equal what the real run leaves on a server, and do we print what offline mode can't?

catalogue  `schema --at REV --format sql`, run on an empty database, gives what the real migrations
           have made by then
beyond     for revisions that Alembic can't render offline, yet run, and that read no rows: do we call
           them complete, and are our statements those that were sent?
alarms     revisions that run, and of which we say that they fail
"""

import json
import os
import subprocess
import sys

import text

HERE = __file__.rpartition("/")[0]


def compare(subject, bin, real, ours, running, every, figures, shown):
    with running.database("theirs") as database:
        theirs = says(subject, running, database, every)
    for revision, ran in theirs.items():
        if not ran["ok"]:
            shown.append((subject.name, "the run ends at", revision, " ".join(ran["error"].split())[:160]))
            continue
        if any(it["severity"] == "error" for it in ours.get(revision, {}).get("diagnostics", [])):
            figures["alarms"] += 1
            shown.append((subject.name, "false alarm at", revision))
        if not real["upgrade"][revision]["ok"] and not ran["reads"]:
            beyond(subject, revision, ran, ours.get(revision, {}), figures, shown)
        if ran["catalogue"] is not None:
            catalogue(subject, bin, revision, ran, running, figures, shown)


def says(subject, running, database, every):
    command = [sys.executable, f"{HERE}/online_says.py", "--socket", running.socket, "--database", database]
    command += ["--every", str(every), *subject.flags]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | subject.environment)
    if done.returncode:
        raise SystemExit(f"{subject.name}: the real run failed:\n{done.stderr}")
    return json.loads(done.stdout)


def beyond(subject, revision, ran, mine, figures, shown):
    figures["beyond.asked"] += 1
    sent = [it["sql"] for it in mine.get("statements", []) if it["origin"] != "version table"]
    same = sorted(map(text.folded, sent)) == sorted(map(text.folded, ran["executed"]))
    figures["beyond.same"] += same and mine["complete"]
    if not same:
        shown.append((subject.name, "beyond offline", revision))
        if mine.get("complete"):
            figures["silent"] += text.lost(ran["executed"], sent)


def catalogue(subject, bin, revision, ran, running, figures, shown):
    figures["catalogue.asked"] += 1
    with running.database("ours") as database:
        schema = subject.ours(bin, "schema", "--at", revision, "--format", "sql")
        refused = running.psql(database, schema, stop=False)
        ours = running.dump(database, [subject.version_table])
    same = not refused and ours == ran["catalogue"]
    figures["catalogue.same"] += same
    if not same:
        both = [(it, ran["catalogue"]) for it in ours] + [(it, ours) for it in ran["catalogue"]]
        differing = [*refused, *(it for it, other in both if it not in other)]
        shown.extend((subject.name, "catalogue at", revision, it) for it in differing[:3])
