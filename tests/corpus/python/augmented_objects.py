class Stack:
    def __init__(self): self.items = []
    def push(self, *xs):
        for x in xs: self.items.append(x)
        return self
    def __len__(self): return len(self.items)
    def __iter__(self): return iter(self.items)
    def __repr__(self): return f"Stack({self.items})"
    def __or__(self, other): return Stack().push(*self, *other)
    def __matmul__(self, n): return self.items[n]
    def __truediv__(self, n): return [x / n for x in self.items]
    def __mod__(self, n): return [x % n for x in self.items]
    def __invert__(self): return Stack().push(*reversed(self.items))
    def __enter__(self): return self
    def __exit__(self, *exc): self.items.clear()
s = Stack().push(1, 2, 3)
print(s, len(s), list(s), s | Stack().push(9), s @ 1, s / 2, s % 2, ~s, bool(s), bool(Stack()))
with s as t: print(t is s)
print(s)
class Node:
    def __init__(self, v, kids=()): self.v, self.kids = v, list(kids)
    def total(self): return self.v + sum(k.total() for k in self.kids)
print(Node(1, [Node(2), Node(3, [Node(4)])]).total())
