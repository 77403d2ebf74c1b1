package io.milieu.core.spec;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/** The fields that Milieu itself defines, in the order in which a spec is written. Every other name belongs to a plug-in. */
public enum Field {
    /** The folder or archive a worker starts in. */
    WORKING_DIR("working_dir"),
    /** Folders, files, archives and wheels a worker can import. */
    PY_MODULES("py_modules"),
    /** Packages, installed as pip does. */
    PIP("pip"),
    /** Packages, installed as uv does. */
    UV("uv"),
    /** The name or folder of a conda environment, the path of an environment file, or its content. */
    CONDA("conda"),
    /** An image to build or pull, with packages and code on top. */
    DOCKER("docker"),
    /** The image a worker runs in, and nothing else. */
    IMAGE_URI("image_uri"),
    /** The image a worker runs in, with options of the container. */
    CONTAINER("container"),
    /** Environment variables of the worker. */
    ENV_VARS("env_vars"),
    /** The interpreter command. */
    PY_EXECUTABLE("py_executable"),
    /** Jars on the class path of a Java worker. */
    JAVA_JARS("java_jars"),
    /** Patterns, as in a {@code .gitignore}, of files that are not part of the code. */
    EXCLUDES("excludes"),
    /** {@link SetupConfig}. */
    CONFIG("config"),
    /** {@link Validation}. */
    VALIDATION_TYPE("validation_type");

    private static final int FARTHEST_MISSPELLING = 2;

    private final String key;

    Field(String key) {
        this.key = key;
    }

    /** {@return the name in a spec, for example {@code working_dir}} */
    public String key() {
        return key;
    }

    /** {@return the field of that name, if Milieu defines it} */
    public static Optional<Field> of(String key) {
        return Arrays.stream(values()).filter(field -> field.key.equals(key)).findFirst();
    }

    /** {@return the field whose name is so near to an unknown one that it may have been meant} */
    public static Optional<Field> similarTo(String unknown) {
        record Near(Field field, int distance) {}
        String plain = unknown.replace("-", "").replace("_", "");
        return Arrays.stream(values())
                .map(field -> new Near(field, distance(plain, field.key.replace("_", ""))))
                .filter(near -> near.distance <= Math.min(FARTHEST_MISSPELLING, plain.length() / 2))
                .min(Comparator.comparingInt(Near::distance))
                .map(Near::field);
    }

    /** Levenshtein's edit distance, ignoring case. */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                boolean same = Character.toLowerCase(left.charAt(i - 1)) == Character.toLowerCase(right.charAt(j - 1));
                int replaced = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], diagonal));
            }
        }
        return row[right.length()];
    }
}
