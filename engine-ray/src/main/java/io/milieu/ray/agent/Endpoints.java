package io.milieu.ray.agent;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.milieu.agent.build.Priority;
import io.milieu.agent.http.Call;
import io.milieu.agent.http.Reply;
import io.milieu.agent.http.Routes;
import io.milieu.core.base.Flights;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.spec.SetupConfig;
import io.milieu.ray.env.RayEnv;
import io.milieu.ray.wire.AgentStatus;
import io.milieu.ray.wire.CreateReply;
import io.milieu.ray.wire.CreateRequest;
import io.milieu.ray.wire.DeleteReply;
import io.milieu.ray.wire.DeleteRequest;
import io.milieu.ray.wire.EnvState;
import io.milieu.ray.wire.InfoReply;
import io.milieu.ray.wire.InfoRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The three requests that Ray makes of its agent, protobuf over HTTP. An environment that cannot be made is told in the reply, whose
 * status is 200 all the same. Thread-safe.
 */
final class Endpoints {
    private static final String PROTOBUF = "application/octet-stream";
    private static final String UNCOUNTED = "client_server";

    private final Setup setup;
    private final References references;
    private final SetupLogs logs;
    private final String nodeIp;
    private final Flights<String, Prepared> flights = new Flights<>();

    Endpoints(Setup setup, References references, SetupLogs logs, String nodeIp) {
        this.setup = setup;
        this.references = references;
        this.logs = logs;
        this.nodeIp = nodeIp;
    }

    Routes routes() {
        return Routes.none()
                .on("POST", "/get_or_create_runtime_env", call -> reply(create(read(call, CreateRequest.parser()))))
                .on(
                        "POST",
                        "/delete_runtime_env_if_possible",
                        call -> reply(delete(read(call, DeleteRequest.parser()))))
                .on("POST", "/get_runtime_envs_info", call -> reply(info(read(call, InfoRequest.parser()))))
                .failing(this::failed);
    }

    private CreateReply create(CreateRequest request) throws InterruptedException {
        boolean counted = !request.getSource().equals(UNCOUNTED);
        RayEnv env;
        try {
            env = RayEnv.parse(request.getRuntimeEnv());
        } catch (MilieuException e) {
            return failure(e);
        }
        String key = env.key();
        Optional<Prepared> ready = references.enter(key, env.received(), counted);
        if (ready.isPresent()) {
            return success(ready.get());
        }
        Instant start = logs.now();
        try {
            Prepared made = flights.join(key, () -> make(key, env, request, start));
            return success(made);
        } catch (MilieuException e) {
            references.failed(key, text(e), Duration.between(start, logs.now()), counted);
            return failure(e);
        } catch (RuntimeException e) {
            MilieuException defect = MilieuException.defect("the environment could not be set up", e);
            references.failed(key, text(defect), Duration.between(start, logs.now()), counted);
            return failure(defect);
        }
    }

    private Prepared make(String key, RayEnv env, CreateRequest request, Instant start) throws InterruptedException {
        String job = request.getJobId().toStringUtf8();
        SetupLogs.Log log = logs.open(job, request.getConfig().getLogFilesList());
        setup.unknown(env).forEach(log::unknownField);
        Priority priority = request.getSource().isEmpty() ? Priority.WORKER : Priority.EAGER;
        Prepared made = setup.prepare(env, seconds(request), job, priority, log);
        references.ready(key, made, Duration.between(start, logs.now())).ifPresent(setup::giveBack);
        return made;
    }

    private static int seconds(CreateRequest request) {
        int seconds = request.getConfig().getSetupTimeoutSeconds();
        return seconds == 0 ? SetupConfig.DEFAULT.setupTimeoutSeconds() : seconds;
    }

    private DeleteReply delete(DeleteRequest request) {
        if (request.getSource().equals(UNCOUNTED)) {
            return DeleteReply.getDefaultInstance();
        }
        try {
            return switch (references.leave(
                    RayEnv.parse(request.getRuntimeEnv()).key())) {
                case References.Left.InUse() -> DeleteReply.getDefaultInstance();
                case References.Left.Unused(Optional<Prepared> prepared) -> {
                    prepared.ifPresent(setup::giveBack);
                    yield DeleteReply.getDefaultInstance();
                }
                case References.Left.Unknown() ->
                    throw new MilieuException(
                            CoreError.ENVIRONMENT_UNKNOWN,
                            "the runtime environment is not in use: " + request.getRuntimeEnv());
            };
        } catch (MilieuException e) {
            return DeleteReply.newBuilder()
                    .setStatus(AgentStatus.AGENT_STATUS_FAILED)
                    .setError(prefixed(e))
                    .build();
        }
    }

    private InfoReply info(InfoRequest request) {
        List<EnvState> states = references.states();
        return InfoReply.newBuilder()
                .addAllStates(
                        request.hasLimit()
                                ? states.stream().limit(request.getLimit()).toList()
                                : states)
                .setTotal(states.size())
                .build();
    }

    private static CreateReply success(Prepared prepared) {
        return CreateReply.newBuilder()
                .setStatus(AgentStatus.AGENT_STATUS_OK)
                .setContext(prepared.context())
                .build();
    }

    private CreateReply failure(MilieuException e) {
        logs.agent().write("ERROR", text(e));
        return CreateReply.newBuilder()
                .setStatus(AgentStatus.AGENT_STATUS_FAILED)
                .setError(prefixed(e))
                .build();
    }

    private String prefixed(MilieuException e) {
        return "[Node " + nodeIp + "] " + text(e);
    }

    /** {@return code, message and hints, as the command line prints them} */
    private static String text(MilieuException e) {
        StringBuilder text = new StringBuilder("error[" + e.code().id() + "]: " + e.getMessage());
        e.hints().forEach(hint -> text.append("\nhint: ").append(hint));
        return text.toString();
    }

    private static <M extends MessageLite> M read(Call call, Parser<M> parser) {
        try {
            return parser.parseFrom(call.body());
        } catch (InvalidProtocolBufferException e) {
            throw new MilieuException(
                    CoreError.USAGE,
                    "the body is not the message of " + call.path() + ": " + e.getMessage(),
                    List.of(),
                    e);
        }
    }

    private static Reply reply(MessageLite message) {
        return Reply.of(200, PROTOBUF, message.toByteString().asReadOnlyByteBuffer());
    }

    private Reply failed(RuntimeException e) {
        boolean ours = !(e instanceof MilieuException reported) || reported.code() == CoreError.DEFECT;
        logs.agent().write("ERROR", String.valueOf(e));
        return Reply.text(ours ? 500 : 400, e.getMessage() + "\n");
    }
}
