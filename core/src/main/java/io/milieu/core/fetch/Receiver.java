package io.milieu.core.fetch;

import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Takes the body of one attempt, buffer by buffer, on a thread of the HTTP client. Its lock makes sure that an abandoned
 * attempt writes nothing any more; it is held across writes, which is its purpose.
 */
abstract class Receiver implements BodyHandler<Long>, BodySubscriber<Long> {
    private static final long WORTH_READING = 64 * 1024;

    private final CompletableFuture<Long> end = new CompletableFuture<>();
    private @Nullable Subscription subscription;
    private volatile long received;
    private boolean abandoned;

    /** Looks at the head of an answer and says whether its body is wanted; called for redirects and errors, too. */
    abstract boolean wants(ResponseInfo head) throws IOException;

    /** Takes the next bytes. */
    abstract void take(ByteBuffer bytes) throws IOException;

    final long received() {
        return received;
    }

    final synchronized void abandon() {
        abandoned = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public final synchronized BodySubscriber<Long> apply(ResponseInfo head) {
        try {
            if (!abandoned && wants(head)) {
                return this;
            }
        } catch (IOException | RuntimeException e) {
            end.completeExceptionally(e);
            return this;
        }
        // A short unwanted body is read so that the connection can be used again, a long one is cut off.
        boolean isShort = head.headers().firstValueAsLong("content-length").orElse(Long.MAX_VALUE) <= WORTH_READING;
        return isShort ? BodySubscribers.replacing(0L) : new CutOff();
    }

    @Override
    public final CompletionStage<Long> getBody() {
        return end;
    }

    @Override
    public final synchronized void onSubscribe(Subscription stream) {
        subscription = stream;
        if (abandoned || end.isDone()) {
            stream.cancel();
        } else {
            stream.request(1);
        }
    }

    @Override
    public final synchronized void onNext(List<ByteBuffer> buffers) {
        if (abandoned || end.isDone()) {
            return;
        }
        Subscription stream = Objects.requireNonNull(subscription);
        try {
            for (ByteBuffer buffer : buffers) {
                received += buffer.remaining();
                take(buffer);
            }
            stream.request(1);
        } catch (IOException | RuntimeException e) {
            stream.cancel();
            end.completeExceptionally(e);
        }
    }

    @Override
    public final void onError(Throwable failure) {
        end.completeExceptionally(failure);
    }

    @Override
    public final void onComplete() {
        end.complete(received);
    }

    private record CutOff() implements BodySubscriber<Long> {
        @Override
        public CompletionStage<Long> getBody() {
            return CompletableFuture.completedFuture(0L);
        }

        @Override
        public void onSubscribe(Subscription stream) {
            stream.cancel();
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
