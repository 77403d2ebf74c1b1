package io.milieu.cli;

import io.milieu.core.Deployment;
import io.milieu.core.Milieu;
import io.milieu.core.build.Environment;
import io.milieu.core.deploy.VirtualenvIsolation;
import io.milieu.core.deploy.WorkerRequest;
import io.milieu.core.lease.Holder;
import io.milieu.core.link.LinkMode;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.reclaim.ReclaimPolicy;
import io.milieu.core.reclaim.Reclaimer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A program whose life is requests: it makes an environment, deploys and settles it, throws away whatever nobody uses, and begins
 * again, until it is killed. Each step and event is a line of output. Arguments: store, index, seed; or store, index, for one
 * environment with all packages that stays.
 */
final class BuildLoop {
    private static final ReclaimPolicy NOTHING_STAYS = new ReclaimPolicy(0, Optional.empty(), Duration.ZERO);

    private final Milieu milieu;

    private BuildLoop(Path store) {
        milieu = Milieu.open(store, System.getenv(), InstantSource.system());
    }

    /** Works. */
    public static void main(String[] args) throws IOException, InterruptedException {
        BuildLoop loop = new BuildLoop(Path.of(args[0]));
        if (args.length == 2) {
            EnvironmentRequest all = TwelvePackages.request(args[1], TwelvePackages.names(), LinkMode.AUTO);
            loop.use(all);
            return;
        }
        Random random = new Random(Long.parseLong(args[2]));
        while (true) {
            loop.use(TwelvePackages.anyRequest(args[1], random));
            new Reclaimer(loop.milieu.store()).reclaim(NOTHING_STAYS);
            say("collected");
        }
    }

    private void use(EnvironmentRequest request) throws IOException, InterruptedException {
        Environment environment =
                milieu.pipeline().prepare(request, BuildLoop::say).await();
        say("prepared " + environment.directory());
        WorkerRequest worker = new WorkerRequest(List.of("python"), System.getenv(), Path.of("/"));
        Optional<Deployment> deployment =
                milieu.pipeline().deploy(environment, request.spec(), worker, new VirtualenvIsolation(), Holder.self());
        if (deployment.isPresent()) {
            say("deployed");
            milieu.settle(environment);
            say("settled");
            milieu.leases().release(deployment.get().lease());
        }
    }

    private static void say(Object event) {
        System.out.println(event);
    }
}
