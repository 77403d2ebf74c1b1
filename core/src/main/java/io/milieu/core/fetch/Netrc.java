package io.milieu.core.fetch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a {@code .netrc} file says: its words machine, default, login and password. */
record Netrc(Map<String, Login> logins) {
    static final Netrc EMPTY = new Netrc(Map.of());
    private static final String DEFAULT = "";
    private static final Pattern MACROS = Pattern.compile("(?m)^\\s*macdef\\b(?:.*\\n)+?(?:\\s*\\n|\\z)");
    private static final Pattern COMMENTS = Pattern.compile("(?m)^\\s*#.*$");
    private static final Pattern TOKEN = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+)");

    record Login(String user, String password) {
        @Override
        public String toString() {
            return "Login[****]";
        }
    }

    Netrc {
        logins = Map.copyOf(logins);
    }

    static Netrc read(Path file) {
        try {
            return parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return EMPTY;
        } catch (IOException e) {
            throw LocalFailure.reading(file, e);
        }
    }

    /** Reads what it understands; the last word on a machine wins. */
    static Netrc parse(String text) {
        String entries =
                COMMENTS.matcher(MACROS.matcher(text + "\n").replaceAll("")).replaceAll("");
        Iterator<String> tokens =
                TOKEN.matcher(entries).results().map(Netrc::token).iterator();
        Map<String, Login> logins = new HashMap<>();
        String machine = DEFAULT;
        while (tokens.hasNext()) {
            switch (tokens.next()) {
                case "machine" -> machine = next(tokens).toLowerCase(Locale.ROOT);
                case "default" -> machine = DEFAULT;
                case "login" -> {
                    String user = next(tokens);
                    logins.merge(machine, new Login(user, ""), (old, fresh) -> new Login(user, old.password()));
                }
                case "password" -> {
                    String password = next(tokens);
                    logins.merge(machine, new Login("", password), (old, fresh) -> new Login(old.user(), password));
                }
                default -> {} // account and its value, or something newer
            }
        }
        return new Netrc(logins);
    }

    Optional<Login> login(String host) {
        return Optional.ofNullable(logins.getOrDefault(host, logins.get(DEFAULT)));
    }

    private static String next(Iterator<String> tokens) {
        return tokens.hasNext() ? tokens.next() : "";
    }

    private static String token(MatchResult match) {
        String quoted = match.group(1);
        return quoted == null ? match.group(2) : quoted.replaceAll("\\\\(.)", "$1");
    }
}
