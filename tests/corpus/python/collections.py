from collections import defaultdict, OrderedDict, Counter, deque
d = defaultdict(list); d["a"].append(1); d["b"]; print(dict(d), d["a"], "c" in d, len(d), sorted(d.items()))
n = defaultdict(int)
for c in "hello": n[c] += 1
print(dict(n)); o = OrderedDict([("z", 1), ("a", 2)]); o["m"] = 3; print(list(o.items()), list(o)); o.move_to_end("z"); print(list(o.keys()), o["a"])
c = Counter("hello"); print(c["l"], c["zz"], c.most_common(1), sum(c.values()), sorted(c))
q = deque([1, 2]); q.append(3); q.appendleft(0); print(q.popleft(), q.pop(), list(q), len(q))
g = defaultdict(lambda: defaultdict(set)); g["x"]["y"].add(1); print(g["x"]["y"])
for k, v in sorted(defaultdict(int, a=1).items()): print(k, v)

from typing import NamedTuple
Row = NamedTuple("Row", name=str, scope=str)
Pair = NamedTuple("Pair", [("x", int), ("y", int)])
print(Row("n", scope="s"), Row._fields, Pair(1, y=2).y, Pair(1, 2) == (1, 2))
