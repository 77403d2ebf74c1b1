package io.milieu.python.version;

import java.util.Random;

/** Version texts from a small alphabet, so that equal and neighbouring ones are frequent. */
final class RandomVersions {
    private static final int[] NUMBERS = {0, 0, 1, 1, 2, 3, 9, 10, 199, 200, 255, 256, 2024};
    private static final String[] LOCALS = {"+a", "+1", "+a.1", "+1.a", "+10", "+ab"};

    private RandomVersions() {}

    static String text(Random random) {
        StringBuilder text = new StringBuilder(random.nextInt(8) == 0 ? "1!" : "");
        text.append(number(random));
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append('.').append(number(random));
        }
        if (random.nextInt(3) == 0) {
            text.append(random.nextBoolean() ? "a" : random.nextBoolean() ? "b" : "rc")
                    .append(number(random));
        }
        if (random.nextInt(4) == 0) {
            text.append(".post").append(number(random));
        }
        if (random.nextInt(4) == 0) {
            text.append(".dev").append(number(random));
        }
        if (random.nextInt(6) == 0) {
            text.append(LOCALS[random.nextInt(LOCALS.length)]);
        }
        return text.toString();
    }

    private static int number(Random random) {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }
}
