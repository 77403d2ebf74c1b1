"""A client of Milieu's node agent: nothing but the standard library, Python 3.8 or newer.

    from milieu_client import Agent

    with Agent() as agent:
        lease = agent.prepare({"pip": ["pandas"]}, command=["python", "worker.py"])
        subprocess.run(lease.argv, env=lease.environment(), cwd=lease.directory)
        agent.release(lease)
"""

import http.client
import json
import os
import socket
import threading

__all__ = ["Agent", "AgentError", "Lease", "default_socket"]


class AgentError(Exception):
    """The agent could not be reached, or said no.

    `code` is a stable code of docs/errors.md, or `agent-unreachable`; `hints` say what to do; `retry` tells whether the same request may succeed later.
    """

    def __init__(self, message, code="agent-unreachable", hints=(), retry=True):
        super().__init__(message)
        self.code, self.hints, self.retry = code, list(hints), retry


class Lease:
    """A worker's right to an environment, and how to start it."""

    def __init__(self, answer, inherited):
        self.name, self.id = answer["lease"], answer["environment"]
        self.argv = answer["command"]["argv"]
        self.variables = answer["command"]["variables"]
        self.directory = answer["command"]["directory"]
        self.unset = answer["command"]["unset"]
        self.launcher = answer.get("launcher")
        self._inherited = inherited

    def environment(self):
        """All variables of the worker, as `subprocess` takes them."""
        return {name: value for name, value in {**self._inherited, **self.variables}.items() if name not in self.unset}


def default_socket(variables=None):
    """The socket of this user's agent: MILIEU_AGENT, else the one of the user's store."""
    variables = os.environ if variables is None else variables
    if variables.get("MILIEU_AGENT"):
        return variables["MILIEU_AGENT"]
    cache = variables.get("XDG_CACHE_HOME") or os.path.join(variables.get("HOME", os.path.expanduser("~")), ".cache")
    store = variables.get("MILIEU_STORE") or os.path.join(cache, "milieu")
    return os.path.join(store, "agent", "agent.sock")


class _Connection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("milieu")
        self._path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.connect(self._path)


class Agent:
    """Asks the agent of this node. Each thread has a connection of its own; thread-safe."""

    def __init__(self, path=None):
        self._path = path or default_socket()
        self._local = threading.local()

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.close()

    def prepare(self, spec, command=("python",), directory=None, options=None, variables=None, pid=None, holder=None, ttl_seconds=60, **more):
        """Prepares an environment and leases it; waits until it is ready.

        With `launcher=True` it has a `launcher`: the path of a program that becomes the worker. The lease is bound to the life of process `pid` (this one if nothing is said), or to `holder`, a name, until `ttl_seconds` are over.
        """
        inherited = dict(os.environ if variables is None else variables)
        who = {"name": holder, "ttl_seconds": ttl_seconds} if holder else {"pid": pid or os.getpid()}
        body = {"spec": spec, "options": options or {}, "command": list(command), "variables": inherited, "holder": who, **more}
        body["directory"] = os.path.abspath(directory or os.getcwd())
        return Lease(self._ask("POST", "/v1/leases", body), inherited)

    def renew(self, lease, ttl_seconds=60):
        """Moves the end of a named holder's lease to so many seconds from now."""
        self._ask("POST", "/v1/leases/%s/renew" % getattr(lease, "name", lease), {"ttl_seconds": ttl_seconds})

    def release(self, lease):
        """Ends a lease; one that has ended is no failure."""
        self._ask("DELETE", "/v1/leases/%s" % getattr(lease, "name", lease))

    def close(self):
        """Closes this thread's connection."""
        connection = getattr(self._local, "connection", None)
        if connection:
            connection.close()
            self._local.connection = None

    def _ask(self, method, path, body=None):
        status, text = self._exchange(method, path, None if body is None else json.dumps(body).encode())
        answer = json.loads(text) if text[:1] == b"{" else {}
        if status < 300:
            return answer
        message = answer.get("detail") or "%d: %s" % (status, text.decode(errors="replace").strip())
        raise AgentError(message, answer.get("code", "refused"), answer.get("hints", ()), answer.get("retry", False))

    def _exchange(self, method, path, body):
        kept = getattr(self._local, "connection", None)
        for connection in [kept, None] if kept else [None]:
            # A kept connection may have been closed by a restart of the agent: then a fresh one is tried.
            fresh = connection is None
            connection = connection or _Connection(self._path)
            try:
                connection.request(method, path, body, {"Content-Type": "application/json"})
                reply = connection.getresponse()
                text = reply.read()
                self._local.connection = connection
                return reply.status, text
            except (OSError, http.client.HTTPException) as failure:
                connection.close()
                self._local.connection = None
                if fresh:
                    raise AgentError("no agent answers at %s: %s" % (self._path, failure)) from failure
        raise AssertionError("unreachable")
