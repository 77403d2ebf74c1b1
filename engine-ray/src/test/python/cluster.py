"""Three nodes on one machine, each with a store of its own: one line of JSON for each thing tried. Run by Ray's interpreter; MILIEU names the launcher."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import traceback

import ray
from ray.cluster_utils import Cluster

NODES = ("one", "two", "three")
SPECS = ({"pip": ["emoji==2.14.0"]}, {"pip": ["emoji==2.13.2"]})


class Stores:
    def __init__(self, folder):
        self.folders = {name: pathlib.Path(folder, name) for name in NODES}

    def listed(self, node):
        command = [os.environ["MILIEU"], "list", "--json", "--store", str(self.folders[node])]
        return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)["environments"]

    def builds(self, node):
        return len(self.listed(node))

    def leases(self, node, spec):
        return sum(each["leases"] for each in self.listed(node) if each["spec"].get("pip") == spec["pip"])


def version():
    import emoji

    return emoji.__version__, sys.prefix


def run_everywhere(specs):
    task = ray.remote(num_cpus=1)(version)
    refs = {(node, i): task.options(resources={node: 1}, runtime_env=spec).remote() for node in NODES for i, spec in enumerate(specs)}
    return {key: ray.get(ref, timeout=300) for key, ref in refs.items()}


def add(cluster, stores, name):
    return cluster.add_node(num_cpus=8, resources={name: 8}, env_vars={**os.environ, "MILIEU_STORE": str(stores.folders[name])})


def each_node_makes_each_environment_once(cluster, stores):
    start = time.monotonic()
    found = run_everywhere(SPECS)
    took = time.monotonic() - start
    for (node, i), (number, prefix) in found.items():
        assert [f"emoji=={number}"] == SPECS[i]["pip"], (node, i, number)
        assert prefix.startswith(str(stores.folders[node])), (node, prefix)
    run_everywhere(SPECS)
    builds = {node: stores.builds(node) for node in NODES}
    assert set(builds.values()) == {2}, builds
    return f"6 environments in {took:.1f} s"


def leases_end_after_the_last_use(cluster, stores):
    @ray.remote(num_cpus=0)
    class Actor:
        def version(self):
            return version()[0]

    spec = {"pip": ["emoji==2.11.0"]}
    actors = [Actor.options(resources={node: 0.1}, runtime_env=spec).remote() for node in NODES for _ in range(2)]
    assert set(ray.get([actor.version.remote() for actor in actors], timeout=120)) == {"2.11.0"}
    # One lease for both of a node: its raylet holds it as long as it counts a use.
    assert [stores.leases(node, spec) for node in NODES] == [1, 1, 1]
    for actor in actors[::2]:
        ray.kill(actor)
    for actor in actors[1::2]:
        assert ray.get(actor.version.remote()) == "2.11.0"
    assert [stores.leases(node, spec) for node in NODES] == [1, 1, 1]
    for actor in actors[1::2]:
        ray.kill(actor)
    start = time.monotonic()
    while any(stores.leases(node, spec) for node in NODES):
        assert time.monotonic() - start < 60, [stores.leases(node, spec) for node in NODES]
        time.sleep(0.2)
    return f"{time.monotonic() - start:.1f} s after the last"


def fifty_actors_of_ten_environments(cluster, stores):
    @ray.remote(num_cpus=0)
    class Actor:
        def version(self):
            return version()[0]

    numbers = ["1.6.3", "1.7.0", "2.0.0", "2.1.0", "2.2.0", "2.8.0", "2.9.0", "2.10.1", "2.11.1", "2.12.1"]
    start = time.monotonic()
    actors = [(n, Actor.options(runtime_env={"pip": [f"emoji=={n}"]}).remote()) for n in numbers for _ in range(5)]
    wrong = [(n, got) for (n, _), got in zip(actors, ray.get([actor.version.remote() for _, actor in actors], timeout=300)) if n != got]
    took = time.monotonic() - start
    for _, actor in actors:
        ray.kill(actor)
    assert not wrong, wrong
    return f"{took:.1f} s"


def a_node_whose_agent_is_killed_dies_and_its_successor_has_everything(cluster, stores):
    node = next(each for each in cluster.list_all_nodes() if each.get_resource_and_label_spec().resources.get("two"))
    raylet = node.all_processes["raylet"][0].process
    children = subprocess.run(["pgrep", "-P", str(raylet.pid), "-f", "ray agent"], capture_output=True, text=True).stdout.split()
    assert len(children) == 1, children
    os.kill(int(children[0]), signal.SIGKILL)
    raylet.wait(timeout=30)
    cluster.remove_node(node, allow_graceful=False)
    before = stores.builds("two")
    add(cluster, stores, "two")
    cluster.wait_for_nodes()
    start = time.monotonic()
    run_everywhere(SPECS)
    assert stores.builds("two") == before
    return f"{time.monotonic() - start:.1f} s"


def main():
    with tempfile.TemporaryDirectory() as folder:
        stores = Stores(folder)
        cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0})
        for name in NODES:
            add(cluster, stores, name)
        cluster.wait_for_nodes()
        ray.init(address=cluster.address, log_to_driver=False)
        for attempt in (
            each_node_makes_each_environment_once,
            leases_end_after_the_last_use,
            fifty_actors_of_ten_environments,
            a_node_whose_agent_is_killed_dies_and_its_successor_has_everything,
        ):
            start = time.monotonic()
            try:
                outcome, detail = "passes", attempt(cluster, stores) or ""
            except Exception as failure:
                outcome, detail = "fails", "".join(traceback.format_exception_only(type(failure), failure)).strip()[:2000]
            print(json.dumps({"check": attempt.__name__, "outcome": outcome, "seconds": round(time.monotonic() - start, 1), "detail": detail}), flush=True)
        ray.shutdown()
        cluster.shutdown()


if __name__ == "__main__":
    main()
