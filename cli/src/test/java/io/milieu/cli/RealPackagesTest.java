package io.milieu.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.milieu.core.Deployment;
import io.milieu.core.Milieu;
import io.milieu.core.build.Environment;
import io.milieu.core.deploy.LaunchCommand;
import io.milieu.core.deploy.VirtualenvIsolation;
import io.milieu.core.deploy.WorkerRequest;
import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildListener;
import io.milieu.core.json.JsonValue;
import io.milieu.core.lease.Holder;
import io.milieu.core.link.LinkMode;
import io.milieu.core.plan.EnvironmentRequest;
import io.milieu.core.plan.PlanOptions;
import io.milieu.core.posix.Subprocess;
import io.milieu.core.reclaim.StoreCheck;
import io.milieu.core.spec.RuntimeEnv;
import io.milieu.python.interpreter.Interpreter;
import io.milieu.python.part.PythonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Packages that people use, from the index that this machine's own pip is configured with: do they work in an environment? By default
 * one set on one Python; {@code -Dmilieu.real=all} tries all sets on two Pythons. The store stays in {@code target/}, so only the
 * first run downloads.
 */
class RealPackagesTest {
    private static final boolean ALL = System.getProperty("milieu.real", "").equals("all");
    /** Pythons for which every package below has wheels, the best first. */
    private static final List<String> VERSIONS = List.of("3.12", "3.11", "3.13", "3.10");

    private static Milieu milieu;

    /** Packages, and a program that fails if they do not work. */
    record Case(List<String> packages, String program) {}

    record Trial(Case packages, String python, LinkMode mode) {
        @Override
        public String toString() {
            return String.join(" ", packages.packages()) + ", Python " + python + ", " + mode.text();
        }
    }

    private static final Case FRAMES = new Case(List.of("pandas", "scikit-learn"), """
            import pandas
            from sklearn.linear_model import LinearRegression
            frame = pandas.DataFrame({"key": ["a", "b", "a"], "value": [1, 2, 3]})
            assert frame.groupby("key").value.sum().to_dict() == {"a": 4, "b": 2}
            model = LinearRegression().fit(frame[["value"]], frame.value * 2)
            assert abs(model.predict(pandas.DataFrame({"value": [10]}))[0] - 20) < 1e-9
            """);

    private static final List<Case> OTHERS = List.of(
            new Case(List.of("matplotlib"), """
                    import io, matplotlib
                    matplotlib.use("Agg")
                    from matplotlib import pyplot
                    pyplot.plot([1, 4, 9])
                    picture = io.BytesIO()
                    pyplot.savefig(picture, format="png")
                    assert picture.getvalue()[:8] == b"\\x89PNG\\r\\n\\x1a\\n"
                    """),
            new Case(List.of("requests", "flask", "rich"), """
                    import flask, io, requests, rich.console, subprocess
                    app = flask.Flask("app")
                    app.add_url_rule("/<name>", view_func=lambda name: {"hello": name}, endpoint="hello")
                    assert app.test_client().get("/you").json == {"hello": "you"}
                    assert requests.Request("GET", "http://example.org", params={"a": 1}).prepare().url.endswith("?a=1")
                    out = io.StringIO()
                    rich.console.Console(file=out, width=20).rule("title")
                    assert "title" in out.getvalue()
                    assert subprocess.run(["flask", "--version"], capture_output=True, check=True).stdout
                    """),
            new Case(List.of("jupyter"), """
                    import json, subprocess, sys
                    import nbformat.v4 as v4
                    notebook = v4.new_notebook(cells=[v4.new_code_cell("print(6 * 7)")])
                    command = ["jupyter", "nbconvert", "--stdin", "--to", "script", "--stdout"]
                    result = subprocess.run(command, input=json.dumps(notebook), text=True, capture_output=True, check=True)
                    assert "print(6 * 7)" in result.stdout, result
                    assert "jupyterlab" in subprocess.run(["jupyter", "--version"], text=True, capture_output=True, check=True).stdout
                    """),
            new Case(List.of("transformers", "tokenizers", "safetensors", "numpy"), """
                    import numpy
                    from safetensors.numpy import load, save
                    from tokenizers import Tokenizer, models, pre_tokenizers
                    from transformers import PreTrainedTokenizerFast
                    words = Tokenizer(models.WordLevel({"[UNK]": 0, "hello": 1, "world": 2}, unk_token="[UNK]"))
                    words.pre_tokenizer = pre_tokenizers.Whitespace()
                    assert PreTrainedTokenizerFast(tokenizer_object=words)("hello new world").input_ids == [1, 0, 2]
                    assert load(save({"x": numpy.arange(3)}))["x"].tolist() == [0, 1, 2]
                    """));

    @BeforeAll
    static void open() {
        milieu = Milieu.open(Path.of("target/real-packages"), System.getenv(), InstantSource.system());
    }

    @AfterAll
    static void close() {
        milieu.store().close();
    }

    static List<Trial> trials() {
        TreeSet<String> found = new TreeSet<>();
        PythonNode.of(milieu.node()).finder().all().stream()
                .flatMap(finding -> finding instanceof Interpreter good ? Stream.of(good) : Stream.empty())
                .forEach(good -> found.add(good.version().replaceFirst("^(\\d+\\.\\d+).*", "$1")));
        List<String> pythons =
                VERSIONS.stream().filter(found::contains).limit(ALL ? 2 : 1).toList();
        List<Case> cases =
                ALL ? Stream.concat(Stream.of(FRAMES), OTHERS.stream()).toList() : List.of(FRAMES);
        return cases.stream()
                .flatMap(each -> pythons.stream()
                        .flatMap(python -> Stream.of(LinkMode.SYMLINK, LinkMode.HARDLINK)
                                .map(mode -> new Trial(each, python, mode))))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("trials")
    void thePackagesWork(Trial trial) throws Exception {
        RuntimeEnv spec = RuntimeEnv.of(JsonValue.object()
                .put("pip", JsonValue.ofStrings(trial.packages().packages()))
                .build());
        PlanOptions options = PlanOptions.DEFAULTS.withPython(trial.python()).withLinkMode(trial.mode());
        Environment environment = prepare(new EnvironmentRequest(spec, options, Path.of("/")));
        work(environment, spec, trial.packages().program());
        milieu.settle(environment);
        work(environment, spec, trial.packages().program());
        assertThat(StoreCheck.of(milieu.store())).isEmpty();
    }

    private static Environment prepare(EnvironmentRequest request) throws InterruptedException {
        try {
            return milieu.pipeline().prepare(request, BuildListener.none()).await();
        } catch (MilieuException e) {
            if (e.code() == CoreError.FETCH_FAILED) {
                abort("the configured package index cannot be reached: " + e.getMessage());
            }
            throw e;
        }
    }

    private static void work(Environment environment, RuntimeEnv spec, String program) throws InterruptedException {
        WorkerRequest worker = new WorkerRequest(List.of("python", "-c", program), System.getenv(), Path.of("/"));
        Deployment deployment = milieu.pipeline()
                .deploy(environment, spec, worker, new VirtualenvIsolation(), Holder.self())
                .orElseThrow();
        LaunchCommand command = deployment.command();
        Subprocess.Outcome outcome =
                new Subprocess(command.argv(), command.variables(), command.directory()).run(Duration.ofMinutes(5));
        milieu.leases().release(deployment.lease());
        assertThat(outcome.exitCode()).as(outcome.tail()).isZero();
    }
}
