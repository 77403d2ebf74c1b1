package io.milieu.python.tag;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.python.requirement.MarkerEnvironment;
import io.milieu.python.version.Version;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a resolution is for: the facts of an interpreter, which need not be on this machine.
 *
 * @param python the version, without a pre-release suffix, as {@code Requires-Python} is compared
 * @param markers the answers to markers (PEP 508)
 * @param tags the wheels that fit (PEP 425)
 */
public record Target(Version python, MarkerEnvironment markers, SupportedTags tags) {
    private static final Pattern VERSION = Pattern.compile("3\\.(0|[1-9]\\d{0,2})(?:\\.(0|[1-9]\\d{0,2}))?");
    private static final Pattern LINUX =
            Pattern.compile("(\\w+?)-(?:(manylinux|musllinux)_(\\d{1,3})_(\\d{1,3})|manylinux(1|2010|2014))");
    private static final Pattern MAC = Pattern.compile("macos-(arm64|x86_64)");
    private static final Pattern WINDOWS = Pattern.compile("windows-(x86_64|arm64|x86)");

    /**
     * {@return an interpreter of this machine}
     *
     * @param version in full, for example {@code 3.14.0rc1+}
     */
    public static Target of(String version, MarkerEnvironment markers, PlatformFacts facts) {
        return new Target(
                Version.parse(version.replaceFirst("\\+$", "")).baseVersion(), markers, SupportedTags.of(facts));
    }

    /**
     * {@return CPython of that version on that platform}
     *
     * @param own the target that says what is not asked for
     * @param facts of the same interpreter
     * @param version such as {@code 3.12} or {@code 3.12.4}; absent for its own
     * @param platform such as {@code x86_64-manylinux_2_28}, {@code aarch64-musllinux_1_2}, {@code macos-arm64}, {@code
     *     windows-x86_64}; absent for its own
     * @throws MilieuException {@link CoreError#USAGE} if one of them has another form
     */
    public static Target elsewhere(
            Target own, PlatformFacts facts, Optional<String> version, Optional<String> platform) {
        String full = version.map(Target::full).orElseGet(own.python()::toString);
        int minor = Integer.parseInt(full.split("\\.")[1]);
        Machine machine = platform.map(Target::machine).orElseGet(() -> Machine.of(own.markers(), facts));
        PlatformFacts other = new PlatformFacts(
                "cpython",
                3,
                minor,
                minor < 8 ? "m" : "",
                "",
                machine.platform(),
                machine.libc(),
                machine.is32Bit(),
                true,
                Set.of());
        MarkerEnvironment markers = new MarkerEnvironment(
                "cpython",
                full,
                machine.osName(),
                machine.name(),
                "CPython",
                "",
                machine.system(),
                "",
                full,
                "3." + minor,
                machine.sysPlatform());
        return new Target(Version.parse(full), markers, SupportedTags.of(other));
    }

    private static String full(String version) {
        Matcher form = VERSION.matcher(version);
        if (!form.matches()) {
            throw new MilieuException(
                    CoreError.USAGE,
                    "`--python-version " + version + "` is not a version of Python",
                    List.of("Write it as in `3.12` or `3.12.4`."));
        }
        return form.group(2) == null ? version + ".0" : version;
    }

    private static Machine machine(String platform) {
        Matcher linux = LINUX.matcher(platform);
        Matcher mac = MAC.matcher(platform);
        Matcher windows = WINDOWS.matcher(platform);
        if (linux.matches()) {
            boolean is32Bit = Set.of("i686", "armv7l").contains(linux.group(1));
            return new Machine(
                    "posix", "linux", "Linux", linux.group(1), "linux-" + linux.group(1), libc(linux), is32Bit);
        }
        if (mac.matches()) {
            // The oldest release of the system that its maker still mends, for either processor.
            return new Machine(
                    "posix", "darwin", "Darwin", mac.group(1), "macosx-14.0-" + mac.group(1), Libc.NONE, false);
        }
        if (windows.matches()) {
            return switch (windows.group(1)) {
                case "x86" -> Machine.windows("x86", "win32", true);
                case "arm64" -> Machine.windows("ARM64", "win-arm64", false);
                default -> Machine.windows("AMD64", "win-amd64", false);
            };
        }
        throw new MilieuException(
                CoreError.USAGE,
                "`--platform " + platform + "` is not known",
                List.of(
                        "Write it as in `x86_64-manylinux_2_28`, `aarch64-musllinux_1_2`, `macos-arm64` or `windows-x86_64`."));
    }

    private static Libc libc(Matcher linux) {
        if (linux.group(2) == null) {
            return switch (linux.group(5)) {
                case "1" -> new Libc(Libc.Kind.GLIBC, 2, 5);
                case "2010" -> new Libc(Libc.Kind.GLIBC, 2, 12);
                default -> new Libc(Libc.Kind.GLIBC, 2, 17);
            };
        }
        return new Libc(
                linux.group(2).equals("manylinux") ? Libc.Kind.GLIBC : Libc.Kind.MUSL,
                Integer.parseInt(linux.group(3)),
                Integer.parseInt(linux.group(4)));
    }

    /** What markers and tags say about a machine. */
    private record Machine(
            String osName,
            String sysPlatform,
            String system,
            String name,
            String platform,
            Libc libc,
            boolean is32Bit) {

        private static Machine of(MarkerEnvironment markers, PlatformFacts facts) {
            return new Machine(
                    markers.osName(),
                    markers.sysPlatform(),
                    markers.platformSystem(),
                    markers.platformMachine(),
                    facts.platform(),
                    facts.libc(),
                    facts.is32Bit());
        }

        private static Machine windows(String name, String platform, boolean is32Bit) {
            return new Machine("nt", "win32", "Windows", name, platform, Libc.NONE, is32Bit);
        }
    }
}
