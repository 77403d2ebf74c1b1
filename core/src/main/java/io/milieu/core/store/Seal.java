package io.milieu.core.store;

import io.milieu.core.error.MilieuException;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known about a finished entry; the content of its {@code .seal}.
 *
 * @param created when it was finished
 * @param bytes that it takes on disk
 * @param boot the boot in which it was written
 * @param readOnly whether its files are to be without write permission
 * @param references the entries it links into
 */
public record Seal(Instant created, long bytes, String boot, boolean readOnly, List<EntryName> references) {

    /** Copies the references. */
    public Seal {
        references = List.copyOf(references);
    }

    /** {@return the text of the file} */
    String text() {
        List<String> names = references.stream().map(EntryName::toString).toList();
        return Json.pretty(JsonValue.object()
                        .put("created", created.toString())
                        .put("bytes", bytes)
                        .put("boot", boot)
                        .put("readOnly", readOnly)
                        .put("references", JsonValue.ofStrings(names))
                        .build())
                + "\n";
    }

    /** {@return what the text says; empty if it is not the text of a seal, as after a power cut} */
    public static Optional<Seal> parse(String text) {
        try {
            if (!(Json.parse(text) instanceof JsonObject seal)
                    || seal.string("boot").isEmpty()
                    || seal.string("created").isEmpty()) {
                return Optional.empty();
            }
            List<EntryName> references = seal.strings("references").stream()
                    .flatMap(name -> EntryName.parse(name).stream())
                    .toList();
            return Optional.of(new Seal(
                    Instant.parse(seal.string("created").get()),
                    seal.number("bytes", 0),
                    seal.string("boot").get(),
                    seal.bool("readOnly", false),
                    references));
        } catch (MilieuException | DateTimeException broken) {
            return Optional.empty();
        }
    }
}
