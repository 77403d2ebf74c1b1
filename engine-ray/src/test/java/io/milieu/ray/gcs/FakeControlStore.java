package io.milieu.ray.gcs;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.milieu.ray.wire.StoreStatus;
import io.milieu.ray.wire.StoredValueReply;
import io.milieu.ray.wire.StoredValueRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Ray's control store as far as an agent asks it. Thread-safe. */
public final class FakeControlStore implements AutoCloseable {
    /** The values by key; tests add to it. */
    public final Map<String, byte[]> values = new ConcurrentHashMap<>();

    /** What each request brought as cluster and authorization. */
    public final List<String> shown = new CopyOnWriteArrayList<>();

    private final Server server;

    /** Starts it on loopback. */
    public FakeControlStore() throws IOException {
        ServerServiceDefinition service = ServerServiceDefinition.builder("ray.rpc.InternalKVGcsService")
                .addMethod(
                        MethodDescriptor.<StoredValueRequest, StoredValueReply>newBuilder()
                                .setType(MethodDescriptor.MethodType.UNARY)
                                .setFullMethodName(ControlStore.METHOD)
                                .setRequestMarshaller(new Messages<>(StoredValueRequest.parser()))
                                .setResponseMarshaller(new Messages<>(StoredValueReply.parser()))
                                .build(),
                        ServerCalls.<StoredValueRequest, StoredValueReply>asyncUnaryCall((request, answer) -> {
                            answer.onNext(reply(request.getKey().toStringUtf8()));
                            answer.onCompleted();
                        }))
                .build();
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(service)
                .intercept(new io.grpc.ServerInterceptor() {
                    @Override
                    public <A, B> ServerCall.Listener<A> interceptCall(
                            ServerCall<A, B> call, Metadata headers, io.grpc.ServerCallHandler<A, B> next) {
                        shown.add(header(headers, "ray_cluster_id") + " " + header(headers, "authorization"));
                        return next.startCall(call, headers);
                    }
                })
                .build()
                .start();
    }

    /** {@return host and port} */
    public String address() {
        return "127.0.0.1:" + server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private StoredValueReply reply(String key) {
        byte[] value = values.get(key);
        if (value == null) {
            StoreStatus missing = StoreStatus.newBuilder()
                    .setCode(17)
                    .setMessage("Failed to find the key")
                    .build();
            return StoredValueReply.newBuilder().setStatus(missing).build();
        }
        return StoredValueReply.newBuilder()
                .setValue(ByteString.copyFrom(value))
                .build();
    }

    private static String header(Metadata headers, String name) {
        return String.valueOf(headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
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
