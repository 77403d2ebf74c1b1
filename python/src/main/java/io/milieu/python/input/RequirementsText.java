package io.milieu.python.input;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes a requirements file as pip does: by its byte order mark, else as a comment in the first two lines says (PEP 263), else as
 * UTF-8. Where pip would then try the locale, which differs between nodes, this is an error.
 */
final class RequirementsText {
    private static final Pattern DECLARATION = Pattern.compile("coding[:=]\\s*([-\\w.]+)");
    private static final int DECLARING_LINES = 2;

    /** The longer marks first: that of UTF-32-LE begins with that of UTF-16-LE. */
    private static final List<Mark> MARKS = List.of(
            new Mark("\u00EF\u00BB\u00BF", "UTF-8"),
            new Mark("\0\0\u00FE\u00FF", "UTF-32BE"),
            new Mark("\u00FF\u00FE\0\0", "UTF-32LE"),
            new Mark("\u00FE\u00FF", "UTF-16BE"),
            new Mark("\u00FF\u00FE", "UTF-16LE"));

    /** A mark at the beginning of a file; each sign is one byte. */
    private record Mark(String bytes, String charset) {}

    private RequirementsText() {}

    /**
     * {@return the text of a file}
     *
     * @param shown how the file is called in messages
     * @throws MilieuException {@link CoreError#USAGE} if the bytes are not what they should be
     */
    static String decode(byte[] content, String shown) {
        String bytewise = new String(content, StandardCharsets.ISO_8859_1);
        Optional<Mark> mark =
                MARKS.stream().filter(each -> bytewise.startsWith(each.bytes())).findFirst();
        int start = mark.map(each -> each.bytes().length()).orElse(0);
        Charset charset = mark.map(each -> Charset.forName(each.charset())).orElseGet(() -> declared(bytewise, shown));
        ByteBuffer bytes = ByteBuffer.wrap(content, start, content.length - start);
        try {
            return charset.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new MilieuException(
                    CoreError.USAGE,
                    "the requirements file `" + shown + "` is not in " + charset.name(),
                    List.of(
                            "Save it as UTF-8, or declare its encoding in the first line: `# -*- coding: latin-1 -*-`."),
                    e);
        }
    }

    private static Charset declared(String content, String shown) {
        Optional<String> name = content.lines()
                .limit(DECLARING_LINES)
                .filter(line -> line.startsWith("#"))
                .map(DECLARATION::matcher)
                .filter(Matcher::find)
                .map(match -> match.group(1))
                .findFirst();
        try {
            return name.map(RequirementsText::charset).orElse(StandardCharsets.UTF_8);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new MilieuException(
                    CoreError.USAGE,
                    "the requirements file `" + shown + "` declares the encoding `" + name.orElse("")
                            + "`, which is not known",
                    List.of("Save it as UTF-8."),
                    e);
        }
    }

    /** Python has names that Java lacks. */
    private static Charset charset(String name) {
        return switch (name.toLowerCase(Locale.ROOT).replace('_', '-')) {
            case "latin-1", "latin1", "iso-latin-1", "iso8859-1", "l1" -> StandardCharsets.ISO_8859_1;
            case "utf-8-sig", "utf8", "u8" -> StandardCharsets.UTF_8;
            default -> Charset.forName(name);
        };
    }
}
