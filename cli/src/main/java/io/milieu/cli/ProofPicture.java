package io.milieu.cli;

import io.milieu.cli.picture.Diagram;
import io.milieu.cli.picture.Diagram.Arrow;
import io.milieu.cli.picture.Diagram.Box;
import io.milieu.cli.picture.Diagram.Look;
import io.milieu.solver.Step;
import java.util.ArrayList;
import java.util.List;

/** A proof that there is no solution as a picture: facts on top, what follows from them below, the end at the bottom. */
final class ProofPicture {
    private ProofPicture() {}

    static Diagram of(List<Step> proof) {
        List<Box> boxes = new ArrayList<>();
        List<Arrow> arrows = new ArrayList<>();
        for (Step step : proof) {
            int number = boxes.size();
            boolean end = number == proof.size() - 1;
            boxes.add(new Box(
                    step.text(), end ? Look.STRONG : step.kind() == Step.Kind.CONCLUSION ? Look.ROUND : Look.PLAIN));
            step.causes().forEach(cause -> arrows.add(new Arrow(cause, number, "")));
        }
        return new Diagram(boxes, arrows);
    }
}
