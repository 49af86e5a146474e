import functools


@functools.singledispatch
def kind(value, end="."):
    return "something" + end


@kind.register(int)
def _(value, end="."):
    return "a number" + end


@kind.register
def of_text(value: str, end="."):
    return "a text" + end


class Own(dict):
    pass


kind.register(dict, lambda value, end=".": f"{len(value)} entries" + end)
print(kind(1), kind("a"), kind(1.5), kind(True), kind(Own(a=1)), kind([], end="!"))
print(of_text("b"), kind(value_end if (value_end := 2) else 0, "?"))
print(str(frozenset({1})), str(frozenset()), repr(frozenset({"a"})), f"{frozenset([2])}")
