from __future__ import annotations
from typing import Any, Dict, List, Optional, Union, TYPE_CHECKING, cast, TypeVar, Generic, Callable, Literal, Sequence
if TYPE_CHECKING:
    from nowhere import Nothing
T = TypeVar("T")
class Box(Generic[T]):
    item: Optional[T] = None
    def __init__(self, item: T) -> None: self.item = item
    def get(self) -> Nothing: return self.item
def f(a: List[int], b: Dict[str, Any] | None = None, *c: Union[int, str]) -> Callable[[int], str]:
    x: list[tuple[int, ...]] = []
    return (a, b, c, x)
print(f([1]), Box(3).get(), cast(int, "5"), TYPE_CHECKING)
def g(x: Literal["a", "b"] = "a") -> None: return x
print(g(), g("b"))
Alias = Union[int, str]
Row = Dict[str, Sequence[Alias]]
def h(r: Row) -> Row: return r
print(h({}))
