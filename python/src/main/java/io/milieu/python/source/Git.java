package io.milieu.python.source;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.error.Redacted;
import io.milieu.core.posix.Executables;
import io.milieu.core.posix.Subprocess;
import io.milieu.python.error.PythonError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Git program: asks nothing at a terminal, runs no hooks. Thread-safe. */
public final class Git {
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern SHORT = Pattern.compile("[0-9a-f]{7,63}");

    private final Map<String, String> variables;
    private final boolean offline;

    /**
     * Git with those environment variables.
     *
     * @param offline whether only repositories on this machine may be looked at
     */
    public Git(Map<String, String> variables, boolean offline) {
        this.offline = offline;
        Map<String, String> quiet = new HashMap<>(variables);
        // What belongs to a repository that the caller stands in must not be taken for this one.
        quiet.keySet().removeAll(List.of("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"));
        quiet.put("GIT_TERMINAL_PROMPT", "0");
        quiet.put("GIT_LFS_SKIP_SMUDGE", "1");
        quiet.put("LC_ALL", "C");
        quiet.putIfAbsent("GIT_SSH_COMMAND", "ssh -oBatchMode=yes");
        this.variables = Map.copyOf(quiet);
    }

    /**
     * {@return the commit that a revision names now}
     *
     * @param url the repository
     * @param revision a branch, tag, reference or commit; empty for the head
     * @param scratch an existing folder for what has to be fetched to find out
     * @throws MilieuException {@link PythonError#REPOSITORY_FAILED} if the repository cannot be reached or has no such revision
     * @throws InterruptedException if the calling thread was interrupted
     */
    public String commit(String url, String revision, Path scratch) throws InterruptedException {
        if (COMMIT.matcher(revision).matches()) {
            return revision;
        }
        checkReach(url);
        String wanted = revision.isEmpty() ? "HEAD" : revision;
        String answer = run(scratch, url, List.of("ls-remote", "--quiet", "--", url, wanted, wanted + "^{}"));
        Map<String, String> found = new HashMap<>();
        answer.lines()
                .map(line -> line.split("\t", 2))
                .filter(line -> line.length == 2)
                .forEach(line -> found.put(line[1], line[0]));
        Optional<String> match = Stream.of(
                        "refs/tags/" + wanted + "^{}",
                        "refs/tags/" + wanted,
                        "refs/heads/" + wanted,
                        wanted + "^{}",
                        wanted)
                .filter(found::containsKey)
                .findFirst()
                .map(found::get);
        if (match.isPresent()) {
            return match.get();
        }
        if (SHORT.matcher(revision).matches()) {
            Path history = scratch.resolve("history.git");
            run(
                    scratch,
                    url,
                    List.of("clone", "--quiet", "--bare", "--filter=blob:none", "--", url, history.toString()));
            return run(history, url, List.of("rev-parse", "--quiet", "--verify", revision + "^{commit}"))
                    .strip();
        }
        throw new MilieuException(
                PythonError.REPOSITORY_FAILED,
                "the repository `" + Redacted.urls(url) + "` has no branch or tag `" + revision + "`",
                List.of("A commit is named by at least seven digits of its hash."));
    }

    /**
     * Brings the files of one commit to a folder, submodules too. The history comes without its contents: backends make versions of it.
     *
     * @param target an existing, empty folder
     * @return the bytes that the files take
     * @throws MilieuException {@link PythonError#REPOSITORY_FAILED} if the repository cannot be reached or has no such commit
     * @throws IOException if the files cannot be read
     * @throws InterruptedException if the calling thread was interrupted
     */
    public long checkOut(PinnedSource.Commit source, Path target) throws IOException, InterruptedException {
        String url = source.url();
        checkReach(url);
        run(target, url, List.of("clone", "--quiet", "--no-checkout", "--filter=blob:none", "--", url, "."));
        if (!has(target, source.commit())) {
            // No branch leads to it any more, or none ever did: many servers give it all the same.
            run(target, url, List.of("fetch", "--quiet", "origin", source.commit()));
        }
        run(target, url, List.of("checkout", "--quiet", "--detach", source.commit()));
        if (Files.exists(target.resolve(".gitmodules"))) {
            run(target, url, List.of("submodule", "--quiet", "update", "--init", "--recursive"));
        }
        // The place may hold a password, and so may what Git remembers of it.
        run(target, url, List.of("remote", "remove", "origin"));
        Files.deleteIfExists(target.resolve(".git/FETCH_HEAD"));
        return new SourceTree(target).bytes();
    }

    private void checkReach(String url) {
        if (offline && !url.startsWith("file:") && !url.startsWith("/")) {
            throw new MilieuException(
                    CoreError.OFFLINE,
                    "the repository `" + Redacted.urls(url) + "` is not on this machine, and Milieu is offline",
                    List.of("Try again without `--offline` and without `MILIEU_OFFLINE`."));
        }
    }

    private boolean has(Path repository, String commit) throws InterruptedException {
        return start(repository, List.of("cat-file", "-e", commit + "^{commit}"))
                        .exitCode()
                == 0;
    }

    private String run(Path directory, String url, List<String> words) throws InterruptedException {
        Subprocess.Outcome outcome = start(directory, words);
        if (outcome.exitCode() != 0) {
            throw new MilieuException(
                    PythonError.REPOSITORY_FAILED,
                    "`git " + words.getFirst() + "` failed for the repository `" + Redacted.urls(url) + "`: "
                            + Redacted.urls(outcome.errors().strip()),
                    List.of("Git does not ask for passwords here: use a credential helper, or a key for ssh."));
        }
        return outcome.output();
    }

    private Subprocess.Outcome start(Path directory, List<String> words) throws InterruptedException {
        Path git = Executables.find("git", variables, directory)
                .orElseThrow(() -> new MilieuException(
                        CoreError.COMMAND_FAILED,
                        "a package comes from a Git repository, but there is no `git` on the path",
                        List.of("Install Git, or name an archive of the repository instead.")));
        List<String> command = new ArrayList<>(
                List.of(git.toString(), "-c", "core.hooksPath=/dev/null", "-c", "protocol.ext.allow=never"));
        command.addAll(words);
        return new Subprocess(command, variables, directory).run(LIMIT);
    }
}
