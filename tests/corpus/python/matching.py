def m(x):
    match x:
        case 0: return "zero"
        case 1 | 2: return "small"
        case "a": return "letter"
        case [a, b]: return f"pair {a} {b}"
        case [first, *rest]: return f"list {first} {rest}"
        case {"k": v, **rest}: return f"dict {v} {rest}"
        case str() as s: return f"str {s}"
        case int(n) if n > 100: return f"big {n}"
        case None: return "none"
        case Point(x=0, y=y): return f"on y {y}"
        case Point(x, y): return f"point {x} {y}"
        case _: return "other"
class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
for v in (0, 2, "a", "bc", [1, 2], (1, 2, 3), [], {"k": 1, "z": 2}, 500, 50, None, Point(0, 3), Point(1, 2), 1.5): print(m(v))
class C: RED = "r"
match "r":
    case C.RED: print("dotted")


from dataclasses import dataclass, field


@dataclass
class Place:
    x: int
    y: int = 0
    made: int = field(default=9, init=False)


for place in [Place(0), Place(2, 2), Place(3, 4)]:
    match place:
        case Place(0, 0):
            print("origin")
        case Place(x, y) if x == y:
            print("diagonal", x)
        case Place(x, y):
            print(x, y)
