print(7 // 2, -7 // 2, 7 % 3, -7 % 3, 7 / 2, 2 ** 10, 2 ** -1, 2 ** 0.5, divmod(17, 5), abs(-3), round(2.5), round(3.5), round(2.567, 2), round(1234, -2) if False else "", int("42"), int("ff", 16), int(3.9), int(-3.9), float("1.5"), float(3))
print(1 + 2.0, 3 * 1.5, 10 - 3, True + 1, 5 & 3, 5 | 3, 5 ^ 3, ~5, 1 << 4, 256 >> 2, 1 == 1.0, 1 < 2 <= 2 != 3, not 0, 0.1 + 0.2, 1e3, 1_000, 0xff, 0b11, 0o17, hex(255), bin(5), oct(8))
print(max(1, 2.5), min([4, 2]), sum(range(5)), pow(2, 3), pow(2, 3, 5), bool(0), bool("a"), int(True), str(3), 10 ** 20, -5 ** 2, (5).bit_length(), 3.0.is_integer(), float("inf"), -0.0)
import math
print(math.floor(2.7), math.ceil(2.1), math.sqrt(16), math.pi)
x = 5; x += 2; x -= 1; x *= 3; x //= 2; x %= 5; x **= 2; x |= 1; x <<= 2; print(x)
for bad in (lambda: 1 // 0, lambda: 1 % 0, lambda: 1.0 / 0, lambda: int("a"), lambda: float("x"), lambda: 1 < "a", lambda: -"a", lambda: 1 + None):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
print(1 if 0 else 2, 0 or "x", 1 and "y", None or 0 or "last", not None, 1 is 1, None is None, None is not 1) if True else None
