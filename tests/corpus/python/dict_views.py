# What a dictionary shows of itself changes with it.
d = {"a": 1}
keys, values, items = d.keys(), d.values(), d.items()
d["b"] = 2
print(list(keys), list(values), list(items), len(keys), len(values), "b" in keys, 2 in values, ("b", 2) in items, ("b", 3) in items)
print(keys, values, items, [*keys], dict(items), list(reversed(values)), sorted(items, reverse=True), type(keys).__name__, type(values).__name__, type(items).__name__)
print(sorted(keys & {"a", "z"}), sorted(keys | ["c"]), keys - {"a"}, sorted({"a", "q"} ^ keys), items - {("a", 1)}, keys.isdisjoint(["z"]), items.isdisjoint(d.items()))
print(keys == {"a", "b"}, {"a", "b"} == keys, keys != {"a"}, keys == ["a", "b"], keys <= {"a", "b", "c"}, keys > {"a"}, items == d.items(), values == d.values(), values == values)
print(bool({}.keys()), bool(items), max(values), sum(values), isinstance(values, list), isinstance(keys, set), {"x": [1]}.items() == {"x": [1]}.items())
for wrong in [lambda: values[0], lambda: keys.add(1), lambda: items.append(1), lambda: keys < 1, lambda: values & {1}, lambda: "x" + values]:
    try: wrong()
    except (TypeError, AttributeError) as e: print(type(e).__name__, e)
try:
    for key in keys: d[key + key] = 0
except RuntimeError as e: print(e)
d.clear(); print(list(keys), values, len(items))
(one, two), [three] = {"p": 1, "q": 2}.values(), {7: 8}.items(); print(one, two, three)
class Own(dict): pass
own = Own(x=1); seen = own.values(); own["y"] = 2; print(list(seen), [k for k in own.keys()])
