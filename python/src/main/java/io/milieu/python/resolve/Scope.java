package io.milieu.python.resolve;

import io.milieu.python.name.ExtraName;
import io.milieu.python.region.Region;
import io.milieu.python.region.WheelRegions;
import io.milieu.python.requirement.Marker;
import io.milieu.python.requirement.MarkerEnvironment;
import io.milieu.python.tag.SupportedTags;
import io.milieu.python.tag.Tag;
import io.milieu.python.tag.Target;
import io.milieu.python.tag.WheelFileName;
import io.milieu.python.version.Version;
import io.milieu.python.version.VersionSpecifiers;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Which environments are resolved for: one, or many at once. Thread-safe. */
public abstract sealed class Scope {
    private Scope() {}

    /** {@return the one environment of an interpreter} */
    public static Scope of(Target target) {
        return new One(target.python(), target.markers(), target.tags());
    }

    /**
     * {@return all environments of a region}
     *
     * @param region where; what is found has to do for all of it
     * @param strategy when versions are different without need
     */
    public static Scope of(Region region, ForkStrategy strategy) {
        return new Many(region, region, strategy, false, new WheelRegions());
    }

    /** {@return the environments, divided so that each of the conditions is decided in each part} */
    public List<Scope> divided(Collection<Marker> conditions) {
        return List.of(this);
    }

    abstract Holds holds(Marker marker, Set<ExtraName> extras);

    abstract Holds holds(VersionSpecifiers python);

    /** {@return how well a wheel fits, 0 is best; nothing if it fits nowhere} */
    abstract OptionalInt rank(WheelFileName wheel);

    /** {@return how failures say where they happen; empty if that goes without saying} */
    abstract String words();

    /** {@return whether a wheel can be used in one of the environments at least} */
    public final boolean fits(WheelFileName wheel) {
        return rank(wheel).isPresent();
    }

    /** {@return whether one of the environments has one of these versions of Python} */
    public final boolean fits(VersionSpecifiers python) {
        return holds(python) != Holds.NEVER;
    }

    /** {@return whether a condition holds in one of the environments at least} */
    public final boolean mayHold(Marker marker) {
        return holds(marker, Set.of()) != Holds.NEVER;
    }

    /** One interpreter. */
    static final class One extends Scope {
        private final Version python;
        private final MarkerEnvironment markers;
        private final SupportedTags tags;

        private One(Version python, MarkerEnvironment markers, SupportedTags tags) {
            this.python = python;
            this.markers = markers;
            this.tags = tags;
        }

        @Override
        Holds holds(Marker marker, Set<ExtraName> extras) {
            return Holds.of(marker.evaluate(markers, extras));
        }

        @Override
        Holds holds(VersionSpecifiers versions) {
            return Holds.of(versions.contains(python));
        }

        @Override
        OptionalInt rank(WheelFileName wheel) {
            return tags.best(wheel);
        }

        @Override
        String words() {
            return "";
        }
    }

    /** A region, which may be a part of a larger one. */
    static final class Many extends Scope {
        private final Region region;
        private final Region whole;
        private final ForkStrategy strategy;
        private final boolean certain;
        /** Where wheels have to fit: the Pythons of the region, on all platforms of the whole. */
        private final Region places;

        private final WheelRegions wheels;
        private final Map<List<Tag>, OptionalInt> ranks = new ConcurrentHashMap<>();

        private Many(Region region, Region whole, ForkStrategy strategy, boolean certain, WheelRegions wheels) {
            this.region = region;
            this.whole = whole;
            this.strategy = strategy;
            this.certain = certain;
            this.places = whole.and(region.pythons());
            this.wheels = wheels;
        }

        Region region() {
            return region;
        }

        ForkStrategy strategy() {
            return strategy;
        }

        /** {@return the part of this that is in the region} */
        Many within(Region part) {
            return new Many(region.and(part), whole, strategy, certain, wheels);
        }

        /** {@return the same, where what holds only somewhere does not count} */
        Many certain() {
            return new Many(region, whole, strategy, true, wheels);
        }

        @Override
        public List<Scope> divided(Collection<Marker> conditions) {
            List<Region> parts = List.of(region);
            for (Marker condition : conditions) {
                Region where = Region.of(condition);
                parts = parts.stream()
                        .flatMap(part -> Stream.of(part.minus(where), part.and(where)))
                        .filter(part -> !part.isEmpty())
                        .toList();
            }
            return parts.stream().<Scope>map(this::within).toList();
        }

        @Override
        Holds holds(Marker marker, Set<ExtraName> extras) {
            return marker.equals(Marker.always()) ? Holds.ALWAYS : counted(holds(region, Region.of(marker, extras)));
        }

        /** Upper bounds are guesses about versions of Python that did not exist yet; they are told where the lock is installed. */
        @Override
        Holds holds(VersionSpecifiers versions) {
            return versions.isAny() ? Holds.ALWAYS : counted(holds(region, Region.pythonSince(versions)));
        }

        private Holds counted(Holds holds) {
            return certain && holds == Holds.SOMETIMES ? Holds.NEVER : holds;
        }

        private static Holds holds(Region region, Region condition) {
            return region.isDisjointFrom(condition)
                    ? Holds.NEVER
                    : region.isWithin(condition) ? Holds.ALWAYS : Holds.SOMETIMES;
        }

        /**
         * Wheels for all platforms go before others: one of them tells what all need. That a part of the platforms has no wheel is no
         * reason against a version, however small the part: an index cannot promise that.
         */
        @Override
        OptionalInt rank(WheelFileName wheel) {
            return ranks.computeIfAbsent(wheel.tags(), tags -> switch (holds(places, wheels.of(tags))) {
                case ALWAYS -> OptionalInt.of(0);
                case SOMETIMES -> OptionalInt.of(1);
                case NEVER -> OptionalInt.empty();
            });
        }

        @Override
        String words() {
            Marker marker = region.marker(whole);
            return marker.equals(Marker.always()) ? "" : " where `" + marker + "`";
        }
    }
}
