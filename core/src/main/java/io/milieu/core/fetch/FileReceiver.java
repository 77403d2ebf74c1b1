package io.milieu.core.fetch;

import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Appends the body to a file if the server continues where the last attempt ended, and begins again otherwise. */
final class FileReceiver extends Receiver {
    private final FileSink sink;
    private Optional<Validators> validators = Optional.empty();

    FileReceiver(FileSink sink) {
        this.sink = sink;
    }

    /** What the server said about the version it sends, if it sent any. */
    Optional<Validators> validators() {
        return validators;
    }

    @Override
    boolean wants(ResponseInfo head) throws TransferFailure {
        int status = head.statusCode();
        if (status != 200 && status != 206) {
            return false;
        }
        validators = Optional.of(Validators.of(head.headers()));
        if (status == 200) {
            sink.restart();
        } else if (!continues(head)) {
            sink.restart();
            throw TransferFailure.passing("the server continued at another place than it was asked to");
        }
        return true;
    }

    @Override
    void take(ByteBuffer bytes) {
        sink.write(bytes);
    }

    private boolean continues(ResponseInfo head) {
        return head.headers()
                .firstValue("content-range")
                .flatMap(ByteRange.Sent::parse)
                .filter(sent -> sent.first() == sink.size() && sent.last() == sent.total() - 1)
                .isPresent();
    }
}
