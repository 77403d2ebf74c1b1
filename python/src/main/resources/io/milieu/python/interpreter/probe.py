# Prints one line of JSON about the Python that runs it. It has to parse on every Python 3 in order to name the old ones.
import sys

if sys.version_info < (3, 8):
    print('{"too_old": "%d.%d"}' % sys.version_info[:2])
    sys.exit(0)

import json
import os
import platform
import re
import site
import struct
import sysconfig


def full_version(info):
    text = "%d.%d.%d" % info[:3]
    return text if info.releaselevel == "final" else text + info.releaselevel[0] + str(info.serial)


def markers():
    # A build from a modified source tree calls itself `3.11.2+`, which is no version.
    version = platform.python_version()
    version += "local" if version.endswith("+") else ""
    return {
        "implementation_name": sys.implementation.name,
        "implementation_version": full_version(sys.implementation.version),
        "os_name": os.name,
        "platform_machine": platform.machine(),
        "platform_python_implementation": platform.python_implementation(),
        "platform_release": platform.release(),
        "platform_system": platform.system(),
        "platform_version": platform.version(),
        "python_full_version": version,
        "python_version": "%d.%d" % sys.version_info[:2],
        "sys_platform": sys.platform,
    }


def elf():
    """The loader named by this program's ELF file ("" if none), and whether it passes floats in registers on ARM."""
    with open(sys.executable, "rb") as file:
        ident = file.read(16)
        if ident[:4] != b"\x7fELF":
            return "", False
        wide, order = ident[4] == 2, "<" if ident[5] == 1 else ">"
        header = struct.Struct(order + ("HHIQQQIHHH" if wide else "HHIIIIIHHH"))
        _, machine, _, _, table, _, flags, _, size, count = header.unpack(file.read(header.size))
        hard_float = machine == 40 and flags & 0xFF000400 == 0x05000400
        program = struct.Struct(order + ("IIQQQQ" if wide else "IIIII"))
        for index in range(count):
            file.seek(table + index * size)
            fields = program.unpack(file.read(program.size))
            if fields[0] == 3:
                file.seek(fields[2 if wide else 1])
                return os.fsdecode(file.read(fields[-1]).rstrip(b"\0")), hard_float
        return "", hard_float


def libc(loader):
    """Name, major and minor version of the C library; "" if it is none that wheels are built for."""
    kind, text = "", ""
    try:
        kind, text = os.confstr("CS_GNU_LIBC_VERSION").split()
    except (AttributeError, OSError, TypeError, ValueError):
        if "musl" in loader:
            import subprocess

            # Called without arguments, musl's loader introduces itself on the error stream.
            kind = "musl"
            text = subprocess.run([loader], stderr=subprocess.PIPE).stderr.decode().split("Version")[-1]
    version = re.search(r"(\d+)\.(\d+)", text)
    return (kind, int(version.group(1)), int(version.group(2))) if version else ("", 0, 0)


def refused(kind, major, minor):
    """The manylinux platform tags that a `_manylinux` module of this installation refuses (PEP 600)."""
    try:
        import _manylinux
    except ImportError:
        return []
    machines = [platform.machine()]
    if struct.calcsize("P") == 4:
        machines = {"x86_64": ["i686"], "aarch64": ["armv8l", "armv7l"]}.get(machines[0], machines)
    ask = getattr(_manylinux, "manylinux_compatible", None)
    aliases = {5: "manylinux1", 12: "manylinux2010", 17: "manylinux2014"}
    tags = []
    for machine in machines:
        for level in range(5, minor + 1 if kind == "glibc" else 0):
            alias = aliases.get(level)
            answer = ask(major, level, machine) if ask else getattr(_manylinux, "%s_compatible" % alias, None)
            if answer is not None and not answer:
                tags.append("manylinux_%d_%d_%s" % (major, level, machine))
                tags += [alias + "_" + machine] if alias else []
    return tags


def system_platform():
    """The platform that runs, which on macOS is newer than the one the Python was built for."""
    if sys.platform != "darwin":
        return sysconfig.get_platform()
    version, _, machine = platform.mac_ver()
    return "macosx-%s-%s" % (".".join((version.split(".") + ["0"])[:2]), machine)


def layout():
    """Where a virtual environment of this Python keeps things, relative to its root."""
    scheme = "venv" if "venv" in sysconfig.get_scheme_names() else "posix_prefix"
    names = ("base", "platbase", "installed_base", "installed_platbase")
    paths = sysconfig.get_paths(scheme, vars=dict.fromkeys(names, "/-"))
    return {name: paths[name][3:] for name in ("purelib", "platlib", "include", "scripts", "data")}


def changed(path):
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return -1


def site_packages():
    paths = sysconfig.get_paths()
    own = {os.path.realpath(paths[name]) for name in ("stdlib", "platstdlib")}
    own |= {os.path.join(path, "lib-dynload") for path in own}
    return [path for path in sys.path if os.path.isdir(path) and os.path.realpath(path) not in own]


def facts():
    loader, hard_float = elf()
    kind, major, minor = libc(loader)
    packages = site_packages()
    variable = sysconfig.get_config_var
    return {
        "abi_flags": getattr(sys, "abiflags", ""),
        "base_executable": os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable),
        "base_prefix": sys.base_prefix,
        "cache_tag": sys.implementation.cache_tag or "",
        "conda": os.path.isdir(os.path.join(sys.base_prefix, "conda-meta")),
        "extension_suffix": variable("EXT_SUFFIX") or "",
        "hard_float": hard_float,
        "layout": layout(),
        "libc": kind,
        "libc_major": major,
        "libc_minor": minor,
        "markers": markers(),
        "platform": system_platform(),
        "pointer_bits": struct.calcsize("P") * 8,
        "refused": refused(kind, major, minor),
        "site_packages": packages,
        "soabi": variable("SOABI") or "",
        "standard_library": sysconfig.get_paths()["stdlib"],
        "watched": {path: changed(path) for path in {*packages, *site.getsitepackages()}},
    }


print()
print(json.dumps(facts(), sort_keys=True))
