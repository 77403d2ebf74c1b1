package io.milieu.python.tag;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.milieu.fuzz.Attempt;
import io.milieu.python.error.PythonError;

/** Names of wheels. */
class WheelFileNameFuzzTest {
    private static final int MOST_TAGS = 1000;

    @FuzzTest(maxDuration = "2m")
    void namesOfWheelsCanBePutTogetherAgain(byte[] data) {
        Attempt.at(() -> WheelFileName.parse(Attempt.text(data)), PythonError.WHEEL_NAME_INVALID)
                .ifPresent(wheel -> {
                    assertThat(wheel.tags()).isNotEmpty().hasSizeLessThanOrEqualTo(MOST_TAGS);
                    for (Tag tag :
                            wheel.tags().subList(0, Math.min(3, wheel.tags().size()))) {
                        WheelFileName one = WheelFileName.parse(name(wheel, tag));
                        assertThat(one.name()).isEqualTo(wheel.name());
                        assertThat(one.version()).isEqualTo(wheel.version());
                        assertThat(one.build()).isEqualByComparingTo(wheel.build());
                        assertThat(one.tags()).containsExactly(tag);
                    }
                });
    }

    private static String name(WheelFileName wheel, Tag tag) {
        String build = wheel.build().equals(BuildTag.NONE) ? "" : "-" + wheel.build();
        return wheel.name().underscored() + "-" + wheel.version() + build + "-" + tag + ".whl";
    }
}
