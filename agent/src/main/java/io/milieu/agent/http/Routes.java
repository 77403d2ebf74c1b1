package io.milieu.agent.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Who answers what. Immutable; every method that adds returns new routes.
 *
 * @param routes in the order in which they are tried
 * @param guard looks at every request first; what it returns is the answer
 * @param failure turns what a responder threw into an answer
 */
public record Routes(
        List<Route> routes, Function<Call, Optional<Reply>> guard, Function<RuntimeException, Reply> failure) {
    /** Copies the list. */
    public Routes {
        routes = List.copyOf(routes);
    }

    /** {@return no routes; failures are answered with status 500 and their message} */
    public static Routes none() {
        return new Routes(
                List.of(), call -> Optional.empty(), failure -> Reply.text(500, String.valueOf(failure.getMessage())));
    }

    /**
     * {@return these routes and one more}
     *
     * @param method the HTTP method
     * @param template the path, in which <code>{name}</code> stands for any one segment
     * @param responder who answers
     */
    public Routes on(String method, String template, Responder responder) {
        List<Route> more = new ArrayList<>(routes);
        more.add(new Route(method, template, responder));
        return new Routes(more, guard, failure);
    }

    /** {@return these routes, each guarded by that look at the request} */
    public Routes guarded(Function<Call, Optional<Reply>> look) {
        return new Routes(routes, look, failure);
    }

    /** {@return these routes, with that answer to failures} */
    public Routes failing(Function<RuntimeException, Reply> answer) {
        return new Routes(routes, guard, answer);
    }

    /** {@return the answer to a request; never fails but for a defect in the guard} */
    Reply answer(Call call) throws InterruptedException {
        Optional<Reply> refusal = guard.apply(call);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        TreeSet<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            Optional<Map<String, String>> names = route.match(call.path());
            if (names.isPresent() && route.method().equals(call.method())) {
                return answer(route, call, names.get());
            }
            names.ifPresent(found -> allowed.add(route.method()));
        }
        if (allowed.isEmpty()) {
            return Reply.text(404, "there is nothing at " + call.path() + "\n");
        }
        String methods = String.join(", ", allowed);
        return Reply.text(405, call.path() + " takes " + methods + "\n").with("Allow", methods);
    }

    private Reply answer(Route route, Call call, Map<String, String> names) throws InterruptedException {
        Call named =
                new Call(call.method(), call.path(), names, call.query(), call.headers(), call.body(), call.caller());
        try {
            return route.responder().answer(named);
        } catch (RuntimeException e) {
            return failure.apply(e);
        }
    }
}
