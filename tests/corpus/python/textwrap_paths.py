import os, os.path, textwrap, copy, string
from pathlib import Path, PurePath
print(os.path.join("a", "b", "c.sql"), os.path.dirname("/x/y/z.py"), os.path.basename("/x/y/z.py"), os.path.splitext("a/b.tar.gz"), os.path.join("a", "/b"))
p = Path("a/b") / "c.txt"; print(p, p.name, p.stem, p.suffix, p.parent, p.with_suffix(".sql"), p.parent.parent, str(Path("x", "y")), Path("a") / "b" == Path("a/b"))
print(textwrap.dedent("""
    select 1
      from t
    """).strip(), textwrap.indent("a\nb", "> "))
a = [1, [2]]; b = copy.deepcopy(a); c = copy.copy(a); a[1].append(3); print(a, b, c)
print(string.ascii_lowercase[:3], string.digits, os.sep)
class O:
    def __init__(self): self.v = [1]
o = O(); o2 = copy.deepcopy(o); o.v.append(2); print(o2.v)

import io

lines = io.StringIO("one\ntwo\nthree")
print(repr(lines.readline()), [it.strip() for it in lines], repr(lines.readline()), len(lines.getvalue()))
lines.seek(4)
print(lines.read(), lines.readlines())
