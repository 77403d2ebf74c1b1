package io.milieu.fuzz;

import io.milieu.core.error.ErrorCode;
import io.milieu.core.error.MilieuException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One try to read what nobody checked. It may end in two ways, an answer or a documented refusal, and soon. The time is that of
 * the processor, so that a busy machine makes no finding; the memory is what the JVM of the tests has.
 */
public final class Attempt {
    private static final Duration MOST = Duration.ofSeconds(5);

    private Attempt() {}

    /** The text of an input, in which bytes that are not UTF-8 become question marks, as they do where Milieu reads text. */
    public static String text(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }

    /**
     * Reads once.
     *
     * @param parse what reads
     * @param refusals the codes that its documentation names
     * @return the answer; empty after a refusal
     */
    public static <T> Optional<T> at(Supplier<T> parse, ErrorCode... refusals) {
        long start = processorTime();
        Optional<T> answer = answer(parse, List.of(refusals));
        Duration taken = Duration.ofNanos(processorTime() - start);
        if (taken.compareTo(MOST) > 0) {
            throw new AssertionError("took " + taken + " of processor time");
        }
        return answer;
    }

    private static <T> Optional<T> answer(Supplier<T> parse, List<ErrorCode> refusals) {
        try {
            return Optional.of(parse.get());
        } catch (MilieuException e) {
            if (!refusals.contains(e.code())) {
                throw new AssertionError(
                        "refused with the undocumented code " + e.code().id(), e);
            }
            return Optional.empty();
        }
    }

    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
