d = {"b": 1, "a": 2}
d["c"] = 3; d.update({"d": 4}, e=5); d |= {"f": 6}
print(d, d["a"], d.get("z"), d.get("z", 0), "a" in d, len(d), list(d), list(d.values()), list(d.items()), d.pop("a"), d.pop("zz", None), d.setdefault("n", []), d.popitem())
del d["b"]; print(d, d.copy() == d, d | {"x": 1}, dict.fromkeys("ab", 0), dict(a=1), {1: "i", 1.0: "f", True: "t"})
try: d["nope"]
except KeyError as e: print("KeyError", e, e.args)
print({k: v for k, v in sorted({"z": 1, "y": 2}.items(), key=lambda kv: kv[1])}, max({"a": 1, "b": 3}.items(), key=lambda kv: kv[1]))
nested = {"a": {"b": [1, {"c": 2}]}}; nested["a"]["b"][1]["c"] += 5; print(nested)
d2 = {(1, 2): "t", None: "n", 1.5: "f"}; print(d2[(1, 2)], d2[None], d2[1.5])
try: {[]: 1}
except TypeError as e: print(e)
print({"a": 1} == {"a": 1.0}, {"a": 1, "b": 2} == {"b": 2, "a": 1}, bool({}), list(reversed({"a": 1, "b": 2})), sorted({"b": 1, "a": 2}))
print({"a", "b"} == set(d2) - {None} or "differ", {"x": 1}.keys() & {"x", "y"}, {"a": 1}.items())if False else print("skip")
s = {3, 1}; s.add(2); s.discard(9); print(sorted(s), sorted(s | {5}), s & {1, 7}, sorted(s - {1}), sorted(s ^ {1, 9}), {1} <= s, s >= {1, 2}, s.isdisjoint({7}), 1 in s, len(s), sorted(s.union([8], [9])), set() == set([]), frozenset([1]) == {1})
