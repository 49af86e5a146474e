s = list(range(10))
print(s[2:5], s[:3], s[7:], s[::3], s[::-2], s[-3:-1], s[5:2], s[5:2:-1], s[100:], s[-100:2], s[:], s[1:-1:2])
s[2:4] = "ab"; print(s); s[:2] = []; print(s); s[1:1] = [9, 9]; print(s); del s[::2]; print(s); s[::2] = [0] * len(s[::2]); print(s)
print("hello"[1:3], "hello"[-2:], (1, 2, 3)[:2], b"abc"[1:], "abcdef"[::-1][1:3], [1, 2, 3][-2], "x"[0:0] == "")
k = slice(1, None); print("abc"[k])
class M:
    def __getitem__(self, i): return (i.start, i.stop, i.step) if isinstance(i, slice) else i
print(M()[1:2], M()[::3], M()[5], M()[1, 2])
