import json
d = {"a": [1, 2.5, None, True], "b": {"c": "x\"y\n", "é": 1}, "t": (1, 2)}
print(json.dumps(d)); print(json.dumps(d, indent=2)); print(json.dumps(d, sort_keys=True, separators=(",", ":"), ensure_ascii=False)); print(json.dumps([]), json.dumps({}), json.dumps("s"), json.dumps(1), json.dumps({1: 2, None: 3, True: 4}), json.dumps([], indent=2))
x = json.loads('{"k": [1, 2.0, null, true, "s\\u00e9"], "n": {"m": -5}}'); print(x, x["k"][4], x["n"]["m"], type(x["k"][1]).__name__)
try: json.loads("{bad")
except ValueError as e: print("bad", type(e).__name__)
try: json.dumps({1, 2})
except TypeError as e: print(e)
print(json.dumps({"x": {1}}, default=list), json.dumps(json.loads("[1,2]")))
from enum import Enum
class S(str, Enum): A = "a"
print(json.dumps([S.A]))
