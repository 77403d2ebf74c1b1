package io.milieu.python.tag;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The platform parts that fit one interpreter, best first. */
final class PlatformTags {
    private static final Set<String> MANYLINUX_MACHINES =
            Set.of("x86_64", "aarch64", "ppc64", "ppc64le", "s390x", "loongarch64", "riscv64", "i686", "armv7l");

    private final PlatformFacts facts;
    private final List<String> tags = new ArrayList<>();

    private PlatformTags(PlatformFacts facts) {
        this.facts = facts;
    }

    static List<String> of(PlatformFacts facts) {
        String platform = normalized(facts.platform());
        PlatformTags platforms = new PlatformTags(facts);
        if (platform.startsWith("linux_")) {
            platforms.addLinux(platform.substring("linux_".length()));
        } else if (platform.startsWith("macosx_")) {
            return MacPlatformTags.of(platform);
        } else {
            platforms.tags.add(platform);
        }
        return List.copyOf(platforms.tags);
    }

    static String normalized(String text) {
        return text.replace('.', '_').replace('-', '_').replace(' ', '_');
    }

    private void addLinux(String kernelMachine) {
        List<String> machines = machines(kernelMachine);
        machines.forEach(machine -> tags.add("linux_" + machine));
        switch (facts.libc().kind()) {
            case GLIBC -> addManylinux(machines);
            case MUSL -> machines.forEach(this::addMusllinux);
            case NONE -> {}
        }
    }

    /** A 32-bit interpreter may run on a 64-bit kernel, whose machine name does not fit it. */
    private List<String> machines(String kernelMachine) {
        String machine = kernelMachine;
        if (facts.is32Bit() && kernelMachine.equals("x86_64")) {
            machine = "i686";
        } else if (facts.is32Bit() && kernelMachine.equals("aarch64")) {
            machine = "armv8l";
        }
        return machine.equals("armv8l") ? List.of("armv8l", "armv7l") : List.of(machine);
    }

    private void addManylinux(List<String> machines) {
        boolean arm32 = machines.contains("armv7l");
        boolean known = machines.stream().anyMatch(MANYLINUX_MACHINES::contains);
        if (!known || (arm32 && !facts.isHardFloat())) {
            return;
        }
        boolean old = machines.contains("x86_64") || machines.contains("i686");
        for (String machine : machines) {
            for (int minor = facts.libc().minor(); minor >= (old ? 5 : 17); minor--) {
                addUnlessRefused("manylinux_" + facts.libc().major() + "_" + minor + "_" + machine);
                if (!alias(minor).isEmpty()) {
                    addUnlessRefused(alias(minor) + "_" + machine);
                }
            }
        }
    }

    private void addMusllinux(String machine) {
        for (int minor = facts.libc().minor(); minor >= 0; minor--) {
            tags.add("musllinux_" + facts.libc().major() + "_" + minor + "_" + machine);
        }
    }

    private void addUnlessRefused(String tag) {
        if (!facts.refusedPlatforms().contains(tag)) {
            tags.add(tag);
        }
    }

    private static String alias(int glibcMinor) {
        return switch (glibcMinor) {
            case 17 -> "manylinux2014";
            case 12 -> "manylinux2010";
            case 5 -> "manylinux1";
            default -> "";
        };
    }
}
