package io.milieu.ray.gcs;

import com.google.protobuf.ByteString;
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
import io.milieu.core.posix.DiskFailure;
import io.milieu.ray.wire.StoreStatus;
import io.milieu.ray.wire.StoredValueRequest;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The key-value part of Ray's control store, by gRPC. The connection is made when it is first needed. Thread-safe.
 */
public final class ControlStore implements AutoCloseable {
    // As large as Ray lets a package be, and some room for what is around it.
    private static final int LARGEST = (512 << 20) + (1 << 20);
    static final String METHOD = "ray.rpc.InternalKVGcsService/InternalKVGet";
    private static final int NOT_FOUND = 17;
    private static final long PATIENCE_SECONDS = 60;

    private final String address;
    private final String clusterId;
    private final Optional<String> token;
    private final Optional<TlsFiles> tls;
    private Optional<ManagedChannel> channel = Optional.empty();

    /**
     * A store that is not connected yet.
     *
     * @param address host and port
     * @param clusterId the id of the cluster that the store must be of
     * @param token what the cluster wants to be shown, if anything
     * @param tls the cluster's certificates, if it uses TLS
     */
    public ControlStore(String address, String clusterId, Optional<String> token, Optional<TlsFiles> tls) {
        this.address = address;
        this.clusterId = clusterId;
        this.token = token;
        this.tls = tls;
    }

    /**
     * Writes the bytes of a key to a file; they pass through, so that half a gigabyte needs no heap.
     *
     * @param key such as {@code gcs://_ray_pkg_1.zip}
     * @param file does not exist yet
     * @return whether the store has the key; if not, there is no file, or an empty one
     * @throws MilieuException {@link CoreError#FETCH_FAILED}, or a failure of the disk
     */
    public boolean copy(String key, Path file) {
        StoredValueRequest request = StoredValueRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(key))
                .build();
        try {
            StoreStatus status = ClientCalls.blockingUnaryCall(
                    MetadataUtils.newAttachHeadersInterceptor(headers())
                            .interceptCall(get(new ValueToFile(file)), options(), connected()),
                    request);
            if (status.getCode() != 0 && status.getCode() != NOT_FOUND) {
                throw failed(key, status.getMessage(), null);
            }
            return status.getCode() == 0;
        } catch (StatusRuntimeException e) {
            if (e.getCause() instanceof UncheckedIOException disk) {
                throw DiskFailure.of("write the package", file, Objects.requireNonNull(disk.getCause()));
            }
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
        ManagedChannel open = channel.orElseGet(this::connect);
        channel = Optional.of(open);
        return open;
    }

    private ManagedChannel connect() {
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget(address).maxInboundMessageSize(LARGEST);
        return tls.map(files -> builder.sslContext(files.context()))
                .orElseGet(builder::usePlaintext)
                .build();
    }

    private MilieuException failed(String key, String reason, @Nullable Throwable cause) {
        return new MilieuException(
                CoreError.FETCH_FAILED,
                "cannot read `" + key + "` from Ray's control store at " + address + ": " + reason,
                List.of("Check that the head node is up and can be reached from this node."),
                cause);
    }

    private static MethodDescriptor<StoredValueRequest, StoreStatus> get(ValueToFile value) {
        return MethodDescriptor.<StoredValueRequest, StoreStatus>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(METHOD)
                .setRequestMarshaller(new Requests())
                .setResponseMarshaller(value)
                .build();
    }

    private static final class Requests implements MethodDescriptor.Marshaller<StoredValueRequest> {
        @Override
        public InputStream stream(StoredValueRequest request) {
            return request.toByteString().newInput();
        }

        @Override
        public StoredValueRequest parse(InputStream stream) {
            throw new UnsupportedOperationException("a client parses no requests");
        }
    }
}
