package io.milieu.python.region;

import io.milieu.python.requirement.Marker;
import io.milieu.python.tag.Tag;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where wheels fit, as far as their tags tell (PEP 425, 600, 656); everywhere for tags of unknown kinds. Remembers what it was asked, since
 * the many wheels of an index have few different tags. Thread-safe.
 */
public final class WheelRegions {
    private static final Pattern PYTHON = Pattern.compile("(py|cp|pp)(\\d)(\\d*)");
    private static final Pattern LINUX = Pattern.compile("(?:linux|(?:many|musl)linux(?:_\\d+_\\d+|\\d+))_(\\w+)");
    private static final Pattern MAC = Pattern.compile("macosx_\\d+_\\d+_(\\w+)");

    /** Python says what the kernel says: 32-bit programs often run on 64-bit kernels. */
    private static final Map<String, String> MACHINES = Map.of(
            "i686", "i386 i586 i686 x86_64",
            "armv6l", "armv6l armv7l armv8l aarch64",
            "armv7l", "armv7l armv8l aarch64",
            "intel", "x86_64 i386",
            "universal2", "x86_64 arm64",
            "amd64", "AMD64 x86_64",
            "arm64", "arm64 ARM64");

    private final Map<Tag, Diagram> known = new ConcurrentHashMap<>();

    /** {@return where a wheel with these tags fits} */
    public Region of(List<Tag> tags) {
        Diagram any = Diagram.NOWHERE;
        for (Tag tag : Set.copyOf(tags)) {
            any = Diagram.or(any, known.computeIfAbsent(tag, WheelRegions::diagram));
        }
        return new Region(any);
    }

    private static Diagram diagram(Tag tag) {
        return Diagram.and(python(tag), platform(tag.platform()));
    }

    private static Diagram python(Tag tag) {
        Matcher form = PYTHON.matcher(tag.python());
        if (!form.matches()) {
            return Diagram.EVERYWHERE;
        }
        int major = Integer.parseInt(form.group(2));
        boolean open = form.group(1).equals("py") || tag.abi().startsWith("abi3");
        String minor = form.group(3);
        String first = major + (minor.isEmpty() ? "" : "." + minor);
        String python = open || minor.isEmpty()
                ? "python_version >= '" + first + "' and python_version < '" + (major + 1) + "'"
                : "python_version == '" + first + "'";
        return switch (form.group(1)) {
            case "cp" -> where(python + " and implementation_name == 'cpython'");
            case "pp" -> where(python + " and implementation_name == 'pypy'");
            default -> where(python);
        };
    }

    private static Diagram platform(String platform) {
        Matcher linux = LINUX.matcher(platform);
        if (linux.matches()) {
            return where("sys_platform == 'linux' and " + machine(linux.group(1)));
        }
        Matcher mac = MAC.matcher(platform);
        if (mac.matches()) {
            return where("sys_platform == 'darwin' and " + machine(mac.group(1)));
        }
        return switch (platform) {
            case "any" -> Diagram.EVERYWHERE;
            case "win32" -> where("sys_platform == 'win32'");
            case "win_amd64", "win_arm64" -> where("sys_platform == 'win32' and " + machine(platform.substring(4)));
            default -> {
                String other = platform.replaceFirst("[_\\d].*", "");
                yield Set.of("android", "ios", "emscripten", "wasi").contains(other)
                        ? where("sys_platform == '" + other + "'")
                        : where("sys_platform not in 'linux darwin win32'");
            }
        };
    }

    private static String machine(String name) {
        return Set.of(MACHINES.getOrDefault(name, name).split(" ")).stream()
                .sorted()
                .map(each -> "platform_machine == '" + each + "'")
                .collect(Collectors.joining(" or ", "(", ")"));
    }

    private static Diagram where(String marker) {
        return MarkerReader.read(Marker.parse(marker), Set.of());
    }
}
