b = b"abc\x00\xff"
print(b, b[0], b[1:3], len(b), b"a" + b"b", b"ab" * 2, b"b" in b if False else "", list(b), b.hex(), bytes.fromhex("00ff"), "é".encode("utf-8"), b"hi".decode(), bytes(3), b"a" == b"a", b"x" < b"y", (5).to_bytes(2, "big"), int.from_bytes(b"\x01\x00", "big"), repr(b"it's"))
