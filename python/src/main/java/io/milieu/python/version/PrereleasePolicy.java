package io.milieu.python.version;

/** When pre-releases may be chosen (PEP 440, "Handling of pre-releases"). */
public enum PrereleasePolicy {
    /** Always. */
    ALLOW,
    /** If a specifier names one, or if nothing else matches: the rule of the standard. */
    FALLBACK,
    /** Never. */
    EXCLUDE
}
