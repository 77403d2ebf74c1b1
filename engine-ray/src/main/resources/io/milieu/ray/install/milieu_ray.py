"""Starts Milieu in the place of Ray's runtime environment agent.

`milieu_ray.pth`, beside this file, calls `take_over` in the one process that a raylet has started to be that agent, before anything of Ray is
imported. The process becomes Milieu: same number, same pipes, same variables. No file of Ray is changed. Set MILIEU_RAY=0 for Ray's own agent.
"""

import os
import sys

AGENT = "/ray/_private/runtime_env/agent/main.py"


def launcher():
    """The program to start, as `milieu ray install` wrote it down."""
    chosen = os.environ.get("MILIEU_RAY_LAUNCHER")
    if chosen:
        return chosen
    with open(os.path.join(os.path.dirname(__file__), "milieu_ray.launcher"), encoding="utf-8") as file:
        return file.read().strip()


def take_over():
    words = sys.orig_argv
    place = next((i for i, word in enumerate(words) if word.replace(os.sep, "/").endswith(AGENT)), -1)
    if place < 0 or os.environ.get("MILIEU_RAY") == "0":
        return
    program = None
    try:
        program = launcher()
        os.execv(program, ["ray::RuntimeEnvAgent", "ray", "agent", *words[place + 1 :], "--ray-python=" + sys.executable])
    except OSError as failure:
        # A node without an agent does not start: better Ray's own than none.
        print(f"milieu: cannot start {program or 'the launcher'}: {failure}; Ray's own agent runs instead", file=sys.stderr)
