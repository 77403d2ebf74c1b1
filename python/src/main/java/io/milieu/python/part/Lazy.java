package io.milieu.python.part;

import io.milieu.core.base.Flights;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is made when it is first needed, once. Who waits for it can be interrupted. Thread-safe. */
final class Lazy<T> {
    private final Supplier<T> source;
    private final Flights<Lazy<T>, T> flight = new Flights<>();
    private volatile @Nullable T value;

    Lazy(Supplier<T> source) {
        this.source = source;
    }

    T get() {
        T made = value;
        if (made != null) {
            return made;
        }
        try {
            return flight.join(this, this::make);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MilieuException(CoreError.CANCELLED, "waiting for another request was interrupted", List.of(), e);
        }
    }

    private T make() {
        T made = value;
        if (made == null) {
            made = source.get();
            value = made;
        }
        return made;
    }
}
