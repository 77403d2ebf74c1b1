package io.milieu.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** Conditional, partial and compressed replies (RFC 9110, sections 13, 14 and 8.4). */
final class Delivery {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

    private Delivery() {}

    /** {@return 304 if the client has this reply already; else the reply} */
    static Reply unlessUnchanged(Request request, Reply reply) {
        String tag = reply.headers().getOrDefault("ETag", "");
        boolean unchanged = request.header("If-None-Match")
                .map(tags -> tags.equals("*") || tags.contains(tag))
                .orElseGet(() -> request.header("If-Modified-Since").isPresent()
                        && request.header("If-Modified-Since").equals(reply.header("Last-Modified")));
        return unchanged ? reply.with(304, Body.of(new byte[0])) : reply;
    }

    /** {@return the asked part: 206 for one range, 416 for one outside, all for several or a stale {@code If-Range}} */
    static Reply ranged(Request request, Reply reply) {
        Reply whole = reply.with("Accept-Ranges", "bytes");
        Matcher range = RANGE.matcher(request.header("Range").orElse(""));
        if (reply.status() != 200 || !range.matches() || range.group().equals("bytes=-") || isStale(request, reply)) {
            return whole;
        }
        long length = whole.body().length();
        boolean suffix = range.group(1).isEmpty();
        long start = suffix ? Math.max(0, length - Long.parseLong(range.group(2))) : Long.parseLong(range.group(1));
        long end = suffix || range.group(2).isEmpty() ? length : Math.min(length, Long.parseLong(range.group(2)) + 1);
        if (start >= end) {
            return Reply.text(416, "outside\n").with("Content-Range", "bytes */" + length);
        }
        return whole.with(206, whole.body().part(start, end - start))
                .with("Content-Range", "bytes " + start + "-" + (end - 1) + "/" + length);
    }

    private static boolean isStale(Request request, Reply reply) {
        return request.header("If-Range")
                .filter(known -> !known.equals(reply.headers().get("ETag")))
                .filter(known -> !known.equals(reply.headers().get("Last-Modified")))
                .isPresent();
    }

    /** {@return the reply compressed, under its own tag, if the client accepts gzip} */
    static Reply compressed(Request request, Reply reply, byte[] bytes) {
        if (!request.header("Accept-Encoding").orElse("").contains("gzip")) {
            return reply;
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reply.with(200, Body.of(packed.toByteArray()))
                .with("Content-Encoding", "gzip")
                .with("ETag", reply.headers().getOrDefault("ETag", "").replaceFirst("\"$", "-gzip\""));
    }
}
