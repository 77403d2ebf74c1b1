package io.milieu.python.wheel;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The rules for names inside a wheel: none may leave it, none may stand for two files. */
final class MemberNames {
    private static final Charset CP437 = Charset.forName("IBM437");

    private MemberNames() {}

    /** {@return the name as the archive's flag says it is written; refused if it is not or if it is not harmless} */
    static String decode(byte[] bytes, boolean utf8, Refusal refuse) {
        String name;
        try {
            Charset charset = utf8 ? StandardCharsets.UTF_8 : CP437;
            name = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            String raw = new String(bytes, StandardCharsets.ISO_8859_1);
            throw refuse.entry(raw, "says its name is UTF-8, which it is not");
        }
        check(name, refuse);
        return name;
    }

    private static void check(String name, Refusal refuse) {
        if (name.isEmpty()) {
            throw refuse.entry(name, "has no name");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw refuse.entry(name, "has a control character in its name");
        }
        if (name.indexOf('\\') >= 0) {
            throw refuse.entry(name, "has a backslash in its name");
        }
        if (name.startsWith("/")
                || (name.length() > 1 && name.charAt(1) == ':' && Character.isLetter(name.charAt(0)))) {
            throw refuse.entry(name, "has an absolute path");
        }
        String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        for (String segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw refuse.entry(name, "has a `" + segment + "` in its path");
            }
        }
    }

    /**
     * Refuses two files of one name, also if the names differ only in how Unicode composes characters, and a file that is
     * also the directory of another. Names that differ only in case are two names: honest wheels for Linux have them.
     */
    static void checkDistinct(Collection<String> files, Refusal refuse) {
        Set<String> seen = HashSet.newHashSet(files.size());
        Set<String> directories = new HashSet<>();
        for (String file : files) {
            if (!seen.add(Normalizer.normalize(file, Normalizer.Form.NFC))) {
                throw refuse.entry(file, "occurs twice");
            }
            directories.addAll(directoriesOf(file, directories));
        }
        for (String file : files) {
            if (directories.contains(file)) {
                throw refuse.entry(file, "is both a file and a directory");
            }
        }
    }

    /** {@return the directories above a file that are not known yet, the nearest first} */
    static Set<String> directoriesOf(String file, Set<String> known) {
        Set<String> found = new HashSet<>();
        int slash = file.lastIndexOf('/');
        while (slash > 0) {
            String directory = file.substring(0, slash);
            if (known.contains(directory) || !found.add(directory)) {
                break;
            }
            slash = file.lastIndexOf('/', slash - 1);
        }
        return found;
    }
}
