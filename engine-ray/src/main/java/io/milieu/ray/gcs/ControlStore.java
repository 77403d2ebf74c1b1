package io.milieu.ray.gcs;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.ray.wire.StoredValueReply;
import io.milieu.ray.wire.StoredValueRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The key-value part of Ray's control store, by gRPC. The connection is made when it is first needed. Thread-safe.
 */
public final class ControlStore implements AutoCloseable {
    // As large as Ray lets a package be, and some room for what is around it.
    private static final int LARGEST = (512 << 20) + (1 << 20);
    private static final int NOT_FOUND = 17;
    private static final long PATIENCE_SECONDS = 60;

    static final MethodDescriptor<StoredValueRequest, StoredValueReply> GET =
            MethodDescriptor.<StoredValueRequest, StoredValueReply>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName("ray.rpc.InternalKVGcsService/InternalKVGet")
                    .setRequestMarshaller(new Messages<>(StoredValueRequest.parser()))
                    .setResponseMarshaller(new Messages<>(StoredValueReply.parser()))
                    .build();

    private final String address;
    private final String clusterId;
    private final Optional<String> token;
    private Optional<ManagedChannel> channel = Optional.empty();

    /**
     * A store that is not connected yet.
     *
     * @param address host and port
     * @param clusterId the id of the cluster that the store must be of
     * @param token what the cluster wants to be shown, if anything
     */
    public ControlStore(String address, String clusterId, Optional<String> token) {
        this.address = address;
        this.clusterId = clusterId;
        this.token = token;
    }

    /**
     * {@return the bytes of a key, if the store has it}
     *
     * @throws MilieuException {@link CoreError#FETCH_FAILED} or {@link CoreError#FETCH_DENIED}
     */
    public Optional<ByteString> value(String key) {
        StoredValueRequest request = StoredValueRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(key))
                .build();
        try {
            StoredValueReply reply = ClientCalls.blockingUnaryCall(
                    MetadataUtils.newAttachHeadersInterceptor(headers()).interceptCall(GET, options(), connected()),
                    request);
            int code = reply.getStatus().getCode();
            if (code == NOT_FOUND) {
                return Optional.empty();
            }
            if (code != 0) {
                throw failed(key, reply.getStatus().getMessage(), null);
            }
            return Optional.of(reply.getValue());
        } catch (StatusRuntimeException e) {
            throw failed(key, String.valueOf(e.getStatus()), e);
        }
    }

    @Override
    public synchronized void close() {
        channel.ifPresent(ManagedChannel::shutdownNow);
    }

    private static CallOptions options() {
        return CallOptions.DEFAULT
                .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .withMaxInboundMessageSize(LARGEST);
    }

    private Metadata headers() {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("ray_cluster_id", Metadata.ASCII_STRING_MARSHALLER), clusterId);
        token.ifPresent(value ->
                headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + value));
        return headers;
    }

    private synchronized ManagedChannel connected() {
        ManagedChannel open = channel.orElseGet(() -> NettyChannelBuilder.forTarget(address)
                .usePlaintext()
                .maxInboundMessageSize(LARGEST)
                .build());
        channel = Optional.of(open);
        return open;
    }

    private MilieuException failed(String key, String reason, @Nullable Throwable cause) {
        return new MilieuException(
                CoreError.FETCH_FAILED,
                "cannot read `" + key + "` from Ray's control store at " + address + ": " + reason,
                List.of("Check that the head node is up and can be reached from this node."),
                cause);
    }

    private record Messages<M extends MessageLite>(Parser<M> parser) implements MethodDescriptor.Marshaller<M> {
        @Override
        public InputStream stream(M message) {
            return message.toByteString().newInput();
        }

        @Override
        public M parse(InputStream stream) {
            try {
                return parser.parseFrom(stream);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
