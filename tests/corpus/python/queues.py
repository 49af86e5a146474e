"""Queues that keep no more than so many items."""
import collections

last = collections.deque(maxlen=3)
for number in range(5):
    last.append(number)
print(last, last.maxlen, len(last))
last.appendleft(9)
print(list(last))
last.extend([7, 8])
print(list(last), last == collections.deque([2, 7, 8]))
last.extendleft("ab")
print(list(last), repr(collections.deque("ab", 5)))
print(repr(collections.deque([1])), collections.deque([1, 2, 3], maxlen=2))
last.rotate(1)
print(list(last))
print(collections.deque(maxlen=0))
last.append(1)
last.rotate(-4)
print(list(last), len(collections.deque(range(9), 4)))
