print(all([]), any([]), abs(-2.5), bool([]), callable(len), callable(1), chr(65), divmod(-7, 2), isinstance(1, (str, int)), isinstance(True, int), issubclass(bool, int), len({1: 2}), type(1).__name__, type("a") is str, type([]) == list, type(None).__name__)
print(min("abc", key=ord), max([1, -5], key=abs), min([], default=0), sum([[1], [2]], []), sorted({3: 1, 1: 2}), list(enumerate("a", 5)), list(zip()), tuple("ab"), set("a"), bytes([65, 66]), list(b"ab"), str(b"a", "utf8"), repr(None), hash(1) == hash(1.0), id is id)
print(getattr("abc", "upper")(), hasattr([], "append"), isinstance([], list), int(), str(), list(), dict(), float(), tuple(), isinstance({}, dict), round(2.675, 2), round(-1.5), int("-7"), float("1e3"), slice(1, 2).start, [1, 2, 3][slice(0, 2)], print.__name__, (1).__class__.__name__)
class A: x = 1
a = A(); print(vars(a), A.__dict__["x"], type("B", (A,), {"y": 2})().y, isinstance(a, object))
print("end", end="!\n"); print(1, 2, sep=""); print()
print([i for i in iter([1])], next(iter([]), None), list(reversed("ab")), pow(2, 10), sum(x * 2 for x in (1, 2)), " ".join(map(str, range(3))), any(x > 2 for x in [1, 3]), NotImplemented is NotImplemented, ... is Ellipsis)
