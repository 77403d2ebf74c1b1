"""Runs the runtime environment plug-ins of users, which are written for Ray's own agent, for Milieu's.

Talks in lines of JSON: one on standard input asks, one on standard output with the same id answers. First of all it tells the names of the plug-ins.
Whatever plug-ins print goes to standard error. Ends with its input.
"""

import asyncio
import json
import logging
import os
import sys
import threading
import traceback

answers = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8")
os.dup2(2, 1)

from ray._private.runtime_env.context import RuntimeEnvContext  # noqa: E402
from ray._private.runtime_env.plugin import RuntimeEnvPluginManager, create_for_plugin_if_needed  # noqa: E402
from ray.runtime_env import RuntimeEnv  # noqa: E402

logging.basicConfig(level=logging.INFO, stream=sys.stderr)
logger = logging.getLogger("plugins")
manager = RuntimeEnvPluginManager()
users = {}


def answer(**message):
    answers.write(json.dumps(message) + "\n")


async def setup(env, context):
    env = RuntimeEnv.deserialize(env)
    context = RuntimeEnvContext.deserialize(context)
    used = []
    for entry in manager.sorted_plugin_setup_contexts():
        if env.get(entry.name) is None:
            continue
        await create_for_plugin_if_needed(env, entry.class_instance, entry.uri_cache, context, logger)
        for uri in entry.class_instance.get_uris(env):
            used.append([entry.name, uri])
            users[entry.name, uri] = users.get((entry.name, uri), 0) + 1
    return {"context": json.loads(context.serialize()), "uris": used}


def release(uris):
    for name, uri in uris:
        users[name, uri] -= 1
        if users[name, uri] == 0:
            del users[name, uri]
            manager.plugins[name].uri_cache.mark_unused(uri, logger=logger)


async def handle(message, tasks):
    try:
        if message["do"] == "setup":
            answer(id=message["id"], **await setup(message["env"], message["context"]))
        elif message["do"] == "release":
            release(message["uris"])
        elif message["do"] == "cancel" and message["what"] in tasks:
            tasks[message["what"]].cancel()
    except BaseException as failure:
        answer(id=message["id"], error="".join(traceback.format_exception(failure)))


async def serve():
    loop, tasks, ended = asyncio.get_running_loop(), {}, asyncio.Event()

    def begin(line):
        message = json.loads(line)
        task = tasks[message["id"]] = loop.create_task(handle(message, tasks))
        task.add_done_callback(lambda _: tasks.pop(message["id"], None))

    def read():
        for line in sys.stdin:
            loop.call_soon_threadsafe(begin, line)
        # Nobody can wait for a plug-in that blocks.
        os._exit(0)

    answer(names=list(manager.plugins))
    threading.Thread(target=read, daemon=True).start()
    await ended.wait()


asyncio.run(serve())
