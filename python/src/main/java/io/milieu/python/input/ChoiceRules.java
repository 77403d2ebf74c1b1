package io.milieu.python.input;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.python.index.FormatControl;
import io.milieu.python.index.IndexConfiguration;
import io.milieu.python.index.ReleaseControl;
import io.milieu.python.name.PackageName;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How to choose among what indexes offer, as far as somebody says so; everything beside the requirements themselves.
 *
 * @param choices which kinds of files and of releases may be used, in the order of writing
 * @param preferBinary whether an older wheel is better than a newer source distribution
 * @param trustedHosts hosts whose certificate is not looked at, optionally with a port
 * @param excludeNewer files that were uploaded then or later are not used
 * @param strategy which of the versions that fit is wanted most
 * @param requireHashes whether everything needs a hash; if nobody says so, whether anything has one
 * @param dependencies whether what requirements require is installed, too
 * @param wheelsOnly whether source distributions are never built, whatever {@code choices} say
 * @param namedIndexes indexes by the name they were given; each is one of the indexes, too
 * @param pins which of the named indexes, and no other source, a project comes from
 * @param keyring how the user's keyring is asked for logins; empty if nobody says so
 */
public record ChoiceRules(
        List<NameChoice> choices,
        boolean preferBinary,
        List<String> trustedHosts,
        Optional<Instant> excludeNewer,
        Strategy strategy,
        Optional<Boolean> requireHashes,
        boolean dependencies,
        boolean wheelsOnly,
        Map<String, String> namedIndexes,
        Map<PackageName, String> pins,
        String keyring) {
    /** What pip does without options. */
    public static final ChoiceRules STANDARD = new ChoiceRules(
            List.of(),
            false,
            List.of(),
            Optional.empty(),
            Strategy.HIGHEST,
            Optional.empty(),
            true,
            false,
            Map.of(),
            Map.of(),
            "");

    /** Copies the collections; maps are ordered, so that equal rules have equal texts. */
    public ChoiceRules {
        choices = List.copyOf(choices);
        trustedHosts = List.copyOf(trustedHosts);
        namedIndexes = Collections.unmodifiableMap(new TreeMap<>(namedIndexes));
        pins = Collections.unmodifiableMap(new TreeMap<>(pins));
    }

    /**
     * {@return the configuration of package sources with what these rules say about it}
     *
     * @throws MilieuException {@link CoreError#USAGE} if the URL of a named index is none
     */
    public IndexConfiguration over(IndexConfiguration configured) {
        IndexConfiguration laid =
                configured.withFormats(formats(configured.formats())).withTrustedHosts(trustedHosts);
        for (Map.Entry<PackageName, String> pin : pins.entrySet()) {
            laid = laid.withPin(pin.getKey(), url(pin.getValue()));
        }
        laid = keyring.isEmpty() ? laid : laid.withKeyring(keyring);
        return preferBinary ? laid.withPreferBinary() : laid;
    }

    private URI url(String name) {
        String text = Objects.requireNonNull(namedIndexes.get(name), "a pin names an index");
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // Its own message would show the credentials.
            throw new MilieuException(
                    CoreError.USAGE, "`--index " + name + "=" + Redacted.urls(text) + "` does not name a URL");
        }
    }

    /** {@return which kinds of files may be used, where that is configured so} */
    public FormatControl formats(FormatControl configured) {
        FormatControl control = configured;
        for (NameChoice choice : choices) {
            control = switch (choice.option()) {
                case ONLY_BINARY -> control.onlyBinary(choice.value());
                case NO_BINARY -> control.noBinary(choice.value());
                case ALL_RELEASES, ONLY_FINAL -> control;
            };
        }
        return control;
    }

    /** {@return which releases may be used, where pre-releases are wanted everywhere or as the standard says} */
    public ReleaseControl releases(boolean prereleases) {
        ReleaseControl control =
                prereleases ? ReleaseControl.standard().allReleases(":all:") : ReleaseControl.standard();
        for (NameChoice choice : choices) {
            control = switch (choice.option()) {
                case ALL_RELEASES -> control.allReleases(choice.value());
                case ONLY_FINAL -> control.onlyFinal(choice.value());
                case ONLY_BINARY, NO_BINARY -> control;
            };
        }
        return control;
    }
}
