"""Prints, as one line of JSON, what the pip of this interpreter would do by default in `pip install`."""
import glob
import json
import os
import sys


def import_pip():
    try:
        import pip
    except ImportError:
        import ensurepip

        bundled = sorted(glob.glob(os.path.join(ensurepip.__path__[0], "_bundled", "pip-*.whl")))
        distribution = sorted(glob.glob("/usr/share/python-wheels/pip-*.whl"))
        sys.path[:0] = (bundled + distribution)[:1]
        import pip


def files():
    from pip._internal.configuration import get_configuration_files

    paths = [path for group in get_configuration_files().values() for path in group]
    if os.environ.get("PIP_CONFIG_FILE"):
        paths.append(os.environ["PIP_CONFIG_FILE"])
    return {path: modified(path) for path in map(os.path.abspath, paths) if path != os.devnull}


def modified(path):
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return -1


def options():
    try:
        from pip._internal.commands import create_command

        command = create_command("install")
    except ImportError:  # before pip 19.3
        from pip._internal.commands.install import InstallCommand

        command = InstallCommand()
    return command.parser.parse_args([])[0]


import_pip()
watched = files()
chosen = options()
formats = chosen.format_control
print(
    json.dumps(
        {
            "index_url": chosen.index_url,
            "extra_index_urls": list(chosen.extra_index_urls),
            "no_index": bool(chosen.no_index),
            "find_links": list(chosen.find_links),
            "trusted_hosts": list(chosen.trusted_hosts),
            "cert": chosen.cert or "",
            "pre": bool(getattr(chosen, "pre", False)),
            "prefer_binary": bool(getattr(chosen, "prefer_binary", False)),
            "only_binary": sorted(formats.only_binary),
            "no_binary": sorted(formats.no_binary),
            "watched": watched,
        }
    )
)
