package io.milieu.python.index;

import io.milieu.core.fetch.Checksum;
import io.milieu.python.index.ProjectFile.Sidecar;
import io.milieu.python.index.ProjectPage.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Reads the HTML form of a project page or of a page of links (PEP 503, 592, 629, 658, 714, 792). */
final class HtmlPage {
    private HtmlPage() {}

    static ProjectPage parse(byte[] body, URI pageUri) throws PageProblem {
        for (byte each : body) {
            if (each == 0) {
                throw new PageProblem("it is binary data, not HTML");
            }
        }
        Document document = document(body);
        boolean newer = ApiVersion.isNewer(meta(document, "pypi:repository-version"));
        URI base = base(document, pageUri);
        List<ProjectFile> files = new ArrayList<>();
        for (Element anchor : document.getElementsByTag("a")) {
            file(anchor, base).ifPresent(files::add);
        }
        Status status = Status.of(meta(document, "pypi:project-status"));
        return new ProjectPage(files, status, meta(document, "pypi:project-status-reason"), newer);
    }

    private static Document document(byte[] body) {
        try {
            return Jsoup.parse(new ByteArrayInputStream(body), null, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URI base(Document document, URI pageUri) {
        return document.getElementsByTag("base").stream()
                .filter(element -> element.hasAttr("href"))
                .findFirst()
                .flatMap(element -> PageLinks.resolve(pageUri, element.attr("href")))
                .orElse(pageUri);
    }

    private static String meta(Document document, String name) {
        return document.getElementsByTag("meta").stream()
                .filter(element -> element.attr("name").equalsIgnoreCase(name))
                .map(element -> element.attr("content"))
                .findFirst()
                .orElse("");
    }

    private static Optional<ProjectFile> file(Element anchor, URI base) {
        String link = anchor.attr("href");
        if (link.isBlank()) {
            return Optional.empty();
        }
        return PageLinks.resolve(base, link)
                .filter(uri -> DistributionNames.isDistribution(PageLinks.fileName(uri)))
                .map(uri -> new ProjectFile(
                        PageLinks.fileName(uri),
                        uri,
                        PageLinks.fragmentHashes(link),
                        -1,
                        anchor.attr("data-requires-python").strip(),
                        anchor.hasAttr("data-yanked") ? Optional.of(anchor.attr("data-yanked")) : Optional.empty(),
                        "",
                        sidecar(anchor)));
    }

    private static Sidecar sidecar(Element anchor) {
        for (String attribute : List.of("data-core-metadata", "data-dist-info-metadata")) {
            String value = anchor.attr(attribute).strip();
            Optional<Checksum> hash = PageLinks.assignment(value);
            if (hash.isPresent() || value.equals("true")) {
                return new Sidecar(true, hash.map(List::of).orElse(List.of()));
            }
        }
        return Sidecar.NONE;
    }
}
