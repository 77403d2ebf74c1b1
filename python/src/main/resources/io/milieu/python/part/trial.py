"""Tries a virtual environment from inside: `trial.py minimal|full SITE_PACKAGES`. Prints problems, one a line."""

import importlib
import os
import sys


def modules(folder):
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        stem = name.split(".")[0]
        if stem.startswith("_") or not stem.isidentifier():
            continue
        if os.path.isfile(os.path.join(path, "__init__.py")) or (name.endswith((".py", ".so")) and os.path.isfile(path)):
            yield stem


def main():
    rigour, folder = sys.argv[1:3]
    problems = []
    if os.path.realpath(folder) not in {os.path.realpath(entry) for entry in sys.path}:
        problems.append("the interpreter does not import from %s" % folder)
    if rigour == "full":
        for module in modules(folder):
            try:
                importlib.import_module(module)
            except BaseException as failure:  # whatever a module does when it is imported
                problems.append("%s cannot be imported: %s: %s" % (module, type(failure).__name__, failure))
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # what was imported may have left threads behind
