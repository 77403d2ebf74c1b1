package io.milieu.client;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.BiConsumer;

/** One kept-alive HTTP/1.1 connection over a Unix socket (RFC 9112); not thread-safe. */
final class Connection implements AutoCloseable {
    private static final int LONGEST_LINE = 64 * 1024;

    private final SocketChannel channel;
    private final InputStream in;
    private boolean reusable = true;

    private Connection(SocketChannel channel) {
        this.channel = channel;
        this.in = new BufferedInputStream(Channels.newInputStream(channel), 16 * 1024);
    }

    static Connection open(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return new Connection(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** What came back. */
    record Answer(int status, String body) {}

    Answer ask(String method, String path, String body) throws IOException {
        send(method, path, "", body);
        return answer();
    }

    /** Tells the data of each server-sent event, by its name, until the stream ends; {@return an answer that is no stream} */
    Answer watch(String path, String body, BiConsumer<String, String> events) throws IOException {
        send("POST", path, "Accept: text/event-stream\r\n", body);
        Head head = head();
        if (!head.chunked || head.status != 200) {
            return new Answer(head.status, body(head));
        }
        String name = "";
        StringBuilder text = new StringBuilder();
        for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
            text.append(chunk);
            for (int end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
                String line = text.substring(0, end);
                text.delete(0, end + 1);
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    events.accept(name, line.substring(6));
                }
            }
        }
        reusable = !head.close;
        return new Answer(200, "");
    }

    private void send(String method, String path, String headers, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: milieu\r\n" + headers
                + "Content-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n\r\n";
        ByteBuffer request = ByteBuffer.allocate(head.length() + bytes.length);
        request.put(head.getBytes(StandardCharsets.US_ASCII)).put(bytes).flip();
        reusable = false;
        while (request.hasRemaining()) {
            channel.write(request);
        }
    }

    /** {@return whether another request may be sent} */
    boolean isReusable() {
        return reusable;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** What stands before a body. */
    private record Head(int status, long length, boolean chunked, boolean close) {}

    private Answer answer() throws IOException {
        Head head = head();
        Answer answer = new Answer(head.status, body(head));
        reusable = !head.close;
        return answer;
    }

    private Head head() throws IOException {
        String[] status = line().split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/1.")) {
            throw new IOException("the agent does not speak HTTP");
        }
        long length = 0;
        boolean chunked = false;
        boolean close = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).strip());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
            close |= lower.startsWith("connection:") && lower.contains("close");
        }
        return new Head(Integer.parseInt(status[1]), length, chunked, close);
    }

    private String body(Head head) throws IOException {
        if (!head.chunked) {
            return new String(bytes(head.length), StandardCharsets.UTF_8);
        }
        StringBuilder all = new StringBuilder();
        for (String chunk = chunk(); !chunk.isEmpty(); chunk = chunk()) {
            all.append(chunk);
        }
        return all.toString();
    }

    /** {@return the next chunk, empty at the end; the agent ends its chunks with whole characters} */
    private String chunk() throws IOException {
        long size = Long.parseLong(line().split(";", 2)[0].strip(), 16);
        String chunk = new String(bytes(size), StandardCharsets.UTF_8);
        line();
        return chunk;
    }

    private byte[] bytes(long length) throws IOException {
        byte[] bytes = in.readNBytes(Math.toIntExact(length));
        if (bytes.length < length) {
            throw new EOFException("the agent broke off");
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > LONGEST_LINE) {
                throw new EOFException("the agent broke off");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
