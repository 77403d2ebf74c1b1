package io.milieu.python.index;

import io.milieu.core.error.Redacted;
import io.milieu.core.fetch.FetchSettings;
import io.milieu.core.fetch.TrustSettings;
import io.milieu.core.plan.PlanOptions.IndexOptions;
import io.milieu.python.name.PackageName;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where packages come from and which of them are acceptable. The order of the indexes is their priority: the first that has a
 * project is the only one asked for it, so nobody can slip in a package by giving it a higher version in a later index. URLs
 * may hold credentials; {@link #toString} does not show them.
 *
 * @param indexes base URLs of simple indexes (PEP 503), ending in a slash, most important first
 * @param findLinks folders, files and pages with links to files, as URLs or paths
 * @param trustedHosts hosts whose certificate is not looked at, optionally with a port
 * @param certificates a PEM bundle of further roots
 * @param prereleases whether pre-releases are wanted
 * @param preferBinary whether an older wheel is better than a newer source distribution
 * @param formats which kinds of files may be used
 * @param pins the one index, and no other source, that a project may come from
 * @param keyring how the user's keyring is asked for logins, {@code subprocess} or {@code disabled}; empty if nobody says so
 */
public record IndexConfiguration(
        List<URI> indexes,
        List<String> findLinks,
        List<String> trustedHosts,
        Optional<Path> certificates,
        boolean prereleases,
        boolean preferBinary,
        FormatControl formats,
        Map<PackageName, URI> pins,
        String keyring) {

    /** Copies the lists and ends every index with a slash. */
    public IndexConfiguration {
        indexes = indexes.stream().map(IndexConfiguration::withSlash).distinct().toList();
        findLinks = List.copyOf(findLinks);
        trustedHosts = List.copyOf(trustedHosts);
        pins = pins.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, pin -> withSlash(pin.getValue())));
    }

    /** {@return no source at all, everything else standard} */
    public static IndexConfiguration empty() {
        return new IndexConfiguration(
                List.of(), List.of(), List.of(), Optional.empty(), false, false, FormatControl.any(), Map.of(), "");
    }

    /** {@return this, with other indexes, most important first} */
    public IndexConfiguration withIndexes(List<URI> others) {
        return new IndexConfiguration(
                others, findLinks, trustedHosts, certificates, prereleases, preferBinary, formats, pins, keyring);
    }

    /** {@return this, with one more source of links} */
    public IndexConfiguration withFindLinks(String place) {
        List<String> more = new ArrayList<>(findLinks);
        more.add(place);
        return new IndexConfiguration(
                indexes, more, trustedHosts, certificates, prereleases, preferBinary, formats, pins, keyring);
    }

    /** {@return this, with the relative paths among the sources of links from that folder on} */
    public IndexConfiguration withLinksFrom(Path folder) {
        List<String> places = findLinks.stream()
                .map(place -> IndexOptions.place(place, folder))
                .toList();
        return new IndexConfiguration(
                indexes, places, trustedHosts, certificates, prereleases, preferBinary, formats, pins, keyring);
    }

    /** {@return this, with other rules for kinds of files} */
    public IndexConfiguration withFormats(FormatControl others) {
        return new IndexConfiguration(
                indexes, findLinks, trustedHosts, certificates, prereleases, preferBinary, others, pins, keyring);
    }

    /** {@return this, with that wish about pre-releases} */
    public IndexConfiguration withPrereleases(boolean wanted) {
        return new IndexConfiguration(
                indexes, findLinks, trustedHosts, certificates, wanted, preferBinary, formats, pins, keyring);
    }

    /** {@return this, preferring older wheels to newer source distributions} */
    public IndexConfiguration withPreferBinary() {
        return new IndexConfiguration(
                indexes, findLinks, trustedHosts, certificates, prereleases, true, formats, pins, keyring);
    }

    /** {@return this, with more hosts whose certificate is not looked at} */
    public IndexConfiguration withTrustedHosts(List<String> more) {
        List<String> hosts = new ArrayList<>(trustedHosts);
        hosts.addAll(more);
        return new IndexConfiguration(
                indexes, findLinks, hosts, certificates, prereleases, preferBinary, formats, pins, keyring);
    }

    /** {@return this, with that way to ask the keyring} */
    public IndexConfiguration withKeyring(String provider) {
        return new IndexConfiguration(
                indexes, findLinks, trustedHosts, certificates, prereleases, preferBinary, formats, pins, provider);
    }

    /** {@return this, with the one index that a project may come from} */
    public IndexConfiguration withPin(PackageName project, URI index) {
        Map<PackageName, URI> more = new HashMap<>(pins);
        more.put(project, index);
        return new IndexConfiguration(
                indexes, findLinks, trustedHosts, certificates, prereleases, preferBinary, formats, more, keyring);
    }

    /** {@return this, with {@code --index-url}: replaces the least important index, which is the main one} */
    public IndexConfiguration withMainIndex(URI main) {
        List<URI> others = new ArrayList<>(indexes.subList(0, Math.max(0, indexes.size() - 1)));
        others.add(main);
        return withIndexes(others);
    }

    /** {@return this, with {@code --extra-index-url}: more important than the main index, less than earlier extra ones} */
    public IndexConfiguration withExtraIndex(URI extra) {
        List<URI> others = new ArrayList<>(indexes);
        others.add(Math.max(0, others.size() - 1), extra);
        return withIndexes(others);
    }

    /** {@return all sources for people, without secrets} */
    public List<String> sources() {
        List<String> sources = new ArrayList<>();
        indexes.forEach(index -> sources.add(Redacted.urls(index)));
        findLinks.forEach(place -> sources.add(Redacted.urls(place)));
        return List.copyOf(sources);
    }

    /**
     * {@return how to fetch from these sources: their credentials, trusted hosts and certificates, and what the environment
     * says}
     */
    public FetchSettings fetchSettings(Map<String, String> environment) {
        return fetchSettings(environment, List.of());
    }

    /**
     * {@return the same, with further URLs that may hold credentials}
     *
     * @param others such URLs
     */
    public FetchSettings fetchSettings(Map<String, String> environment, List<URI> others) {
        List<URI> urls = new ArrayList<>(indexes);
        urls.addAll(pins.values());
        urls.addAll(others);
        findLinks.stream()
                .filter(place -> place.contains("://"))
                .map(URI::create)
                .forEach(urls::add);
        Map<String, String> variables = new HashMap<>(environment);
        if (!keyring.isEmpty()) {
            variables.put("MILIEU_KEYRING_PROVIDER", keyring);
        }
        FetchSettings settings = FetchSettings.of(variables, urls);
        TrustSettings trust = settings.trust()
                .withUnverifiedHosts(trustedHosts.stream()
                        .map(host -> host.replaceFirst(":\\d+$", ""))
                        .toList());
        return settings.with(certificates.map(trust::withBundle).orElse(trust));
    }

    @Override
    public String toString() {
        return "IndexConfiguration" + sources();
    }

    private static URI withSlash(URI index) {
        return index.toString().endsWith("/") ? index : URI.create(index + "/");
    }
}
