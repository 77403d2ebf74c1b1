package io.milieu.testkit;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Chooses a media type by an Accept header (RFC 9110, section 12.5.1). */
final class AcceptHeader {
    private record Item(String type, double quality) {}

    private AcceptHeader() {}

    /** {@return the offer the client likes best, the earlier of equals; empty if it likes none} */
    static Optional<String> choose(String accept, List<String> offers) {
        List<Item> items = Stream.of(accept.split(",")).map(AcceptHeader::item).toList();
        String best = "";
        double most = 0;
        for (String offer : offers) {
            double quality = quality(offer, items);
            if (quality > most) {
                best = offer;
                most = quality;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    private static double quality(String offer, List<Item> items) {
        String anySubtype = offer.substring(0, offer.indexOf('/')) + "/*";
        return Stream.of(offer, anySubtype, "*/*")
                .flatMap(range -> items.stream().filter(item -> item.type.equals(range)))
                .findFirst()
                .map(Item::quality)
                .orElse(0.0);
    }

    private static Item item(String text) {
        String[] parts = text.strip().split("\\s*;\\s*");
        double quality = Stream.of(parts)
                .filter(part -> part.startsWith("q="))
                .findFirst()
                .map(part -> Double.parseDouble(part.substring(2)))
                .orElse(1.0);
        return new Item(parts[0], quality);
    }
}
