package io.milieu.agent.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.net.ExtendedSocketOptions;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** Between Jetty's form of a request and ours. */
final class JettyHandler extends Handler.Abstract {
    private final Routes routes;
    private final int largestBody;

    JettyHandler(Routes routes, int largestBody) {
        this.routes = routes;
        this.largestBody = largestBody;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        // A slow sender or reader is given up; an answer may take as long as it takes.
        AtomicBoolean working = new AtomicBoolean();
        request.addIdleTimeoutListener(timeout -> !working.get());
        Optional<ByteBuffer> body = body(request);
        Reply reply;
        try {
            working.set(true);
            reply = body.isPresent()
                    ? routes.answer(call(request, body.get()))
                    : Reply.text(413, "a body may have " + largestBody + " bytes here\n");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reply = Reply.text(503, "the service stops\n");
        } finally {
            working.set(false);
        }
        send(reply, response, callback);
        return true;
    }

    private Optional<ByteBuffer> body(Request request) throws IOException {
        if (request.getLength() > largestBody) {
            return Optional.empty();
        }
        try (InputStream in = Content.Source.asInputStream(request)) {
            byte[] body = request.getLength() >= 0
                    ? in.readNBytes((int) request.getLength())
                    : in.readNBytes(largestBody + 1);
            return body.length <= largestBody ? Optional.of(ByteBuffer.wrap(body)) : Optional.empty();
        }
    }

    private static Call call(Request request, ByteBuffer body) {
        Map<String, String> query = new HashMap<>();
        for (Fields.Field field : Request.extractQueryParameters(request)) {
            query.put(field.getName(), String.valueOf(field.getValues().getLast()));
        }
        return new Call(
                request.getMethod(),
                Request.getPathInContext(request),
                Map.of(),
                query,
                name -> Optional.ofNullable(request.getHeaders().get(name)),
                body,
                caller(request));
    }

    private static Caller caller(Request request) {
        EndPoint end = request.getConnectionMetaData().getConnection().getEndPoint();
        if (end.getTransport() instanceof SocketChannel channel
                && end.getRemoteSocketAddress() instanceof UnixDomainSocketAddress) {
            try {
                return new Caller.Local(channel.getOption(ExtendedSocketOptions.SO_PEERCRED)
                        .user()
                        .getName());
            } catch (IOException | UnsupportedOperationException untold) {
                return new Caller.Local("");
            }
        }
        return new Caller.Remote(String.valueOf(end.getRemoteSocketAddress()));
    }

    private static void send(Reply reply, Response response, Callback callback) throws IOException {
        switch (reply) {
            case Reply.Whole(int status, String type, ByteBuffer body, Map<String, String> headers) -> {
                response.setStatus(status);
                headers.forEach((name, value) -> response.getHeaders().put(name, value));
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
                response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.remaining());
                response.write(true, body.duplicate(), callback);
            }
            case Reply.Stream(String type, Reply.Content content) -> {
                response.setStatus(200);
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
                response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
                try (OutputStream out = Content.Sink.asOutputStream(response)) {
                    content.write(out);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                callback.succeeded();
            }
        }
    }
}
