package io.milieu.core.fetch;

import io.milieu.core.base.OnceMap;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.posix.Executables;
import io.milieu.core.posix.Subprocess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The user's keyring, asked through the program {@code keyring} as pip and uv do, and only after a server has refused access. Each origin
 * is asked for once. Thread-safe.
 *
 * <p>On if the first of {@code MILIEU_KEYRING_PROVIDER}, {@code UV_KEYRING_PROVIDER} and {@code PIP_KEYRING_PROVIDER} that is set is
 * {@code subprocess} or {@code import}; off for {@code disabled} and {@code auto}.
 */
final class Keyring {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MOST_ORIGINS = 100;
    private static final List<String> VARIABLES =
            List.of("MILIEU_KEYRING_PROVIDER", "UV_KEYRING_PROVIDER", "PIP_KEYRING_PROVIDER");

    private final Map<String, String> environment;
    private final List<URI> urls;
    private final OnceMap<Origin, Optional<String>> asked = new OnceMap<>(MOST_ORIGINS);
    private final Map<Origin, String> known = new ConcurrentHashMap<>();

    private Keyring(Map<String, String> environment, Collection<URI> urls) {
        this.environment = Map.copyOf(environment);
        this.urls = List.copyOf(urls);
    }

    /** {@return the keyring, if the variables ask for it} It looks for logins of the URLs as a whole, before those of their hosts. */
    static Optional<Keyring> of(Map<String, String> environment, Collection<URI> urls) {
        String provider = VARIABLES.stream()
                .map(variable -> environment.getOrDefault(variable, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("disabled");
        return switch (provider) {
            case "subprocess", "import" -> Optional.of(new Keyring(environment, urls));
            case "disabled", "auto" -> Optional.empty();
            default ->
                throw new MilieuException(
                        CoreError.USAGE,
                        "the keyring provider `" + provider + "` is not known",
                        List.of("It is `subprocess` or `disabled`."));
        };
    }

    /** The value of the {@code Authorization} header, if the origin has been asked for and has one. */
    Optional<String> known(URI url) {
        return Optional.ofNullable(known.get(Origin.of(url)));
    }

    /** Looks for a login of a server that refused access. {@return whether there is one now} */
    boolean ask(URI refused) {
        Origin origin = Origin.of(refused);
        Optional<String> login = asked.get(origin, () -> login(origin));
        login.ifPresent(value -> known.put(origin, value));
        return login.isPresent();
    }

    private Optional<String> login(Origin origin) {
        Path here = Path.of(System.getProperty("user.dir"));
        Path program = Executables.find("keyring", environment, here)
                .orElseThrow(() -> new MilieuException(
                        CoreError.FETCH_DENIED,
                        "the server of `" + origin.scheme() + "://" + origin.host()
                                + "` refuses access, and the keyring cannot be asked: there is no program `keyring`",
                        List.of("Put `keyring` on the PATH, or the user name and password into the .netrc file.")));
        Optional<String> user = urls.stream()
                .filter(url -> Origin.of(url).equals(origin) && url.getRawUserInfo() != null)
                .map(url -> Credentials.decode(url.getRawUserInfo().split(":", 2)[0]))
                .findFirst();
        for (String service : services(origin)) {
            Optional<String> login = user.isPresent()
                    ? run(program, here, "get", service, user.get())
                            .map(password -> Credentials.basic(user.get(), password))
                    : run(program, here, "--mode", "creds", "--output", "json", "get", service)
                            .flatMap(Keyring::pair);
            if (login.isPresent()) {
                return login;
            }
        }
        return Optional.empty();
    }

    private List<String> services(Origin origin) {
        List<String> services = new ArrayList<>();
        urls.stream()
                .filter(url -> Origin.of(url).equals(origin))
                .map(url -> Origin.bare(url).toString())
                .distinct()
                .forEach(services::add);
        boolean usual = origin.port() == (origin.scheme().equals("https") ? 443 : 80);
        services.add(usual ? origin.host() : origin.host() + ":" + origin.port());
        return services;
    }

    /** {@return what the program prints; nothing if it knows no such login} */
    private Optional<String> run(Path program, Path here, String... words) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(words));
        try {
            Subprocess.Outcome outcome = new Subprocess(command, environment, here).run(PATIENCE);
            return Optional.of(outcome.output().stripTrailing())
                    .filter(text -> outcome.exitCode() == 0 && !text.isEmpty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MilieuException(CoreError.CANCELLED, "asking the keyring was interrupted", List.of(), e);
        }
    }

    private static Optional<String> pair(String text) {
        try {
            return Json.parse(text) instanceof JsonObject object
                    ? object.string("username")
                            .flatMap(user ->
                                    object.string("password").map(password -> Credentials.basic(user, password)))
                    : Optional.empty();
        } catch (MilieuException e) {
            return Optional.empty(); // an old program, which prints something else
        }
    }

    @Override
    public String toString() {
        return "Keyring[****]";
    }
}
