import enum
from enum import Enum, IntEnum, auto
class Color(Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1
    def describe(self): return f"{self.name}={self.value}"
    @classmethod
    def first(cls): return list(cls)[0]
    @property
    def low(self): return self.name.lower()
print(Color.RED, repr(Color.RED), Color.RED.name, Color.RED.value, Color(2), Color["RED"], Color.CRIMSON, Color.CRIMSON is Color.RED, list(Color), len(Color), [c.value for c in Color], Color.RED.describe(), Color.first(), Color.GREEN.low)
class S(str, Enum):
    A = "a"
    B = "b"
print(S.A == "a", S.A.value, S("b"), "x" + S.A, S.A.upper(), [s.value for s in S], S.A in ("a", "b"), {"a": 1}[S.A], ",".join(S), isinstance(S.A, str), S.A.name, "a" in [s.value for s in S])
class N(IntEnum):
    ONE = 1
    TWO = auto()
print(N.TWO, N.TWO + 1, N.ONE < N.TWO, N(2), int(N.TWO), N.TWO == 2, [n for n in N], f"{N.TWO}", sorted(N, reverse=True))
class T(enum.Enum):
    X = ("x", 10)
    Y = ("y", 20)
    def __init__(self, label, weight):
        self.label = label
        self.weight = weight
print(T.X.label, T.Y.weight, T.X.value, T(("y", 20)))
class F(enum.Flag):
    R = auto()
    W = auto()
    X = auto()
print(F.R.value, F.W.value, F.X.value, (F.R | F.W).value, F.R in (F.R | F.X), bool(F.R & F.W))
try: Color(9)
except ValueError as e: print(e)
try: Color["NO"]
except KeyError as e: print("KeyError", e)
E = Enum("E", "a b c"); print(E.b, E.b.value, [m.name for m in E]); E2 = Enum("E2", {"x": 1}); print(E2.x.value)
print(list(Color.__members__), Color.RED == Color.RED, Color.RED != Color.GREEN, {Color.RED: "r"}[Color.RED], isinstance(Color.RED, Color), Color.RED in Color)
class Auto(Enum):
    def _generate_next_value_(name, start, count, last_values): return name.lower()
    FOO = auto()
    BAR = auto()
print(Auto.FOO.value, Auto.BAR.value)
class Planet(float, Enum):
    EARTH = 1.5
print(Planet.EARTH * 2, Planet.EARTH.value)
class Named:
    @classmethod
    def get(cls, name): return cls[name]
class Level(Named, int, enum.ReprEnum):
    LOW = 1
    HIGH = 2
class Word(str, enum.ReprEnum):
    A = "a"
print(str(Level.LOW), f"{Level.HIGH}", Level.LOW + 1, [it.name for it in Level], Level.get("HIGH").value, Level(2).name, str(Word.A), f"{Word.A}", Word.A.upper(), issubclass(enum.IntFlag, enum.ReprEnum), str(enum.IntFlag("P", "R W").R))

class Access(enum.Flag):
    R = enum.auto()
    W = enum.auto()
    X = enum.auto()
    RW = R | W
print(Access.R.value, Access.W.value, Access.X.value, Access.RW.value)
print(Access.R | Access.W, Access.RW, Access.R | Access.X)
print(repr(Access.R | Access.X), repr(Access.RW), repr(Access(0)), Access(0))
print(Access.R in Access.RW, Access.X in Access.RW, bool(Access.R & Access.X), bool(Access.RW & Access.W))
print([it.name for it in Access], len(Access), list(Access.__members__))
print(~Access.R, Access.RW & ~Access.R, Access.R ^ Access.W)
print(Access(3) is Access.RW, Access(1), Access["X"])
class I(enum.IntFlag):
    A = 1
    B = 2
    C = 4
    ALL = A | B | C
print(I.A | I.B, int(I.A | I.B), (I.A | I.C) == 5, repr(I.A | 2))
print(f"{I.A}", str(I.B), I.A + 1, I.ALL.value)
class Named(str, enum.Enum):
    def _generate_next_value_(name, start, count, last_values): return name.lower() + str(count)
    ONE = enum.auto()
    TWO = enum.auto()
    BOTH = ONE + TWO
print(Named.ONE.value, Named.TWO.value, Named.BOTH.value)
class Spelled(enum.StrEnum):
    A = enum.auto()
    B, C = enum.auto(), enum.auto()
print(Spelled.A, Spelled.B, Spelled.C)


class Shade(enum.Enum):
    DARK = 1
    NIGHT = 1
    LIGHT = 2
print(Shade._member_names_, list(Shade._member_map_), Shade._member_map_["NIGHT"])
