package io.milieu.python.index;

import io.milieu.core.error.MilieuException;
import io.milieu.core.fetch.PageReply.Page;
import io.milieu.core.fetch.Validators;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A page of an index with what is needed to use it again. As bytes: one line of JSON, then the body.
 *
 * @param uri where it came from, after redirects
 * @param contentType its media type as sent
 * @param validators what to ask with whether it changed
 * @param freshUntil until when it may be used without asking
 * @param content the page itself
 */
record CachedPage(URI uri, String contentType, Validators validators, Instant freshUntil, Content content) {
    private static final Duration USUAL_FRESHNESS = Duration.ofMinutes(10);
    private static final Pattern MAX_AGE = Pattern.compile("max-age=\"?(\\d{1,9})");

    /** The bytes of a page; a class because equality of pages is of no interest. */
    static final class Content {
        private final byte[] bytes;
        private volatile @Nullable ProjectPage read;

        Content(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    static CachedPage of(Page page, Instant now) {
        return new CachedPage(
                page.uri(),
                page.headers().firstValue("content-type").orElse(""),
                page.validators(),
                freshUntil(page.headers(), now),
                new Content(page.body()));
    }

    /** The same page after the server said that it did not change. */
    CachedPage renewed(HttpHeaders headers, Instant now) {
        return new CachedPage(uri, contentType, validators, freshUntil(headers, now), content);
    }

    /**
     * {@return what the page says} It is parsed once, or by several threads that ask at the same moment.
     *
     * @throws MilieuException {@code PAGE_INVALID}
     */
    ProjectPage read() {
        ProjectPage known = content.read;
        if (known == null) {
            known = PageReader.read(content.bytes, contentType, uri);
            content.read = known;
        }
        return known;
    }

    boolean isFreshAt(Instant now) {
        return now.isBefore(freshUntil);
    }

    byte[] toBytes() {
        String head = Json.compact(JsonValue.object()
                .put("uri", uri.toString())
                .put("type", contentType)
                .put("etag", validators.etag())
                .put("modified", validators.lastModified())
                .put("fresh-until", freshUntil.toEpochMilli())
                .put("check", check(content.bytes(), 0))
                .build());
        byte[] line = (head + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(line, line.length + content.bytes().length);
        System.arraycopy(content.bytes(), 0, all, line.length, content.bytes().length);
        return all;
    }

    /** What {@link #toBytes} wrote; empty for anything else. */
    static Optional<CachedPage> fromBytes(byte[] all) {
        int end = 0;
        while (end < all.length && all[end] != '\n') {
            end++;
        }
        try {
            String line = new String(all, 0, end, StandardCharsets.UTF_8);
            int body = Math.min(end + 1, all.length);
            if (Json.parse(line) instanceof JsonObject head && head.number("check", -1) == check(all, body)) {
                return Optional.of(new CachedPage(
                        URI.create(head.string("uri").orElse("")),
                        head.string("type").orElse(""),
                        new Validators(
                                head.string("etag").orElse(""),
                                head.string("modified").orElse("")),
                        Instant.ofEpochMilli(head.number("fresh-until", 0)),
                        new Content(Arrays.copyOfRange(all, body, all.length))));
            }
        } catch (MilieuException | IllegalArgumentException e) {
            return Optional.empty(); // garbage: the page is fetched again
        }
        return Optional.empty();
    }

    /** RFC 9111, as far as pages of indexes need it. */
    private static Instant freshUntil(HttpHeaders headers, Instant now) {
        String control = headers.firstValue("cache-control").orElse("").toLowerCase(Locale.ROOT);
        if (control.contains("no-cache") || control.contains("no-store")) {
            return now;
        }
        Matcher maxAge = MAX_AGE.matcher(control);
        Duration fresh = maxAge.find() ? Duration.ofSeconds(Long.parseLong(maxAge.group(1))) : USUAL_FRESHNESS;
        long age = headers.firstValue("age")
                .filter(text -> text.matches("\\d{1,9}"))
                .map(Long::parseLong)
                .orElse(0L);
        return now.plus(fresh).minusSeconds(age);
    }

    private static long check(byte[] bytes, int from) {
        CRC32 sum = new CRC32();
        sum.update(bytes, from, bytes.length - from);
        return sum.getValue();
    }
}
