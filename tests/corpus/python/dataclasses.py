from dataclasses import dataclass, field, asdict, replace, fields
from typing import List, Optional
@dataclass
class Point:
    x: int
    y: int = 0
    tags: List[str] = field(default_factory=list)
    def norm(self): return self.x ** 2 + self.y ** 2
p = Point(1, y=2)
print(p, p == Point(1, 2), p != Point(0), p.norm(), asdict(p), replace(p, x=9), [f.name for f in fields(p)])
p.tags.append("a"); print(p.tags, Point(1).tags)
@dataclass(order=True)
class Named(Point):
    name: Optional[str] = None
print(Named(1, 2, [], "n"), Named(1) < Named(2))
@dataclass
class Post:
    a: int
    b: int = field(init=False)
    def __post_init__(self): self.b = self.a * 2
print(Post(4))
try: Point()
except TypeError as e: print("TypeError")
from typing import NamedTuple
class Row(NamedTuple):
    id: int
    name: str = "none"
r = Row(1); print(r, r.id, r[1], r._asdict(), r._replace(name="x"), tuple(r)); a, b = r; print(a, b)
from collections import namedtuple
Q = namedtuple("Q", ["u", "v"]); q = Q(1, v=2); print(q, q.u + q.v, Q._fields, q == (1, 2), [*q])


@dataclass(frozen=True, order=True)
class Option:
    name: str
    values: dict = field(default_factory=dict, compare=False)


print(Option("a", {1: 2}) == Option("a"), hash(Option("a")) == hash(Option("a", {3: 4})))
print(sorted([Option("b", {}), Option("a", {})]))
