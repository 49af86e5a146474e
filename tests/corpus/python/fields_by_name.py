"""Fields of dataclasses that are only given by name."""
import dataclasses


@dataclasses.dataclass(kw_only=True)
class Named:
    name: str
    size: int = 3


print(Named(name="a"))
try:
    Named("a")
except TypeError as error:
    print(error)


@dataclasses.dataclass
class Mixed:
    a: int
    _: dataclasses.KW_ONLY
    b: int = 2
    c: int = dataclasses.field(default=3, kw_only=True)


print(Mixed(1, b=5), Mixed(1, c=9))


@dataclasses.dataclass
class Later(Mixed):
    d: int = 4


print(Later(1, 8, c=7))
try:
    Named(size=1)
except TypeError as error:
    print(error)
print(Mixed.__match_args__)
