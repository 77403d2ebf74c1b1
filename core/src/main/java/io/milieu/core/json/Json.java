package io.milieu.core.json;

import io.milieu.core.error.CoreError;
import io.milieu.core.error.MilieuException;
import io.milieu.core.json.JsonValue.JsonArray;
import io.milieu.core.json.JsonValue.JsonBoolean;
import io.milieu.core.json.JsonValue.JsonNull;
import io.milieu.core.json.JsonValue.JsonNumber;
import io.milieu.core.json.JsonValue.JsonObject;
import io.milieu.core.json.JsonValue.JsonString;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** Reads and writes {@link JsonValue}s. Stateless and thread-safe. */
public final class Json {
    private static final int MAX_PLAIN_SCALE = 400;
    /** Where the parser thinks an open array began, which it only knows as "REDACTED". */
    private static final Pattern PARSER_PLACE =
            Pattern.compile("\\s*\\((?:for \\w+ starting|start marker) at \\[Source:.*?\\]\\)");

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    /**
     * Reads one JSON document. Duplicate keys are refused: two readers of the same text must not see two specs.
     *
     * @param text the document
     * @return the value
     * @throws MilieuException {@link CoreError#JSON_MALFORMED} with line and column
     */
    public static JsonValue parse(String text) {
        try (JsonParser parser = FACTORY.createParser(tools.jackson.core.ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                throw new MilieuException(CoreError.JSON_MALFORMED, "the JSON text is empty");
            }
            JsonValue value = read(parser);
            if (parser.nextToken() != null) {
                throw malformed("text after the end of the document", parser);
            }
            return value;
        } catch (JacksonException e) {
            var place = e.getLocation();
            String at = place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
            String what = PARSER_PLACE.matcher(e.getOriginalMessage()).replaceAll("");
            throw new MilieuException(CoreError.JSON_MALFORMED, "malformed JSON: " + what + at, List.of(), e);
        }
    }

    /** {@return the compact text, keys in their own order} */
    public static String compact(JsonValue value) {
        return print(value, false, false);
    }

    /** {@return the canonical text: keys sorted by code unit, no insignificant space, numbers in plain shortest form} */
    public static String canonical(JsonValue value) {
        return print(value, true, false);
    }

    /** {@return the text for people: indented by two} */
    public static String pretty(JsonValue value) {
        return print(value, false, true);
    }

    private static JsonValue read(JsonParser parser) {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readArray(parser);
            case VALUE_STRING -> new JsonString(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getDecimalValue());
            case VALUE_TRUE -> new JsonBoolean(true);
            case VALUE_FALSE -> new JsonBoolean(false);
            case VALUE_NULL -> new JsonNull();
            default -> throw malformed("unexpected " + token, parser);
        };
    }

    private static JsonObject readObject(JsonParser parser) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, read(parser));
        }
        return new JsonObject(members);
    }

    private static JsonArray readArray(JsonParser parser) {
        List<JsonValue> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(read(parser));
        }
        return new JsonArray(elements);
    }

    private static MilieuException malformed(String what, JsonParser parser) {
        var place = parser.currentTokenLocation();
        return new MilieuException(
                CoreError.JSON_MALFORMED,
                what + " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")");
    }

    private static String print(JsonValue value, boolean sorted, boolean indented) {
        StringWriter text = new StringWriter();
        ObjectWriteContext context = indented ? new Indented() : ObjectWriteContext.empty();
        try (JsonGenerator generator = FACTORY.createGenerator(context, text)) {
            write(value, sorted, generator);
        }
        return text.toString();
    }

    private static void write(JsonValue value, boolean sorted, JsonGenerator generator) {
        switch (value) {
            case JsonObject(Map<String, JsonValue> members) -> {
                generator.writeStartObject();
                (sorted ? new TreeMap<>(members) : members).forEach((name, member) -> {
                    generator.writeName(name);
                    write(member, sorted, generator);
                });
                generator.writeEndObject();
            }
            case JsonArray(List<JsonValue> elements) -> {
                generator.writeStartArray();
                elements.forEach(element -> write(element, sorted, generator));
                generator.writeEndArray();
            }
            case JsonString(String text) -> generator.writeString(text);
            case JsonNumber(BigDecimal number) -> generator.writeNumber(plain(number));
            case JsonBoolean(boolean bool) -> generator.writeBoolean(bool);
            case JsonNull() -> generator.writeNull();
        }
    }

    /** One number has one text: 1, 1.0 and 1e0 are the same number to every reader of JSON. */
    private static String plain(BigDecimal number) {
        BigDecimal shortest = number.stripTrailingZeros();
        // 1e999999999 is legal JSON; written without its exponent it would fill the memory.
        boolean huge = Math.abs((long) shortest.scale()) > MAX_PLAIN_SCALE;
        return number.signum() == 0 ? "0" : huge ? shortest.toString() : shortest.toPlainString();
    }

    private static final class Indented extends ObjectWriteContext.Base {
        @Override
        public tools.jackson.core.PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }
}
