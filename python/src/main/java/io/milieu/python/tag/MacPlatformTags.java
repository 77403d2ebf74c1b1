package io.milieu.python.tag;

import java.util.ArrayList;
import java.util.List;

/**
 * The platform parts that fit an interpreter on macOS, best first. Up to 10.15 every minor version was a release of its own;
 * since 11 the major version is, and a system loads what was built for any earlier one of its processor.
 */
final class MacPlatformTags {
    private static final int LAST_MINOR_OF_10 = 16;
    private static final int FIRST_MINOR_WITH_INTEL = 4;

    private MacPlatformTags() {}

    /** The platform has the form {@code macosx_14_2_arm64}. */
    static List<String> of(String platform) {
        String[] parts = platform.split("_", 4);
        int major = Integer.parseInt(parts[1]);
        int minor = Integer.parseInt(parts[2]);
        String machine = parts[3];
        List<String> tags = new ArrayList<>();
        for (int earlier = major; earlier > 10; earlier--) {
            add(tags, earlier, 0, formats(earlier, 0, machine));
        }
        if (major > 10) {
            // Only the Intel half of a fat binary can be older than 11, the first system on ARM.
            for (int earlier = LAST_MINOR_OF_10; earlier >= FIRST_MINOR_WITH_INTEL; earlier--) {
                boolean intel = machine.equals("x86_64");
                add(tags, 10, earlier, intel ? formats(10, earlier, machine) : List.of("universal2"));
            }
        } else {
            for (int earlier = minor; earlier >= 0; earlier--) {
                add(tags, 10, earlier, formats(10, earlier, machine));
            }
        }
        return List.copyOf(tags);
    }

    /** The binary formats that hold code for the machine, on that version of the system. */
    static List<String> formats(int major, int minor, String machine) {
        boolean hasIntel = major > 10 || minor >= FIRST_MINOR_WITH_INTEL;
        return switch (machine) {
            case "x86_64" ->
                hasIntel ? List.of("x86_64", "intel", "fat64", "fat3", "universal2", "universal") : List.of();
            case "i386" -> hasIntel ? List.of("i386", "intel", "fat3", "fat", "universal") : List.of();
            case "ppc64" ->
                major == 10 && (minor == 4 || minor == 5) ? List.of("ppc64", "fat64", "universal") : List.of();
            case "ppc" -> major == 10 && minor <= 6 ? List.of("ppc", "fat3", "fat", "universal") : List.of();
            case "arm64" -> List.of("arm64", "universal2");
            case "intel" -> List.of("intel", "universal");
            default -> List.of(machine);
        };
    }

    private static void add(List<String> tags, int major, int minor, List<String> formats) {
        formats.forEach(format -> tags.add("macosx_" + major + "_" + minor + "_" + format));
    }
}
