import uuid, hashlib
u = uuid.UUID("12345678-1234-5678-1234-567812345678"); print(u, repr(u), u.hex, str(u).replace("-", "")[:8], u == uuid.UUID(hex="12345678123456781234567812345678"), uuid.UUID(int=5), u.version, {u: 1}[u], u.bytes[:2])
print(uuid.uuid5(uuid.NAMESPACE_DNS, "example.org"), uuid.uuid3(uuid.NAMESPACE_URL, "x"), sorted([uuid.UUID(int=2), uuid.UUID(int=1)])[0])
print(hashlib.md5(b"abc").hexdigest(), hashlib.sha1("x".encode()).hexdigest(), hashlib.sha256(b"").hexdigest()[:16], hashlib.sha256(b"a" * 200).hexdigest())
h = hashlib.md5(); h.update(b"ab"); h.update(b"c"); print(h.hexdigest())
try: uuid.UUID("zz")
except ValueError as e: print(e)
