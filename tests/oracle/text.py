"""Is our SQL of each revision the same as what real Alembic renders offline, and the graph too?"""

import collections
import json
import re


def compare(subject, bin, dialect, real, figures, shown):
    """Counts into `figures` and notes differences in `shown`; gives our steps, by direction and revision."""
    ours = {}
    for direction, extra in (("upgrade", ()), ("downgrade", ("heads:base",))):
        steps = json.loads(subject.ours(bin, direction, *extra, "--sql", "--revision-json", "--as-alembic", "--dialect", dialect))
        ours[direction] = {it["revision"]: it for it in steps}
        if direction == "upgrade":
            figures["graph"] = int(list(ours[direction]) == real["graph"]["order"])
        for revision, theirs in real[direction].items():
            if theirs["ok"]:
                one(subject, (dialect, direction), revision, theirs, ours[direction].get(revision, {}), figures, shown)
    return ours


def one(subject, side, revision, theirs, mine, figures, shown):
    direction = side[1]
    figures[f"{direction}.rendered"] += 1
    same = in_any_index_order(body(mine.get("sql", ""))) == in_any_index_order(body(theirs["sql"]))
    figures[f"{direction}.same"] += same
    if not same:
        shown.append((subject.name, *side, revision))
        if mine.get("complete"):
            figures["silent"] += lost(body(theirs["sql"]).split(";\n\n"), body(mine.get("sql", "")).split(";\n\n"))


def body(sql):
    """The statements of one step, without the version table's creation and removal."""
    sql = re.sub(r"^-- Running .*$", "", sql, flags=re.M)
    sql = re.sub(r"^(CREATE TABLE \w*alembic_version\w* \(.*?\)|DROP TABLE \w*alembic_version\w*);$", "", sql, flags=re.M | re.S)
    return re.sub(r"\n{3,}", "\n\n", sql).strip()


def in_any_index_order(sql):
    """Alembic itself prints the indexes of one table in the order of a set."""
    parts, run = [], []
    for part in sql.split(";\n\n"):
        if re.match(r"CREATE (\w+ )?INDEX ", part):
            run.append(part)
        else:
            parts += sorted(run) + [part]
            run = []
    return parts + sorted(run)


def lost(theirs, ours):
    """Whether a statement of theirs is missing from ours."""
    count = lambda statements: collections.Counter(folded(it) for it in statements)
    return bool(count(theirs) - count(ours))


def folded(statement):
    return " ".join(statement.split()).rstrip(";")
