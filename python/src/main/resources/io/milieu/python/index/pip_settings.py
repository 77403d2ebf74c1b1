"""Prints, as one line of JSON, what the pip of this interpreter would do by default in `pip install`.

Importing pip's command takes half a second. Configuration that is documented and plain is therefore read here, and pip is
only asked for its places and its built-in index; whatever else is configured, or fails, is left to pip's own command.
"""
import sys

sys.path[:] = filter(None, sys.path)  # the folder it runs in, which anybody may have put a json.py into

import configparser
import glob
import json
import locale
import os

PLAIN = {"index-url", "extra-index-url", "no-index", "find-links", "trusted-host", "cert", "keyring-provider"}
INTRICATE = {"pypi-url", "pre", "prefer-binary", "only-binary", "no-binary"}
TRUE, FALSE = ("y", "yes", "t", "true", "on", "1"), ("n", "no", "f", "false", "off", "0")


class Intricate(Exception):
    """Configuration that pip's own command has to judge."""


def import_pip():
    try:
        import pip
    except ImportError:
        import ensurepip

        bundled = sorted(glob.glob(os.path.join(ensurepip.__path__[0], "_bundled", "pip-*.whl")))
        distribution = sorted(glob.glob("/usr/share/python-wheels/pip-*.whl"))
        sys.path[:0] = (bundled + distribution)[:1]
        import pip


def groups():
    """The configuration files that there may be: of the machine, the user, the environment; later ones win."""
    from pip._internal.utils import appdirs

    name = "pip.ini" if os.name == "nt" else "pip.conf"
    legacy = os.path.join(os.path.expanduser("~"), "pip" if os.name == "nt" else ".pip", name)
    machine = [os.path.join(folder, name) for folder in appdirs.site_config_dirs("pip")]
    return machine, [legacy, os.path.join(appdirs.user_config_dir("pip"), name)], [os.path.join(sys.prefix, name)]


def configured():
    """The lines of `[global]`, over them those of `[install]`, over them the variables."""
    machine, user, environment = groups()
    named = os.environ.get("PIP_CONFIG_FILE")
    if named == os.devnull:
        files = []
    elif named and os.path.exists(named):
        files = machine + environment + [named]
    else:
        files = machine + user + environment
    parser = configparser.RawConfigParser()
    for file in files:
        parser.read(file, encoding=locale.getpreferredencoding(False))
    layers = [parser.items(section) for section in ("global", "install") if parser.has_section(section)]
    layers.append([(key[4:], value) for key, value in os.environ.items() if key.startswith("PIP_")])
    chosen = {}
    for layer in layers:
        for key, value in layer:
            name = key.lower().replace("_", "-")
            name = name[2:] if name.startswith("--") else name
            if name in INTRICATE:
                raise Intricate(name)
            if name in PLAIN and value:
                chosen[name] = value
    return chosen


def switch(text):
    if text.lower() not in TRUE + FALSE:
        raise Intricate(text)
    return text.lower() in TRUE


def plain():
    from pip._internal.models.index import PyPI

    chosen = configured()
    return {
        "index_url": chosen.get("index-url", PyPI.simple_url),
        "extra_index_urls": chosen.get("extra-index-url", "").split(),
        "no_index": switch(chosen.get("no-index", "0")),
        "find_links": chosen.get("find-links", "").split(),
        "trusted_hosts": chosen.get("trusted-host", "").split(),
        "cert": os.path.expanduser(chosen.get("cert", "")),
        "pre": False,
        "prefer_binary": False,
        "only_binary": [],
        "no_binary": [],
        "keyring": chosen.get("keyring-provider", ""),
    }


def by_command():
    try:
        from pip._internal.commands import create_command

        command = create_command("install")
    except ImportError:  # before pip 19.3
        from pip._internal.commands.install import InstallCommand

        command = InstallCommand()
    chosen = command.parser.parse_args([])[0]
    formats = chosen.format_control
    return {
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
        "keyring": getattr(chosen, "keyring_provider", ""),
    }


def files():
    try:
        paths = [path for group in groups() for path in group]
    except Exception:
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


def settings():
    try:
        return plain()
    except Exception:
        return by_command()


import_pip()
# Before anything is read: a file that changes meanwhile is then seen to have changed.
watched = files()
print(json.dumps(dict(settings(), watched=watched)))
