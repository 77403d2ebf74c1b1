package io.milieu.testkit;

/** What an {@link IndexServer} offers. Everything but {@link #GZIP} is on unless switched off. */
public enum IndexFeature {
    /** Pages as HTML (PEP 503). */
    HTML,
    /** Pages as JSON (PEP 691); without it, the Accept header is not looked at, as by old servers. */
    JSON,
    /** {@code <file>.metadata} beside wheels (PEP 658, PEP 714). */
    SIDECARS,
    /** SHA-256 hashes on the pages. */
    HASHES,
    /** Range requests for files (RFC 9110, section 14). */
    RANGES,
    /** Compressed pages for clients that accept gzip. */
    GZIP
}
