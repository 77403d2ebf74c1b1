package io.milieu.python.resolve;

import io.milieu.python.region.Region;

/**
 * One distribution of a set that was resolved for many environments.
 *
 * @param resolved what was chosen; its candidate is one file of the version, others may be for other environments
 * @param where where it is needed
 */
public record PlacedPackage(ResolvedPackage resolved, Region where) {}
