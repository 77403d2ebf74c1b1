package io.milieu.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private final Routes routes = Routes.none()
            .on("GET", "/v1/things/{id}", call -> Reply.text(200, "thing " + call.name("id")))
            .on("DELETE", "/v1/things/{id}", call -> Reply.text(200, "deleted"))
            .on("GET", "/v1/fails", call -> {
                throw new IllegalStateException("broken");
            });

    @Test
    void placesOfATemplateHaveNames() throws InterruptedException {
        assertThat(text(answer("GET", "/v1/things/a b"))).isEqualTo("thing a b");
    }

    @Test
    void aPathThatNobodyAnswersIsNotFound() throws InterruptedException {
        assertThat(answer("GET", "/v1/things").status()).isEqualTo(404);
        assertThat(answer("GET", "/v1/things/a/b").status()).isEqualTo(404);
        assertThat(text(answer("GET", "/other"))).isEqualTo("there is nothing at /other\n");
    }

    @Test
    void anotherMethodIsToldWhichThereAre() throws InterruptedException {
        Reply.Whole reply = answer("POST", "/v1/things/a");
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.headers()).containsEntry("Allow", "DELETE, GET");
    }

    @Test
    void theGuardLooksFirst() throws InterruptedException {
        Routes guarded = routes.guarded(
                call -> call.header("token").isPresent() ? Optional.empty() : Optional.of(Reply.text(401, "no")));
        assertThat(((Reply.Whole) guarded.answer(call("GET", "/v1/things/a", Map.of()))).status())
                .isEqualTo(401);
        assertThat(((Reply.Whole) guarded.answer(call("GET", "/v1/things/a", Map.of("token", "x")))).status())
                .isEqualTo(200);
    }

    @Test
    void failuresAreAnswered() throws InterruptedException {
        assertThat(answer("GET", "/v1/fails").status()).isEqualTo(500);
        Routes own = routes.failing(failure -> Reply.text(418, "own " + failure.getMessage()));
        assertThat(text((Reply.Whole) own.answer(call("GET", "/v1/fails", Map.of()))))
                .isEqualTo("own broken");
    }

    private Reply.Whole answer(String method, String path) throws InterruptedException {
        return (Reply.Whole) routes.answer(call(method, path, Map.of()));
    }

    private static String text(Reply.Whole reply) {
        return StandardCharsets.UTF_8.decode(reply.body()).toString();
    }

    private static Call call(String method, String path, Map<String, String> headers) {
        return new Call(
                method,
                path,
                Map.of(),
                Map.of(),
                name -> Optional.ofNullable(headers.get(name)),
                ByteBuffer.allocate(0),
                new Caller.Remote("test"));
    }
}
