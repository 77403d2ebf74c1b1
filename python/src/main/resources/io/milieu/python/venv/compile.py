"""Compiles modules, one per line of input: source, target and name for tracebacks, separated by tabs.

Says `ready`, then answers one line per module: nothing, or why it cannot be compiled. Ends if a file cannot be read or written,
which is no fault of the module.
"""

import os
import py_compile
import sys
import warnings

warnings.simplefilter("ignore")
# Nobody waits for it, and workers need the processor.
os.nice(19)
print("ready", flush=True)
mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
for line in sys.stdin:
    source, target, name = line.rstrip("\n").split("\t")
    answer = ""
    try:
        py_compile.compile(source, target, name, doraise=True, invalidation_mode=mode)
    except OSError:
        raise
    except Exception as failure:
        answer = type(failure).__name__ + ": " + " ".join(str(failure).split())
    print(answer, flush=True)
