package io.milieu.python.lock;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.milieu.fuzz.Attempt;
import io.milieu.python.error.PythonError;

/** Lock files. */
class LockFileFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void locksAreWrittenAsTheyAre(byte[] data) {
        Attempt.at(() -> LockFile.parse(Attempt.text(data), "pylock.toml"), PythonError.LOCK_INVALID)
                .ifPresent(lock -> {
                    String text = lock.text();
                    LockFile again = LockFile.parse(text, "pylock.toml");
                    assertThat(again.text()).isEqualTo(text);
                    assertThat(again.packages()).hasSameSizeAs(lock.packages());
                });
    }
}
