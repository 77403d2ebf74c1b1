package io.milieu.python.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DataLayoutTest {
    @Test
    void manyFilesBelowShareMayBeLinkedAsOne() {
        assertThat(DataLayout.linkable(files("share/app/static", 16))).containsExactly("share/app/static");
        assertThat(DataLayout.linkable(files("share/app/static", 15))).isEmpty();
    }

    @Test
    void placesThatOthersAddToStayReal() {
        assertThat(DataLayout.linkable(files("share", 40))).isEmpty();
        assertThat(DataLayout.linkable(files("etc/app/conf.d", 40))).isEmpty();
        assertThat(DataLayout.linkable(files("shared/app", 40))).isEmpty();
        List<String> nested = new ArrayList<>(files("share/app", 40));
        nested.add("share/app/themes/dark/style.css");
        assertThat(DataLayout.linkable(nested)).isEmpty();
    }

    private static List<String> files(String directory, int count) {
        return IntStream.range(0, count).mapToObj(i -> directory + "/" + i).toList();
    }
}
