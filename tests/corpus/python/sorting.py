people = [("bob", 30), ("al", 25), ("cy", 30)]
print(sorted(people, key=lambda p: (-p[1], p[0])), sorted(people, key=lambda p: p[1], reverse=True), min(people, key=lambda p: p[1]))
people.sort(key=lambda p: len(p[0])); print(people)
print(sorted([3, 1, 2], reverse=True), sorted(["b", "a", "C"]), sorted([True, False]), sorted([1.5, 1]), sorted([[2], [1, 5]]), sorted({"b", "a"}))
from functools import cmp_to_key, total_ordering
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))
@total_ordering
class V:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n
print(V(1) <= V(1), V(2) > V(1), V(1) >= V(2))
try: sorted([1, "a"])
except TypeError as e: print(e)
