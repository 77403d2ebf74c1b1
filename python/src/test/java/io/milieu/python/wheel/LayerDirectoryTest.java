package io.milieu.python.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LayerDirectoryTest {
    private final LayerDirectory root =
            LayerDirectory.of(List.of("z.py", "pkg/sub/a.py", "pkg/b.py", "other/c"), Set.of("pkg/sub", "other"));

    @Test
    void theTextIsCompact() {
        assertThat(root.text()).isEqualTo("fz.py/lother/fc/./dpkg/fb.py/lsub/fa.py/././");
    }

    @Test
    void childrenAreReadWhenAskedFor() {
        LayerDirectory again = LayerDirectory.parse(root.text());
        assertThat(again.children()).extracting(LayerNode::name).containsExactly("z.py", "other", "pkg");
        LayerDirectory pkg = (LayerDirectory) again.children().get(2);
        assertThat(pkg.linkable()).isFalse();
        assertThat(pkg.children()).extracting(LayerNode::name).containsExactly("b.py", "sub");
        assertThat(((LayerDirectory) pkg.children().get(1)).linkable()).isTrue();
        assertThat(pkg.text()).isEqualTo("fb.py/lsub/fa.py/./");
    }

    @Test
    void anEmptyTreeHasNoChildren() {
        assertThat(LayerDirectory.parse("").children()).isEmpty();
    }
}
