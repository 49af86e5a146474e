"""Rows that are written to a text in memory."""
import csv
import io

out = io.StringIO()
writer = csv.writer(out)
writer.writerow(["a", 1, None, 'say "hi"', "x,y", 2.5, "line\nbreak", ""])
writer.writerows([[1, 2], ("b", True)])
print(repr(out.getvalue()))
out = io.StringIO()
rows = csv.DictWriter(out, fieldnames=["id", "name"], delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL)
rows.writeheader()
rows.writerow({"id": 1, "name": "x"})
print(out.getvalue())
out = io.StringIO()
alone = csv.writer(out, dialect="excel-tab")
alone.writerow([""])
alone.writerow([])
alone.writerow([None, "a\tb", 1.0, b"x"])
print(repr(out.getvalue()))
out = io.StringIO()
rows = csv.DictWriter(out, ["a", "b"], restval="-")
rows.writerows([{"a": 1}, {"b": '"', "a": None}])
print(repr(out.getvalue()))

try:
    rows.writerow({"a": 1, 3: 4})
except ValueError as error:
    print(error)
rows = csv.DictWriter(out, ["a", "b"], restval="-", extrasaction="ignore")
rows.writerow({"a": 1, "c": 2})
print(repr(out.getvalue()))
