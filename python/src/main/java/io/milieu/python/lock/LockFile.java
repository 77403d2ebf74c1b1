package io.milieu.python.lock;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.python.error.PythonError;
import io.milieu.python.name.ExtraName;
import io.milieu.python.requirement.Marker;
import io.milieu.python.toml.TomlText;
import io.milieu.python.toml.TomlValue;
import io.milieu.python.version.VersionSpecifiers;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A lock file (PEP 751), immutable: what an installer installs without resolving anything.
 *
 * @param lockVersion the version of the format, such as {@code 1.0}
 * @param environments where the lock may be used: where one of these markers holds; none means everywhere
 * @param requiresPython the versions of Python it may be used with
 * @param extras the extras that may be asked for
 * @param dependencyGroups the dependency groups that may be asked for
 * @param defaultGroups the groups that count where none are asked for
 * @param createdBy the tool that made it
 * @param packages what may be installed
 * @param tool what tools keep for themselves
 */
public record LockFile(
        String lockVersion,
        List<Marker> environments,
        VersionSpecifiers requiresPython,
        List<ExtraName> extras,
        List<ExtraName> dependencyGroups,
        List<ExtraName> defaultGroups,
        String createdBy,
        List<LockedPackage> packages,
        TomlValue.Table tool) {

    /** The version that is written. */
    public static final String VERSION = "1.0";

    private static final Pattern FILE_NAME = Pattern.compile("pylock(\\.[^.]+)?\\.toml");

    /** Copies the lists. */
    public LockFile {
        environments = List.copyOf(environments);
        extras = List.copyOf(extras);
        dependencyGroups = List.copyOf(dependencyGroups);
        defaultGroups = List.copyOf(defaultGroups);
        packages = List.copyOf(packages);
    }

    /** {@return whether a file of that name is a lock file: {@code pylock.toml}, or {@code pylock.NAME.toml} with no dot in the name} */
    public static boolean isName(String fileName) {
        return FILE_NAME.matcher(fileName).matches();
    }

    /**
     * Reads a lock.
     *
     * @param text the content of the file
     * @param place what the file is called in messages
     * @throws MilieuException {@link PythonError#LOCK_INVALID} naming what is wrong and where
     */
    public static LockFile parse(String text, String place) {
        return new LockReader(TomlText.parse(text, place, PythonError.LOCK_INVALID)).read();
    }

    /**
     * Reads a lock file.
     *
     * @throws MilieuException {@link PythonError#LOCK_INVALID}, also for a file name that PEP 751 does not allow; {@link
     *     CoreError#PATH_INVALID} if there is no such file
     */
    public static LockFile read(Path file) {
        if (!isName(file.getFileName().toString())) {
            throw new MilieuException(
                    PythonError.LOCK_INVALID,
                    "`" + file + "` is not the name of a lock file",
                    List.of("Lock files are called `pylock.toml` or `pylock.NAME.toml`, with no dot in the name."));
        }
        return new LockReader(TomlText.read(file, PythonError.LOCK_INVALID)).read();
    }

    /** {@return whether the format is newer than this program: what it says beyond is not understood} */
    public boolean isNewer() {
        return !lockVersion.equals(VERSION);
    }

    /** {@return the text of the file; equal locks have equal texts, whatever the order of their lists} */
    public String text() {
        return LockWriter.text(this);
    }
}
