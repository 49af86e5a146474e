import os.path as osp, json as j
from collections import OrderedDict as OD, defaultdict
from functools import *
import datetime, typing as t
import importlib
print(osp.join("a", "b"), j.dumps(1), OD([("a", 1)])["a"], reduce(lambda a, b: a + b, [1, 2]), datetime.date(2020, 1, 1), importlib.import_module("math").floor(1.5))
try:
    import json
    HAVE = True
except ImportError:
    HAVE = False
print(HAVE)
def local():
    from math import sqrt as root
    return root(9)
print(local())
import logging
log = logging.getLogger(__name__); log.info("x %s", 1); log.setLevel(logging.DEBUG)
import warnings; warnings.warn("quiet")
