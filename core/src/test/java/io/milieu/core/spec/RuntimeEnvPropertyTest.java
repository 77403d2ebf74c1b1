package io.milieu.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.milieu.core.json.Json;
import io.milieu.core.json.JsonValue;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonBoolean;
import io.milieu.core.json.JsonValue.JsonNull;
import io.milieu.core.json.JsonValue.JsonNumber;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.json.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class RuntimeEnvPropertyTest {
    private static final int SPECS = 200;

    @RepeatedTest(5)
    void idsIgnoreTheOrderOfKeysAndRoundTripsLoseNothing(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        for (int i = 0; i < SPECS; i++) {
            JsonObject spec = new RandomSpec(random).next();
            RuntimeEnv env = RuntimeEnv.of(spec);
            RuntimeEnv shuffled = RuntimeEnv.of((JsonObject) shuffle(spec, random));

            assertThat(shuffled).as(() -> Json.compact(spec)).isEqualTo(env);
            assertThat(shuffled.id()).isEqualTo(env.id());
            assertThat(RuntimeEnv.parse(Json.compact(env.toJson()))).isEqualTo(env);
            assertThat(RuntimeEnv.parse(env.canonicalJson()).canonicalJson()).isEqualTo(env.canonicalJson());
            assertThat(env.pluginFields()).isEqualTo(pluginFieldsOf(spec));
            assertThat(rebuilt(env)).isEqualTo(env);
        }
    }

    @RepeatedTest(5)
    void inheritanceIsAMonoidThatKeepsTheChild(RepetitionInfo repetition) {
        Random random = new Random(1000 + repetition.getCurrentRepetition());
        for (int i = 0; i < SPECS; i++) {
            RuntimeEnv child = RuntimeEnv.of(new RandomSpec(random).next());
            RuntimeEnv parent = RuntimeEnv.builder()
                    .envVar("A", "parent")
                    .envVar("P", "parent")
                    .build();
            RuntimeEnv both = RuntimeEnv.inherit(parent, child);

            assertThat(RuntimeEnv.inherit(RuntimeEnv.EMPTY, child)).isEqualTo(child);
            assertThat(RuntimeEnv.inherit(child, RuntimeEnv.EMPTY)).isEqualTo(child);
            assertThat(RuntimeEnv.inherit(child, child)).isEqualTo(child);
            assertThat(RuntimeEnv.inherit(parent, both)).isEqualTo(both);
            assertThat(both.envVars()).containsAllEntriesOf(child.envVars()).containsKeys("A", "P");
        }
    }

    /** The typed accessors and the builder lose nothing either. */
    private static RuntimeEnv rebuilt(RuntimeEnv env) {
        RuntimeEnvBuilder builder = RuntimeEnv.builder();
        env.workingDir().ifPresent(builder::workingDir);
        env.imageUri().ifPresent(builder::imageUri);
        env.pyExecutable().ifPresent(builder::pyExecutable);
        env.pip().ifPresent(builder::pip);
        env.uv().ifPresent(builder::uv);
        env.conda().ifPresent(value -> builder.field("conda", value));
        env.docker().ifPresent(builder::docker);
        env.container().ifPresent(builder::container);
        env.validationType().ifPresent(builder::validationType);
        builder.pyModules(env.pyModules())
                .javaJars(env.javaJars())
                .excludes(env.excludes())
                .envVars(env.envVars());
        if (env.presentFields().contains("config")) {
            builder.config(env.config());
        }
        env.pluginFields().forEach(builder::field);
        return builder.build();
    }

    private static Map<String, JsonValue> pluginFieldsOf(JsonObject spec) {
        Map<String, JsonValue> plugins = new LinkedHashMap<>(spec.members());
        plugins.keySet().removeIf(name -> !name.startsWith("plug"));
        plugins.values().removeIf(JsonNull.class::isInstance);
        return plugins;
    }

    private static JsonValue shuffle(JsonValue value, Random random) {
        return switch (value) {
            case JsonObject(Map<String, JsonValue> members) -> {
                List<String> names = new ArrayList<>(members.keySet());
                Collections.shuffle(names, random);
                Map<String, JsonValue> shuffled = new LinkedHashMap<>();
                names.forEach(name -> shuffled.put(name, shuffle(members.getOrDefault(name, value), random)));
                yield new JsonObject(shuffled);
            }
            case JsonArray(List<JsonValue> elements) ->
                new JsonArray(elements.stream()
                        .map(element -> shuffle(element, random))
                        .toList());
            case JsonString _, JsonNumber _, JsonBoolean _, JsonNull _ -> value;
        };
    }

    /** Makes valid specs. */
    private record RandomSpec(Random random) {
        JsonObject next() {
            Map<String, JsonValue> spec = new LinkedHashMap<>();
            boolean wholeImage = random.nextInt(6) == 0;
            if (wholeImage) {
                spec.put("image_uri", JsonValue.of(word()));
            } else {
                maybe(spec, "working_dir", () -> JsonValue.of(word()));
                maybe(spec, "py_modules", this::words);
                maybe(spec, "java_jars", this::words);
                maybe(spec, "excludes", this::words);
                maybe(
                        spec,
                        "docker",
                        () -> JsonValue.object().put("image", word()).build());
                maybe(spec, List.of("pip", "uv", "conda").get(random.nextInt(3)), this::words);
                spec.replace("conda", JsonValue.of(word()));
                maybe(spec, "plug_" + word(), () -> anything(3));
                maybe(spec, "plug", () -> anything(3));
            }
            maybe(spec, "env_vars", () -> JsonValue.ofStrings(Map.of("A", word(), "B" + word(), word())));
            maybe(
                    spec,
                    "config",
                    () -> JsonValue.object()
                            .put("setup_timeout_seconds", 1 + random.nextInt(900))
                            .build());
            maybe(spec, "validation_type", () -> JsonValue.of(random.nextBoolean() ? "full" : "minimal"));
            return new JsonObject(spec);
        }

        private void maybe(Map<String, JsonValue> spec, String name, Supplier<JsonValue> value) {
            int chance = random.nextInt(8);
            if (chance > 1) {
                spec.put(name, chance == 2 ? new JsonNull() : value.get());
            }
        }

        private JsonValue anything(int depth) {
            return switch (random.nextInt(depth > 0 ? 6 : 4)) {
                case 0 -> JsonValue.of(word());
                case 1 -> JsonValue.of(random.nextLong());
                case 2 -> JsonValue.of(random.nextBoolean());
                case 3 -> new JsonNull();
                case 4 -> new JsonArray(List.of(anything(depth - 1), anything(depth - 1)));
                default ->
                    JsonValue.object()
                            .put(word(), anything(depth - 1))
                            .put("k", anything(depth - 1))
                            .build();
            };
        }

        private JsonArray words() {
            return JsonValue.ofStrings(
                    random.ints(random.nextInt(4), 0, 9).mapToObj(i -> word()).toList());
        }

        private String word() {
            String letters = "ab/é😀\"\\ \n.'-";
            int[] points = letters.codePoints().toArray();
            return "w"
                    + random.ints(random.nextInt(5), 0, points.length)
                            .mapToObj(i -> Character.toString(points[i]))
                            .reduce("", String::concat);
        }
    }
}
