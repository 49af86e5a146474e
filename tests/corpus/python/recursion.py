def fact(n): return 1 if n <= 1 else n * fact(n - 1)
print(fact(10), fact(20))
def flatten(x):
    for i in x:
        if isinstance(i, list): yield from flatten(i)
        else: yield i
print(list(flatten([1, [2, [3, [4]], 5]])))
def walk(tree, depth=0):
    out = []
    for k, v in tree.items():
        out.append("  " * depth + k)
        out.extend(walk(v, depth + 1))
    return out
print("\n".join(walk({"a": {"b": {}, "c": {"d": {}}}, "e": {}})))
def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)
print(even(10), odd(7))
def hanoi(n, a, b, c): return 0 if n == 0 else hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)
print(hanoi(5, "a", "b", "c"))
