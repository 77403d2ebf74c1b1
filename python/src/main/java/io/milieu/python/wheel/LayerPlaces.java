package io.milieu.python.wheel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Where each file of a wheel goes in its layer, and from there what its path in an installed RECORD is. */
final class LayerPlaces {
    static final String SITE = "site/";
    static final String SCRIPTS = "scripts/";
    static final String DATA = "data/";
    static final String HEADERS = "headers/";

    private static final String FROM_SITE = "../../../";
    private static final Set<String> OURS = Set.of("RECORD", "INSTALLER", "REQUESTED", "direct_url.json");

    private final String distInfo;
    private final Refusal refuse;

    LayerPlaces(String distInfo, Refusal refuse) {
        this.distInfo = distInfo;
        this.refuse = refuse;
    }

    /** {@return the path in the layer of the entry of that name} */
    String place(String name) {
        int slash = name.indexOf('/');
        if (slash < 0 || !name.startsWith(".data", slash - ".data".length())) {
            return SITE + name;
        }
        int second = name.indexOf('/', slash + 1);
        String category = second < 0 ? "" : name.substring(slash + 1, second);
        String rest = name.substring(second + 1);
        return switch (category) {
            case "purelib", "platlib" -> SITE + rest;
            case "scripts" -> SCRIPTS + rest;
            case "data" -> DATA + rest;
            case "headers" -> HEADERS + rest;
            default -> throw refuse.entry(name, "belongs to no known category of `.data`");
        };
    }

    /** {@return whether the installer writes this file itself, whatever the wheel brings} */
    boolean isOurs(String place) {
        String prefix = SITE + distInfo + "/";
        return place.startsWith(prefix) && OURS.contains(place.substring(prefix.length()));
    }

    /** {@return whether RECORD can hold no hash of the file, because it signs RECORD (PEP 427)} */
    boolean isSignature(String place) {
        String record = SITE + distInfo + "/RECORD";
        return place.equals(record) || place.equals(record + ".jws") || place.equals(record + ".p7s");
    }

    /** {@return where in a layer the file is of which {@link #installed} gave the path} */
    static String place(Path layer, String installed) {
        if (!installed.startsWith(FROM_SITE)) {
            return SITE + installed;
        }
        String rest = installed.substring(FROM_SITE.length());
        String script = SCRIPTS + rest.replaceFirst("^bin/", "");
        // What a wheel has as data may go to the folder of the scripts, too.
        return rest.startsWith("bin/") && Files.exists(layer.resolve(script)) ? script : DATA + rest;
    }

    /** {@return the path from site-packages of a file that is installed at the same place in every environment} */
    static String installed(String place) {
        if (place.startsWith(SITE)) {
            return place.substring(SITE.length());
        }
        return place.startsWith(SCRIPTS)
                ? FROM_SITE + "bin/" + place.substring(SCRIPTS.length())
                : FROM_SITE + place.substring(DATA.length());
    }
}
