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
    ours, real = body(mine.get("sql", "")), body(theirs["sql"])
    same = in_any_order_of_sets(ours) == in_any_order_of_sets(real)
    figures[f"{direction}.same"] += same
    if not same:
        shown.append((subject.name, *side, revision))
        if mine.get("complete"):
            figures["silent"] += lost(in_any_order_of_sets(real), in_any_order_of_sets(ours))


def body(sql):
    """The statements of one step, without the version table's creation and removal."""
    sql = re.sub(r"^-- Running .*$", "", sql, flags=re.M)
    sql = re.sub(r"^(CREATE TABLE \w*alembic_version\w* \(.*?\)|DROP TABLE \w*alembic_version\w*);$", "", sql, flags=re.M | re.S)
    return re.sub(r"\n{3,}", "\n\n", sql).strip()


def in_any_order_of_sets(sql):
    """The statements, where Alembic itself goes through a set in one order for all.

    The order of a set changes from run to run: that of the indexes of one table, and where branches
    fork or meet, which of the version rows is changed and which are inserted or deleted.
    """
    parts, indexes, rows = [], [], []
    for part in [*sql.rstrip(";").split(";\n\n"), None]:
        row = VERSION_ROW.match(part) if part else None
        if row:
            rows += [sign + row[name] for sign, name in ROW_CHANGES if row[name]]
        elif part and re.match(r"CREATE (\w+ )?INDEX ", part):
            indexes.append(part)
        else:
            parts += sorted(indexes) + sorted(rows) + ([part] if part else [])
            indexes, rows = [], []
    return parts


VERSION_ROW = re.compile(
    r"INSERT INTO \S*alembic_version\S* \(version_num\) VALUES \('(?P<inserted>[^']*)'\)"
    r"|UPDATE \S*alembic_version\S* SET version_num='(?P<new>[^']*)' WHERE .*? = '(?P<old>[^']*)'$"
    r"|DELETE FROM \S*alembic_version\S* WHERE .*? = '(?P<deleted>[^']*)'$"
)

ROW_CHANGES = (("+", "inserted"), ("+", "new"), ("-", "old"), ("-", "deleted"))


def lost(theirs, ours):
    """Whether a statement of theirs is missing from ours."""
    count = lambda statements: collections.Counter(folded(it) for it in statements)
    return bool(count(theirs) - count(ours))


def folded(statement):
    return " ".join(statement.split()).rstrip(";")
