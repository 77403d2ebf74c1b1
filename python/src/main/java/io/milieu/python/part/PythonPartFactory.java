package io.milieu.python.part;

import io.milieu.core.plan.Node;
import io.milieu.core.plan.Part;
import io.milieu.core.plan.PartFactory;
import java.util.List;

/** Announces Python's part to the library. */
public final class PythonPartFactory implements PartFactory {
    /** For the service loader. */
    public PythonPartFactory() {}

    @Override
    public List<Part> parts(Node node) {
        return List.of(new PythonPart(PythonNode.of(node)));
    }
}
