package io.milieu.python.index;

import java.util.List;
import java.util.Locale;

/**
 * What an index knows about one project.
 *
 * @param files the usable files in the order of the index; none if the project is in quarantine
 * @param status the state of the project (PEP 792)
 * @param statusReason why, in the words of the index; may be empty
 */
public record ProjectPage(List<ProjectFile> files, Status status, String statusReason) {

    /** Copies the files; a project in quarantine offers none. */
    public ProjectPage {
        files = status == Status.QUARANTINED ? List.of() : List.copyOf(files);
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
