import json
from datetime import datetime
TABLES = {"users": ["id", "email"], "posts": ["id", "title"]}
RENAMES = [("old_%s" % name, name) for name in TABLES]
def quote(name): return '"%s"' % name.replace('"', '""')
def columns(table, *extra, prefix=""):
    return ", ".join(quote(prefix + c) for c in (*TABLES[table], *extra))
for table in sorted(TABLES):
    print(f"SELECT {columns(table, 'created_at')} FROM {quote(table)}")
print(RENAMES)
rows = [{"id": i, "data": json.dumps({"n": i}), "at": datetime(2024, 1, i + 1).isoformat()} for i in range(3)]
for row in rows:
    data = json.loads(row["data"])
    data.setdefault("v", []).append(row["id"])
    row["data"] = json.dumps(data)
print(rows[1], [r["at"][:10] for r in rows])
STATUS = ("new", "done")
print("CREATE TYPE status AS ENUM (%s)" % ", ".join("'%s'" % s for s in STATUS))
chunks = [rows[i:i + 2] for i in range(0, len(rows), 2)]
print([len(c) for c in chunks])
sql = """
    UPDATE t
    SET a = {value}
    WHERE b IN ({ids})
""".format(value=repr("x"), ids=", ".join(str(r["id"]) for r in rows))
print(" ".join(sql.split()))
