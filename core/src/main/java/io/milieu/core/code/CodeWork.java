package io.milieu.core.code;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.event.BuildListener;
import io.milieu.core.plan.LayerRecipe;
import io.milieu.core.store.Staging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes the layer of one piece of code, and refuses code that is no longer what was hashed.
 *
 * @param item the code
 * @param rules what of a folder is left out
 */
record CodeWork(CodeItem item, IgnoreRules rules) implements LayerRecipe.Work {
    /** The code in its layer; beside it the store keeps files of its own. */
    static final String TREE = "tree";

    LayerRecipe recipe() {
        return new LayerRecipe(item.key(), item.name(), -1, this);
    }

    @Override
    public long produce(Staging staging, BuildListener listener) throws IOException {
        Path tree = Files.createDirectory(staging.directory().resolve(TREE));
        return switch (item.kind()) {
            case FOLDER -> {
                CodeTree code = CodeTree.walk(item.path(), rules);
                TreeDigest.copy(code, tree, item.digest());
                yield code.size();
            }
            case ARCHIVE -> {
                long bytes = new Archives(ArchiveLimits.DEFAULT).extract(item.path(), tree, false);
                unchanged();
                yield bytes;
            }
            case FILE -> {
                Path copy = tree.resolve(item.name());
                Files.copy(item.path(), copy);
                unchanged();
                yield Files.size(copy);
            }
        };
    }

    private void unchanged() throws IOException {
        if (!CodeItem.fileDigest(item.path()).equals(item.digest())) {
            throw new MilieuException(
                    CoreError.CODE_CHANGED,
                    "the file `" + item.path() + "` changed while it was read",
                    List.of("Try again when nothing writes to it any more."));
        }
    }
}
