package io.milieu.core.lease;

import io.milieu.core.error.MilieuException;
import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.posix.ProcessIdentity;
import io.milieu.core.store.EntryName;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * The promise that an entry stays while its holder lives.
 *
 * @param id unique among the leases of the entry
 * @param entry what is held
 * @param holder who holds it
 * @param created when it was acquired
 */
public record Lease(String id, EntryName entry, Holder holder, Instant created) {

    /** {@return the text of the file} */
    String text() {
        JsonValue.ObjectBuilder text = JsonValue.object().put("created", created.toString());
        switch (holder) {
            case Holder.OfProcess(ProcessIdentity process) -> text.put("process", process.toString());
            case Holder.Named(String name, Instant end) ->
                text.put("name", name).put("end", end.toString());
        }
        return Json.pretty(text.build()) + "\n";
    }

    /** {@return what the text says; empty if it is not the text of a lease, as after a power cut} */
    static Optional<Lease> parse(String id, EntryName entry, String text) {
        try {
            return Json.parse(text) instanceof JsonObject lease
                    ? holder(lease).map(holder -> new Lease(id, entry, holder, instant(lease, "created")))
                    : Optional.empty();
        } catch (MilieuException | DateTimeException broken) {
            return Optional.empty();
        }
    }

    private static Optional<Holder> holder(JsonObject lease) {
        return lease.string("process").isPresent()
                ? lease.string("process").flatMap(ProcessIdentity::parse).map(Holder.OfProcess::new)
                : lease.string("name").map(name -> new Holder.Named(name, instant(lease, "end")));
    }

    private static Instant instant(JsonObject lease, String member) {
        return Instant.parse(lease.string(member).orElse(""));
    }
}
