package io.milieu.python.source;

import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;

/** Writes {@code direct_url.json} (PEP 610): where an installed distribution came from, if not from an index. */
public final class DirectUrl {
    private DirectUrl() {}

    /** {@return the file's content for a distribution of that source; it holds no credentials} */
    public static JsonObject of(PinnedSource source) {
        JsonValue.ObjectBuilder origin = JsonValue.object();
        switch (source.bare()) {
            case PinnedSource.Archive archive -> {
                String sha256 = archive.sha256().hex();
                origin.put("url", Anonymous.url(archive.file().uri().toString()))
                        .put(
                                "archive_info",
                                JsonValue.object()
                                        .put("hash", "sha256=" + sha256)
                                        .put(
                                                "hashes",
                                                JsonValue.object()
                                                        .put("sha256", sha256)
                                                        .build())
                                        .build());
            }
            case PinnedSource.Commit commit -> {
                JsonValue.ObjectBuilder info = JsonValue.object().put("vcs", "git");
                if (!commit.revision().isEmpty()) {
                    info.put("requested_revision", commit.revision());
                }
                origin.put("url", Anonymous.url(commit.url()))
                        .put("vcs_info", info.put("commit_id", commit.commit()).build());
            }
            case PinnedSource.Folder folder ->
                origin.put("url", folder.path().toUri().toString().replaceFirst("/$", ""))
                        .put(
                                "dir_info",
                                folder.editable()
                                        ? JsonValue.object()
                                                .put("editable", true)
                                                .build()
                                        : JsonValue.object().build());
        }
        if (!source.subdirectory().isEmpty()) {
            origin.put("subdirectory", source.subdirectory());
        }
        return origin.build();
    }
}
