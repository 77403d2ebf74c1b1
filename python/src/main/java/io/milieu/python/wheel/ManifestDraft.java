package io.milieu.python.wheel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Draws the conclusions from what was seen while a wheel was unpacked. */
final class ManifestDraft {
    private static final Pattern LIBC =
            Pattern.compile("(ld-.*|lib(c|m|dl|rt|pthread|util|resolv|nsl|crypt|anl))\\.(so|musl).*");
    private static final Pattern MODULE = Pattern.compile("([\\p{L}_][\\p{L}\\p{N}_]*)(\\.py|\\..*so|)");

    private final WheelIdentity identity;
    private final Set<String> places;
    private final LayerWriter seen;

    ManifestDraft(WheelIdentity identity, Set<String> places, LayerWriter seen) {
        this.identity = identity;
        this.places = places;
        this.seen = seen;
    }

    WheelManifest manifest(Map<String, String> commands, long bytes) {
        Set<String> provides = provides();
        List<String> site = below(LayerPlaces.SITE, places);
        Set<String> namespaces = new HashSet<>(below(LayerPlaces.SITE, seen.namespaceInits()));
        return new WheelManifest(
                identity.name(),
                identity.version(),
                identity.distInfo(),
                commands,
                Set.copyOf(below(LayerPlaces.SCRIPTS, seen.pythonScripts())),
                LayerDirectory.of(site, SiteLayout.linkable(site, namespaces, identity.distInfo())),
                tree(LayerPlaces.SCRIPTS),
                data(),
                tree(LayerPlaces.HEADERS),
                provides,
                foreign(provides),
                topLevel(site),
                places.size(),
                bytes);
    }

    private LayerDirectory data() {
        List<String> data = below(LayerPlaces.DATA, places);
        return LayerDirectory.of(data, DataLayout.linkable(data));
    }

    private LayerDirectory tree(String area) {
        return LayerDirectory.of(below(area, places), Set.of());
    }

    /** The loader looks for the file's name; what is linked against it asks for its soname. They should be the same. */
    private Set<String> provides() {
        Set<String> names = new TreeSet<>();
        seen.objects().forEach((place, object) -> {
            String file = place.substring(place.lastIndexOf('/') + 1);
            if (file.startsWith("lib")) {
                names.add(file);
            }
            object.soname().ifPresent(names::add);
        });
        return names;
    }

    private Map<String, List<String>> foreign(Set<String> own) {
        Map<String, Set<String>> foreign = new TreeMap<>();
        seen.objects().forEach((place, object) -> {
            if (place.startsWith(LayerPlaces.SITE) && place.indexOf('/') != place.lastIndexOf('/')) {
                String directory = place.substring(LayerPlaces.SITE.length(), place.lastIndexOf('/'));
                object.needed().stream()
                        .filter(name ->
                                !own.contains(name) && !LIBC.matcher(name).matches())
                        .forEach(name -> foreign.computeIfAbsent(directory, any -> new TreeSet<>())
                                .add(name));
            }
        });
        Map<String, List<String>> lists = new TreeMap<>();
        foreign.forEach((directory, names) -> lists.put(directory, List.copyOf(names)));
        return lists;
    }

    private List<String> topLevel(Collection<String> site) {
        Set<String> names = new TreeSet<>();
        for (String file : site) {
            int slash = file.indexOf('/');
            var module = MODULE.matcher(slash < 0 ? file : file.substring(0, slash));
            if (module.matches() && (slash < 0) != module.group(2).isEmpty()) {
                names.add(module.group(1));
            }
        }
        return List.copyOf(names);
    }

    private static List<String> below(String area, Collection<String> places) {
        List<String> below = new ArrayList<>();
        for (String place : places) {
            if (place.startsWith(area)) {
                below.add(place.substring(area.length()));
            }
        }
        return below;
    }
}
