print([x * y for x in range(4) for y in range(x) if (x + y) % 2])
print({x: x * x for x in range(4) if x}, {x % 3 for x in range(10)}, sum(x for x in range(5)))
print([[j for j in range(i)] for i in range(3)], [a if a else "none" for a in [0, 1]])
rows = [{"id": i, "tag": t} for i, t in enumerate("ab")]
print(rows, [r["id"] for r in rows if r["tag"] == "b"], any(r["id"] for r in rows), all(r["id"] for r in rows))
x = "kept"
[x for x in range(3)]
print(x)
print([y := 5, y ** 2], y, [last := i for i in range(3)], last)
if (m := len("abc")) > 2: print("walrus", m)
print(list(map(str, [1, 2])), list(filter(None, [0, 1, "", "a"])), list(map(lambda a, b: a + b, [1, 2], [3, 4])))
print(dict([("a", 1)], b=2), dict(zip("xy", [1, 2])), list({"k": 1}.items()))

kept = "module"


class Body:
    kept = "class"
    items = [1, 2]
    seen = [kept for _ in items]

    def __class_getitem__(cls, item):
        return f"{cls.__name__} of {item}"


print(Body.seen, Body[int is int])
