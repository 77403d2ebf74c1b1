package io.milieu.ray.gcs;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.WireFormat;
import io.grpc.MethodDescriptor;
import io.milieu.ray.wire.StoreStatus;
import io.milieu.ray.wire.StoredValueReply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads a {@link StoredValueReply} by pieces: its value goes into a file, its status is what remains.
 *
 * @param file where the value goes
 */
record ValueToFile(Path file) implements MethodDescriptor.Marshaller<StoreStatus> {
    private static final int PIECE = 64 * 1024;

    @Override
    public StoreStatus parse(InputStream stream) {
        StoreStatus.Builder status = StoreStatus.newBuilder();
        try (OutputStream out = Files.newOutputStream(file)) {
            CodedInputStream reply = CodedInputStream.newInstance(stream, PIECE);
            for (int tag = reply.readTag(); tag != 0; tag = reply.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case StoredValueReply.STATUS_FIELD_NUMBER ->
                        reply.readMessage(status, ExtensionRegistryLite.getEmptyRegistry());
                    case StoredValueReply.VALUE_FIELD_NUMBER -> copy(reply, out);
                    default -> reply.skipField(tag);
                }
            }
            return status.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(CodedInputStream reply, OutputStream out) throws IOException {
        for (int left = reply.readRawVarint32(); left > 0; left -= PIECE) {
            out.write(reply.readRawBytes(Math.min(left, PIECE)));
        }
    }

    @Override
    public InputStream stream(StoreStatus status) {
        throw new UnsupportedOperationException("a client sends no replies");
    }
}
