package io.milieu.python.toml;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.ErrorCode;
import io.milieu.core.error.MilieuException;
import io.milieu.core.posix.DiskFailure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.temporal.TemporalAccessor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;
import org.tomlj.TomlVersion;

/** Reads TOML 1.0. */
public final class TomlText {
    private TomlText() {}

    /**
     * Reads a document.
     *
     * @param text the document
     * @param place what the document is called in messages
     * @param code the failure's code
     * @return the document, for looking into it
     * @throws MilieuException with that code, the line and the column
     */
    public static TomlFields parse(String text, String place, ErrorCode code) {
        TomlParseResult result = result(text, place, code);
        if (result.hasErrors()) {
            TomlParseError first = result.errors().getFirst();
            throw new MilieuException(
                    code,
                    place + ":" + first.position().line() + ":"
                            + first.position().column() + ": this is not TOML: " + first.getMessage());
        }
        return new TomlFields(table(result), place, "", code);
    }

    /**
     * Reads a file.
     *
     * @param file the file, which is called by its name in messages
     * @throws MilieuException with that code as {@link #parse} does; {@link CoreError#PATH_INVALID} if there is no such file
     */
    public static TomlFields read(Path file, ErrorCode code) {
        String name = "`" + file + "`";
        try {
            return parse(Files.readString(file), name, code);
        } catch (NoSuchFileException e) {
            throw new MilieuException(CoreError.PATH_INVALID, "the file " + name + " does not exist", List.of(), e);
        } catch (CharacterCodingException e) {
            throw new MilieuException(code, name + ": this is not TOML: it is not in UTF-8", List.of(), e);
        } catch (IOException e) {
            throw DiskFailure.of("read", file, e);
        }
    }

    /** Some broken documents the library does not report but stumbles over. */
    private static TomlParseResult result(String text, String place, ErrorCode code) {
        try {
            return Toml.parse(text, TomlVersion.V1_0_0);
        } catch (RuntimeException e) {
            throw new MilieuException(code, place + ": this is not TOML: a value is not complete", List.of(), e);
        }
    }

    private static TomlValue.Table table(TomlTable source) {
        Map<String, TomlValue> entries = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : source.entrySet()) {
            entries.put(entry.getKey(), value(entry.getValue()));
        }
        return new TomlValue.Table(entries);
    }

    private static TomlValue value(Object source) {
        return switch (source) {
            case String text -> new TomlValue.Text(text);
            case Long number -> new TomlValue.Whole(number);
            case Double number -> new TomlValue.Real(number);
            case Boolean truth -> new TomlValue.Truth(truth);
            case TemporalAccessor moment -> new TomlValue.Moment(moment);
            case TomlTable table -> table(table);
            case TomlArray array ->
                new TomlValue.Items(array.toList().stream().map(TomlText::value).toList());
            default -> throw new IllegalStateException("TOML has no " + source.getClass());
        };
    }
}
