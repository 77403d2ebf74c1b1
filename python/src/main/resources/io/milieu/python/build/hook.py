"""Calls one hook of a build backend (PEP 517) in the current folder, and writes what it returns to a file."""
import importlib
import json
import os
import sys


def backend_of(call):
    path = [os.path.realpath(folder) for folder in call["path"]]
    sys.path[:0] = path
    module, _, attributes = call["backend"].partition(":")
    backend = importlib.import_module(module)
    if path:
        origin = os.path.realpath(getattr(backend, "__file__", None) or "")
        if not any(origin.startswith(folder + os.sep) for folder in path):
            sys.exit("the backend `%s` was not found in its `backend-path`, but at `%s`" % (module, origin))
    for attribute in filter(None, attributes.split(".")):
        backend = getattr(backend, attribute)
    return backend


def main():
    call = json.loads(sys.argv[1])
    del sys.argv[1:]
    hook = getattr(backend_of(call), call["hook"], None)
    if hook is None:
        answer = {"missing": True}
    else:
        value = hook(*call["arguments"], config_settings=call["settings"] or None)
        answer = {"value": value}
    with open(call["answer"], "w", encoding="utf-8") as file:
        json.dump(answer, file)


main()
