package io.milieu.core.plan;

import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.link.LinkMode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * What a request may choose beside its spec. Every choice that can change the answer enters the lock's key.
 *
 * @param python which interpreter, in the words of {@code --python}; empty for the first on the path
 * @param extendBase whether the base interpreter's packages are seen and not installed again
 * @param seedPip whether a working {@code pip} is put into the environment
 * @param index where packages come from
 * @param packageOptions further options of {@code pip install} and {@code uv pip install}, as words, laid over those of the spec; paths
 *     in them are absolute
 * @param linkMode how files of layers get into the environment
 * @param refresh whether a valid lock is passed over and everything resolved anew
 * @param lockTtl how long a lock answers the same request
 * @param offline whether no connection is opened: what is on this machine is used however old, and what is not is a failure
 */
public record PlanOptions(
        String python,
        boolean extendBase,
        boolean seedPip,
        IndexOptions index,
        List<String> packageOptions,
        LinkMode linkMode,
        boolean refresh,
        Duration lockTtl,
        boolean offline) {

    /** Any interpreter, nothing shared with it, the configured indexes, links chosen by the file system, locks kept a day. */
    public static final PlanOptions DEFAULTS = new PlanOptions(
            "", false, false, IndexOptions.CONFIGURED, List.of(), LinkMode.AUTO, false, Duration.ofHours(24), false);

    /** Copies the words. */
    public PlanOptions {
        packageOptions = List.copyOf(packageOptions);
    }

    /** {@return these options for that interpreter} */
    public PlanOptions withPython(String request) {
        return new PlanOptions(
                request, extendBase, seedPip, index, packageOptions, linkMode, refresh, lockTtl, offline);
    }

    /** {@return these options with the base seen or not} */
    public PlanOptions withExtendBase(boolean extend) {
        return new PlanOptions(python, extend, seedPip, index, packageOptions, linkMode, refresh, lockTtl, offline);
    }

    /** {@return these options with pip put into the environment or not} */
    public PlanOptions withSeedPip(boolean seed) {
        return new PlanOptions(python, extendBase, seed, index, packageOptions, linkMode, refresh, lockTtl, offline);
    }

    /** {@return these options with other package sources} */
    public PlanOptions withIndex(IndexOptions other) {
        return new PlanOptions(python, extendBase, seedPip, other, packageOptions, linkMode, refresh, lockTtl, offline);
    }

    /** {@return these options with other words of {@code pip install}} */
    public PlanOptions withPackageOptions(List<String> words) {
        return new PlanOptions(python, extendBase, seedPip, index, words, linkMode, refresh, lockTtl, offline);
    }

    /** {@return these options with that link mode} */
    public PlanOptions withLinkMode(LinkMode mode) {
        return new PlanOptions(python, extendBase, seedPip, index, packageOptions, mode, refresh, lockTtl, offline);
    }

    /** {@return these options, resolving anew or not} */
    public PlanOptions withRefresh(boolean anew) {
        return new PlanOptions(python, extendBase, seedPip, index, packageOptions, linkMode, anew, lockTtl, offline);
    }

    /** {@return these options with that life of a lock} */
    public PlanOptions withLockTtl(Duration ttl) {
        return new PlanOptions(python, extendBase, seedPip, index, packageOptions, linkMode, refresh, ttl, offline);
    }

    /** {@return these options, opening no connection if that is so} */
    public PlanOptions withOffline(boolean without) {
        return new PlanOptions(python, extendBase, seedPip, index, packageOptions, linkMode, refresh, lockTtl, without);
    }

    /** {@return how old a lock may be that answers a request: any age if nobody can be asked} */
    Duration lockLife() {
        return offline ? ChronoUnit.FOREVER.getDuration() : lockTtl;
    }

    /** {@return what of these options decides the answer, in one form} */
    JsonObject toJson() {
        return JsonValue.object()
                .put("python", python)
                .put("extend_base", extendBase)
                .put("seed_pip", seedPip)
                .put("index", index.toJson())
                .put("package_options", JsonValue.ofStrings(packageOptions))
                .put("link_mode", linkMode.name().toLowerCase(Locale.ROOT))
                .build();
    }

    /**
     * Where packages come from, where that differs from what the interpreter's pip is configured with.
     *
     * @param indexUrl the main index instead of the configured one; empty for the configured one
     * @param extraIndexUrls further indexes, asked after the main one
     * @param findLinks folders, pages or files that offer packages; relative paths start from the request's folder
     * @param noIndex whether only {@code findLinks} is asked
     * @param pre whether pre-releases are as good as releases
     */
    public record IndexOptions(
            String indexUrl, List<String> extraIndexUrls, List<String> findLinks, boolean noIndex, boolean pre) {
        /** What pip is configured with. */
        public static final IndexOptions CONFIGURED = new IndexOptions("", List.of(), List.of(), false, false);

        /** Copies the lists. */
        public IndexOptions {
            extraIndexUrls = List.copyOf(extraIndexUrls);
            findLinks = List.copyOf(findLinks);
        }

        /**
         * {@return a place of {@code findLinks} that means the same wherever it is read: a URL as it is, a path from the folder on}
         * What is neither is left to whoever looks there.
         */
        public static String place(String text, Path folder) {
            if (text.contains("://") || text.startsWith("file:")) {
                return text;
            }
            try {
                return folder.resolve(text).toAbsolutePath().normalize().toString();
            } catch (InvalidPathException e) {
                return text;
            }
        }

        private JsonObject toJson() {
            return JsonValue.object()
                    .put("index_url", indexUrl)
                    .put("extra_index_urls", JsonValue.ofStrings(extraIndexUrls))
                    .put("find_links", JsonValue.ofStrings(findLinks))
                    .put("no_index", noIndex)
                    .put("pre", pre)
                    .build();
        }
    }
}
