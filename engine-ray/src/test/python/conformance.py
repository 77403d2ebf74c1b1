"""What users of Ray's runtime environments rely on, tried on a real cluster of one node: one line of JSON for each check.

Run by the interpreter that Ray is installed for, once with Ray's own agent (MILIEU_RAY=0) and once with Milieu. Words on the command line choose
checks by a part of their names. Packages come from the index that pip is configured with.
"""

import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile

CHECKS = {}
JOB = "a cluster of its own"


def check(job=None):
    def register(function):
        CHECKS[function.__name__] = (function, job)
        return function

    return register


@contextlib.contextmanager
def cluster(**options):
    import ray

    ray.init(num_cpus=3, include_dashboard=False, log_to_driver=False, address="local", **options)
    try:
        yield ray
    finally:
        ray.shutdown()


def fails(ray, run, *words):
    start = time.monotonic()
    try:
        got = run()
    except Exception as failure:
        text = str(failure)
        assert type(failure).__name__ in ("RuntimeEnvSetupError", "ActorUnschedulableError", "ValueError"), repr(failure)
        missing = [word for word in words if word not in text]
        assert not missing, f"{missing} not in: {text}"
        return f"{time.monotonic() - start:.1f} s: {text.strip().splitlines()[1:2]}"
    raise AssertionError(f"no failure but {got}")


def remote(ray, function, runtime_env):
    return ray.get(ray.remote(num_cpus=1, runtime_env=runtime_env)(function).remote(), timeout=120)


def pid():
    return os.getpid()


# Variables


@check()
def variables_reach_a_task(ray):
    assert remote(ray, lambda: os.environ["A"], {"env_vars": {"A": "1"}}) == "1"


@check()
def variables_reach_an_actor_and_stay(ray):
    @ray.remote
    class Actor:
        def get(self, name):
            return os.environ.get(name)

    actor = Actor.options(runtime_env={"env_vars": {"B": "2"}}).remote()
    assert [ray.get(actor.get.remote("B")) for _ in range(2)] == ["2", "2"]
    ray.kill(actor)


@check()
def children_inherit_and_override_each_variable(ray):
    def child():
        return os.environ.get("A"), os.environ.get("B")

    def parent():
        import ray

        return ray.get(ray.remote(runtime_env={"env_vars": {"B": "child"}})(child).remote())

    assert remote(ray, parent, {"env_vars": {"A": "parent", "B": "parent"}}) == ("parent", "child")


@check()
def variables_refer_to_those_of_the_node(ray):
    home, path, unknown = remote(
        ray,
        lambda: (os.environ["H"], os.environ["PATH"], os.environ["U"]),
        {"env_vars": {"H": "at ${HOME}", "PATH": "/extra:${PATH}", "U": "x${NO_SUCH_VARIABLE}y"}},
    )
    assert home == "at " + os.environ["HOME"], home
    assert path.startswith("/extra:") and len(path) > 20, path
    assert unknown == "xy", unknown


@check()
def equal_environments_share_a_worker(ray):
    pids = {remote(ray, pid, {"env_vars": {"SHARED": "yes"}}) for _ in range(4)}
    assert len(pids) == 1, pids


@check()
def other_environments_do_not_share_a_worker(ray):
    assert remote(ray, pid, {"env_vars": {"N": "1"}}) != remote(ray, pid, {"env_vars": {"N": "2"}})


# Packages


def version_of_emoji():
    import emoji
    import ray

    return emoji.__version__, ray.__version__, sys.executable


@check()
def packages_are_there_and_ray_is_the_same(ray):
    version, same, python = remote(ray, version_of_emoji, {"pip": ["emoji==2.14.0"]})
    assert (version, same) == ("2.14.0", ray.__version__) and python != sys.executable


@check()
def packages_do_not_reach_others(ray):
    def seen():
        import importlib.util

        return importlib.util.find_spec("emoji") is not None

    assert remote(ray, seen, {"pip": ["emoji==2.14.0"]})
    assert not remote(ray, seen, {"env_vars": {"X": "plain"}})


@check()
def versions_live_side_by_side(ray):
    run = ray.remote(num_cpus=1)(version_of_emoji)
    both = [run.options(runtime_env={"pip": [f"emoji=={version}"]}).remote() for version in ("2.13.2", "2.14.1")]
    assert [each[0] for each in ray.get(both, timeout=120)] == ["2.13.2", "2.14.1"]


@check()
def the_long_form_of_pip_is_understood(ray):
    env = {"pip": {"packages": ["emoji==2.14.0"], "pip_check": False, "pip_install_options": ["--no-cache-dir"]}}
    assert remote(ray, version_of_emoji, env)[0] == "2.14.0"


@check()
def requirements_come_from_a_file(ray):
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("# comment\nemoji==2.14.0\n")
        file.flush()
        assert remote(ray, version_of_emoji, {"pip": file.name})[0] == "2.14.0"


@check()
def an_actor_has_packages(ray):
    @ray.remote
    class Actor:
        def version(self):
            return version_of_emoji()[0]

    actor = Actor.options(runtime_env={"pip": ["emoji==2.14.0"]}).remote()
    assert ray.get(actor.version.remote(), timeout=120) == "2.14.0"
    ray.kill(actor)


@check()
def programs_of_packages_are_on_the_path(ray):
    def which():
        import shutil

        return shutil.which("markdown-it"), sys.prefix

    program, prefix = remote(ray, which, {"pip": ["markdown-it-py==3.0.0"]})
    assert program and program.startswith(prefix), (program, prefix)


@check()
def subprocesses_see_the_packages(ray):
    def run():
        command = ["python", "-c", "import emoji; print(emoji.__version__)"]
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()

    assert remote(ray, run, {"pip": ["emoji==2.14.0"]}) == "2.14.0"


@check()
def uv_does_what_pip_does(ray):
    assert remote(ray, version_of_emoji, {"uv": ["emoji==2.14.0"]})[0] == "2.14.0"


@check()
def an_unknown_package_fails_the_task(ray):
    return fails(ray, lambda: remote(ray, pid, {"pip": ["no-such-package-of-milieu"]}), "[Node ", "no-such-package-of-milieu")


@check()
def an_unknown_package_fails_the_actor(ray):
    @ray.remote
    class Actor:
        def get(self):
            return 1

    def run():
        return ray.get(Actor.options(runtime_env={"pip": ["no-such-package-of-milieu==1"]}).remote().get.remote(), timeout=120)

    return fails(ray, run, "[Node ", "no-such-package-of-milieu")


@check()
def another_ray_is_refused(ray):
    return fails(ray, lambda: remote(ray, pid, {"pip": ["ray==2.57.0"]}), "[Node ", "Changing the ray version is not allowed")


@check()
def conflicts_are_explained(ray):
    return fails(ray, lambda: remote(ray, pid, {"pip": ["rich==13.0.0", "pygments==2.19.1", "pygments<2"]}), "[Node ", "ygments")


@check()
def a_failure_does_not_stop_what_is_right(ray):
    bad = ray.remote(pid).options(runtime_env={"pip": ["no-such-package-of-milieu==2"]}).remote()
    assert remote(ray, version_of_emoji, {"pip": ["emoji==2.14.0"]})[0] == "2.14.0"
    return fails(ray, lambda: ray.get(bad, timeout=120), "[Node ")


@check()
def time_limits_hold(ray):
    with tempfile.TemporaryDirectory() as folder:
        # Built from source, which takes longer than that.
        package = pathlib.Path(folder, "slow")
        package.mkdir()
        (package / "setup.py").write_text("import time; time.sleep(30)\nfrom setuptools import setup; setup(name='slow', version='1')\n")
        env = {"pip": [str(package)], "config": {"setup_timeout_seconds": 1}}
        return fails(ray, lambda: remote(ray, pid, env), "[Node ", "within the timeout of 1 seconds")


@check()
def conda_has_its_say(ray):
    return fails(ray, lambda: remote(ray, pid, {"conda": {"dependencies": ["toolz"]}}), "[Node ", "conda")


# Interpreters, hooks, unknown fields


@check()
def another_interpreter_may_be_named(ray):
    assert remote(ray, lambda: sys.flags.dev_mode, {"py_executable": f"{sys.executable} -X dev"})


@check()
def a_missing_interpreter_is_told(ray):
    return fails(ray, lambda: ray.get(ray.remote(pid).options(runtime_env={"py_executable": "/no/such/python"}).remote(), timeout=20), "/no/such/python")


@check()
def a_field_that_nobody_knows_is_passed_over(ray):
    assert remote(ray, lambda: os.environ["K"], {"no_such_field": {"a": 1}, "env_vars": {"K": "k"}}) == "k"


@check()
def the_log_of_the_job_tells_what_happened(ray):
    remote(ray, version_of_emoji, {"pip": ["emoji==2.14.0"], "env_vars": {"LOGGED": "1"}})
    logs = pathlib.Path(ray._private.worker._global_node.get_logs_dir_path())
    text = "".join(file.read_text() for file in logs.glob("runtime_env_setup-*.log"))
    assert text.strip(), sorted(logs.iterdir())


@check(JOB)
def a_hook_runs_in_every_worker():
    def hook():
        os.environ["HOOKED"] = "yes"

    with cluster(runtime_env={"worker_process_setup_hook": hook}) as ray:
        assert ray.get(ray.remote(lambda: os.environ.get("HOOKED")).remote()) == "yes"


@check(JOB)
def variables_of_the_job_reach_all():
    with cluster(runtime_env={"env_vars": {"JOB": "1"}}) as ray:
        assert ray.get(ray.remote(lambda: os.environ.get("JOB")).remote()) == "1"


@check(JOB)
def a_job_whose_environment_fails_says_so():
    with cluster(runtime_env={"pip": ["no-such-package-of-milieu==3"]}) as ray:
        return fails(ray, lambda: ray.get(ray.remote(pid).remote(), timeout=120), "no-such-package-of-milieu")


# Code


@contextlib.contextmanager
def project():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder, "project")
        (root / "inner").mkdir(parents=True)
        (root / "of_the_job.py").write_text("VALUE = 42\n")
        (root / "data.txt").write_text("some data")
        (root / "left_out.txt").write_text("not for workers")
        (root / "inner/__init__.py").write_text("DEEP = 'deep'\n")
        (root / "requirements.txt").write_text("emoji==2.14.0\n")
        yield root


def seen_of_the_project():
    import of_the_job
    from inner import DEEP

    return of_the_job.VALUE, DEEP, pathlib.Path("data.txt").read_text(), os.path.exists("left_out.txt")


@check(JOB)
def a_working_directory_is_where_workers_start():
    with project() as root, cluster(runtime_env={"working_dir": str(root), "excludes": ["left_out.txt"]}) as ray:
        assert ray.get(ray.remote(seen_of_the_project).remote()) == (42, "deep", "some data", False)


@check(JOB)
def a_working_directory_and_packages_go_together():
    with project() as root, cluster(runtime_env={"working_dir": str(root), "pip": ["emoji==2.14.0"]}) as ray:
        assert ray.get(ray.remote(seen_of_the_project).remote()) == (42, "deep", "some data", True)
        assert ray.get(ray.remote(version_of_emoji).remote())[0] == "2.14.0"


@check(JOB)
def requirements_may_lie_in_the_working_directory():
    env = {"pip": ["-r ${RAY_RUNTIME_ENV_CREATE_WORKING_DIR}/requirements.txt"]}
    with project() as root, cluster(runtime_env={"working_dir": str(root), **env}) as ray:
        assert ray.get(ray.remote(version_of_emoji).remote(), timeout=120)[0] == "2.14.0"


@check(JOB)
def modules_of_the_job_are_imported():
    with project() as root, cluster(runtime_env={"py_modules": [str(root / "inner")]}) as ray:

        def deep():
            import inner

            return inner.DEEP

        assert ray.get(ray.remote(deep).remote()) == "deep"


@check(JOB)
def a_wheel_may_be_a_module():
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, "emoji==2.14.0"]
        subprocess.run(command, check=True)
        wheel = next(pathlib.Path(folder).glob("*.whl"))
        with cluster(runtime_env={"py_modules": [str(wheel)]}) as ray:
            assert ray.get(ray.remote(version_of_emoji).remote(), timeout=120)[0] == "2.14.0"


@check(JOB)
def an_archive_may_be_named_by_uri():
    with project() as root, tempfile.TemporaryDirectory() as folder:
        archive = pathlib.Path(folder, "project.zip")
        with zipfile.ZipFile(archive, "w") as out:
            for file in root.rglob("*"):
                out.write(file, pathlib.Path("project") / file.relative_to(root))
        with cluster() as ray:
            env = {"working_dir": archive.as_uri()}
            assert ray.get(ray.remote(seen_of_the_project).options(runtime_env=env).remote()) == (42, "deep", "some data", True)


@check(JOB)
def an_archive_that_is_not_there_is_told():
    with cluster() as ray:
        env = {"working_dir": "file:///no/such/archive.zip"}
        return fails(ray, lambda: ray.get(ray.remote(pid).options(runtime_env=env).remote(), timeout=60), "archive.zip")


@check(JOB)
def workers_may_write_beside_their_code():
    def write():
        pathlib.Path("result.txt").write_text("written")
        return pathlib.Path("result.txt").read_text()

    with project() as root, cluster(runtime_env={"working_dir": str(root)}) as ray:
        assert ray.get(ray.remote(write).remote()) == "written"


@check(JOB)
def a_plugin_in_python_changes_the_worker():
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "plugin_of_a_user.py").write_text(
            "from ray._private.runtime_env.plugin import RuntimeEnvPlugin\n"
            "class Plugin(RuntimeEnvPlugin):\n"
            "    name = 'plugin_of_a_user'\n"
            "    def modify_context(self, uris, env, context, logger=None):\n"
            "        context.env_vars['PLUGGED'] = env['plugin_of_a_user']\n"
        )
        changes = {
            "RAY_RUNTIME_ENV_PLUGINS": json.dumps([{"class": "plugin_of_a_user.Plugin"}]),
            "PYTHONPATH": folder,
        }
        before = dict(os.environ)
        os.environ.update(changes)
        sys.path.insert(0, folder)
        try:
            with cluster() as ray:
                got = ray.get(ray.remote(lambda: os.environ.get("PLUGGED")).options(runtime_env={"plugin_of_a_user": "in"}).remote(), timeout=60)
                assert got == "in", got
        finally:
            os.environ.clear()
            os.environ.update(before)


def tried(name, run):
    start = time.monotonic()
    try:
        detail = run()
        outcome = "passes"
    except BaseException as failure:
        if isinstance(failure, KeyboardInterrupt):
            raise
        outcome, detail = "fails", "".join(traceback.format_exception_only(type(failure), failure)).strip()[:2000]
    row = {"check": name, "outcome": outcome, "seconds": round(time.monotonic() - start, 1), "detail": detail or ""}
    print(json.dumps(row), flush=True)


def main():
    words = sys.argv[1:]
    chosen = {name: entry for name, entry in CHECKS.items() if not words or any(word in name for word in words)}
    shared = [(name, function) for name, (function, job) in chosen.items() if job is None]
    if shared:
        with cluster() as ray:
            for name, function in shared:
                tried(name, lambda: function(ray))
    for name, (function, job) in chosen.items():
        if job is not None:
            tried(name, function)


if __name__ == "__main__":
    main()
