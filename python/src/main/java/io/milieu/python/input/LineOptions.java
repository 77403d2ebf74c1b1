package io.milieu.python.input;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.fetch.Checksum;
import io.milieu.core.fetch.HashAlgorithm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The options behind one requirement: {@code --hash}, {@code --config-settings}, {@code --global-option}. Anything else is refused by
 * name.
 *
 * @param hashes what the file may have
 * @param configSettings {@code KEY=VALUE} for the build backend
 */
record LineOptions(List<Checksum> hashes, List<String> configSettings) {
    static final LineOptions NONE = new LineOptions(List.of(), List.of());

    LineOptions {
        hashes = List.copyOf(hashes);
        configSettings = List.copyOf(configSettings);
    }

    /** {@return the options that words stand for} */
    static LineOptions of(List<String> words, String place) {
        List<Checksum> hashes = new ArrayList<>();
        List<String> settings = new ArrayList<>();
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            int equals = word.indexOf('=');
            boolean joined = word.startsWith("--") && equals > 0;
            String name = joined ? word.substring(0, equals) : word;
            String value = joined ? word.substring(equals + 1) : at + 1 < words.size() ? words.get(++at) : "";
            if (value.isEmpty()) {
                throw usage(place, "the option `" + name + "` needs a value");
            }
            switch (name) {
                case "--hash" -> hashes.add(hash(value, place));
                case "--config-settings", "--config-setting", "-C" -> settings.add(setting(value, place));
                // pip hands these to `setup.py`, which nobody runs by itself any more.
                case "--global-option" -> settings.add(setting("--global-option=" + value, place));
                default -> throw usage(place, "the option `" + name + "` cannot stand behind a requirement");
            }
        }
        return new LineOptions(hashes, settings);
    }

    private static String setting(String value, String place) {
        if (value.indexOf('=') < 1) {
            throw usage(place, "`--config-settings " + value + "` is not of the form KEY=VALUE");
        }
        return value;
    }

    /** Only strong algorithms: a hash that can be forged protects nobody. */
    private static Checksum hash(String value, String place) {
        int colon = value.indexOf(':');
        String digits = value.substring(colon + 1);
        Optional<HashAlgorithm> algorithm = HashAlgorithm.named(colon < 0 ? "" : value.substring(0, colon))
                .filter(known -> known.compareTo(HashAlgorithm.SHA256) >= 0);
        int length = algorithm
                .map(known -> known.computation().getDigestLength() * 2)
                .orElse(0);
        if (algorithm.isEmpty() || digits.length() != length || !Checksum.isHex(digits)) {
            throw new MilieuException(
                    CoreError.USAGE,
                    place + ": `--hash " + value + "` is not a hash",
                    List.of("Write `--hash=sha256:` and 64 hexadecimal digits; sha384 and sha512 will do, too."));
        }
        return new Checksum(algorithm.get(), digits);
    }

    private static MilieuException usage(String place, String what) {
        return new MilieuException(
                CoreError.USAGE,
                place + ": " + Redacted.urls(what),
                List.of("Behind a requirement there may be --hash, --config-settings and --global-option."));
    }
}
