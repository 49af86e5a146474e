import csv
import io
import string

TEXT = 'id,name\n1,"Ann, ""B"""\n\n2,\n3,"two\nlines",more\n'
print(list(csv.reader(io.StringIO(TEXT))))
rows = csv.DictReader(io.StringIO(TEXT), restkey="rest")
print(rows.fieldnames)
for row in rows:
    print(row)
print([it["b"] for it in csv.DictReader(["1;2", "3; x"], fieldnames=["a", "b"], delimiter=";")])
print(list(csv.reader(["a\tb", "'q\t'\tz"], dialect="excel-tab", quotechar="'")))
print(list(csv.reader(['a, "b c", d'], skipinitialspace=True)), list(csv.reader(["x,"])), list(csv.reader([])))
reader = csv.reader(io.StringIO(TEXT))
next(reader)
print(next(reader), next(csv.DictReader(io.StringIO(TEXT))))
print(string.Template("$a ${b} $$ $c ${d}!").safe_substitute(a=1, b="x"))
print(string.Template("${table}_x").substitute({"table": "t"}))
try:
    string.Template("$a").substitute()
except KeyError as error:
    print(error)
