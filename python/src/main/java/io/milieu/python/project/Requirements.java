package io.milieu.python.project;

import io.milieu.core.error.MilieuException;
import io.milieu.python.requirement.Requirement;
import io.milieu.python.toml.TomlFields;
import io.milieu.python.version.VersionSpecifiers;
import java.util.ArrayList;
import java.util.List;

/** Reads requirements and specifiers out of tables. */
final class Requirements {
    private Requirements() {}

    static List<Requirement> of(TomlFields fields, String key) {
        List<Requirement> requirements = new ArrayList<>();
        for (String text : fields.strings(key)) {
            requirements.add(parse(fields, key + "[" + requirements.size() + "]", text));
        }
        return requirements;
    }

    static Requirement parse(TomlFields fields, String key, String text) {
        try {
            return Requirement.parse(text);
        } catch (MilieuException e) {
            throw fields.problem(key, e);
        }
    }

    static VersionSpecifiers python(TomlFields fields) {
        try {
            return fields.string("requires-python")
                    .map(VersionSpecifiers::parse)
                    .orElse(VersionSpecifiers.ANY);
        } catch (MilieuException e) {
            throw fields.problem("requires-python", e);
        }
    }
}
