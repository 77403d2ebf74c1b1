package io.milieu.agent;

import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue.JsonObject;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * One exchange at a time over the agent's socket.
 *
 * @param socket the agent's
 */
record AgentClient(Path socket) {
    /** What came back. */
    record Answer(int status, String body) {
        JsonObject json() {
            return (JsonObject) Json.parse(body);
        }
    }

    Answer ask(String method, String path, String body) throws IOException {
        try (SocketChannel channel = open(method, path, body)) {
            String all = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            int end = all.indexOf("\r\n\r\n");
            return new Answer(Integer.parseInt(all.substring(9, 12)), all.substring(end + 4));
        }
    }

    SocketChannel open(String method, String path, String body) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: milieu\r\nConnection: close\r\nContent-Length: "
                + bytes.length + "\r\n\r\n";
        channel.write(StandardCharsets.UTF_8.encode(head + body));
        return channel;
    }
}
