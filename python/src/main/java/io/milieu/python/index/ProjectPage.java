package io.milieu.python.index;

import io.milieu.python.name.PackageName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an index knows about one project.
 *
 * @param files the usable files in the order of the index; none if the project is in quarantine
 * @param status the state of the project (PEP 792)
 * @param statusReason why, in the words of the index, on one line; may be empty
 * @param newer whether the index speaks a newer version of the protocol than is known (PEP 629)
 */
public record ProjectPage(List<ProjectFile> files, Status status, String statusReason, boolean newer) {
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\s]+");

    /** Copies the files; a project in quarantine offers none. */
    public ProjectPage {
        files = status == Status.QUARANTINED ? List.of() : List.copyOf(files);
        statusReason = CONTROLS.matcher(statusReason).replaceAll(" ").strip();
    }

    /** A page in a known version of the protocol. */
    public ProjectPage(List<ProjectFile> files, Status status, String statusReason) {
        this(files, status, statusReason, false);
    }

    /** {@return what somebody who installs the project should know about its state} */
    public Optional<String> remark(PackageName project) {
        return switch (status) {
            case ACTIVE, QUARANTINED -> Optional.empty();
            case ARCHIVED ->
                Optional.of("`" + project + "` is archived: no new versions are to be expected" + reason());
            case DEPRECATED ->
                Optional.of("`" + project + "` is deprecated: another project should be used" + reason());
        };
    }

    /** {@return the reason behind a sentence about the state; nothing if the index gave none} */
    String reason() {
        return statusReason.isEmpty() ? "" : " (" + statusReason + ")";
    }

    /** {@return a page of an active project} */
    static ProjectPage of(List<ProjectFile> files) {
        return new ProjectPage(files, Status.ACTIVE, "");
    }

    /** The state of a project (PEP 792). */
    public enum Status {
        /** As usual, or a state that is not known yet. */
        ACTIVE,
        /** No more releases are to be expected. */
        ARCHIVED,
        /** Believed to be harmful; nothing may be installed. */
        QUARANTINED,
        /** Another project should be used. */
        DEPRECATED;

        static Status of(String text) {
            for (Status status : values()) {
                if (status.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return status;
                }
            }
            return ACTIVE;
        }
    }
}
