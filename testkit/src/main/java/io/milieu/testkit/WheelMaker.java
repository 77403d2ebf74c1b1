package io.milieu.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes valid wheels (PEP 427, core metadata 2.1) without a Python. Equal calls give equal bytes. A wheel without content
 * gets one package {@code <name_with_underscores>/__init__.py} with {@code __version__}.
 *
 * <pre>{@code
 * MadeWheel wheel = WheelMaker.wheel("demo", "1.0").requiresDist("other>=2").consoleScript("demo", "demo:main").make();
 * }</pre>
 *
 * {@link #broken()} goes on to wheels that no installer should accept. Not thread-safe; {@code make} may be called repeatedly.
 */
public final class WheelMaker {
    private final String name;
    private final String version;
    private final List<String> headers = new ArrayList<>();
    private final List<ZipMember> content = new ArrayList<>();
    private final Map<String, List<String>> entryPoints = new LinkedHashMap<>();
    private String tag = "py3-none-any";
    private String buildTag = "";
    private String description = "";
    private boolean purelib = true;
    private boolean stored;

    private WheelMaker(String name, String version) {
        this.name = name;
        this.version = version;
    }

    /** Starts a wheel of a project, whose name may be spelled in any way, in a version. */
    public static WheelMaker wheel(String name, String version) {
        return new WheelMaker(name, version);
    }

    /** Adds dependencies (PEP 508). */
    public WheelMaker requiresDist(String... requirements) {
        return headers("Requires-Dist", requirements);
    }

    /** States the supported Python versions (PEP 440 specifiers). */
    public WheelMaker requiresPython(String specifiers) {
        return metadataHeader("Requires-Python", specifiers);
    }

    /** Declares extras; their dependencies are requirements with the marker {@code extra == '<name>'}. */
    public WheelMaker extras(String... names) {
        return headers("Provides-Extra", names);
    }

    /** Adds a line to METADATA, for example {@code License}. */
    public WheelMaker metadataHeader(String field, String value) {
        headers.add(field + ": " + value);
        return this;
    }

    /** Sets the body of METADATA. */
    public WheelMaker description(String text) {
        description = text;
        return this;
    }

    /** Sets the tags, possibly a compressed set such as {@code py2.py3-none-any} (PEP 425); default {@code py3-none-any}. */
    public WheelMaker tag(String compressed) {
        tag = compressed;
        return this;
    }

    /** Sets the build tag of the file name, for example {@code 1a}. */
    public WheelMaker buildTag(String build) {
        buildTag = build;
        return this;
    }

    /** Says {@code Root-Is-Purelib: false}: the content belongs to platlib. */
    public WheelMaker platlib() {
        purelib = false;
        return this;
    }

    /** Stores the files without compression. */
    public WheelMaker stored() {
        stored = true;
        return this;
    }

    /** Adds a text file, usually a Python module, at a path from site-packages. */
    public WheelMaker module(String path, String source) {
        return file(path, source.getBytes(UTF_8), 0644);
    }

    /** Adds a file with permissions 0644 at a path from site-packages. */
    public WheelMaker file(String path, byte[] bytes) {
        return file(path, bytes, 0644);
    }

    /** Adds a file with these Unix permissions at a path from site-packages. */
    public WheelMaker file(String path, byte[] bytes, int permissions) {
        content.add(new ZipMember(path, bytes.clone(), ZipMember.REGULAR | permissions));
        return this;
    }

    /** Adds a file to a category of the {@code .data} directory: scripts (0755), data, headers, purelib or platlib (0644). */
    public WheelMaker data(String category, String path, byte[] bytes) {
        String full = prefix() + ".data/" + category + "/" + path;
        return file(full, bytes, category.equals("scripts") ? 0755 : 0644);
    }

    /** Adds a command that calls {@code target}, for example {@code demo.cli:main}. */
    public WheelMaker consoleScript(String command, String target) {
        return entryPoint("console_scripts", command, target);
    }

    /** Adds a command without a console. */
    public WheelMaker guiScript(String command, String target) {
        return entryPoint("gui_scripts", command, target);
    }

    /** Adds an entry point to any group. */
    public WheelMaker entryPoint(String group, String key, String target) {
        entryPoints.computeIfAbsent(group, any -> new ArrayList<>()).add(key + " = " + target);
        return this;
    }

    /** {@return the wheel} */
    public MadeWheel make() {
        return broken().make();
    }

    /** {@return a maker that adds defects to the wheel described so far} */
    public BrokenWheel broken() {
        return new BrokenWheel(this);
    }

    String fileName() {
        return prefix() + (buildTag.isEmpty() ? "" : "-" + buildTag) + "-" + tag + ".whl";
    }

    String distInfo() {
        return prefix() + ".dist-info";
    }

    boolean isStored() {
        return stored;
    }

    /** {@return everything but RECORD} */
    List<ZipMember> members() {
        List<ZipMember> members = new ArrayList<>(content.isEmpty() ? List.of(defaultPackage()) : content);
        members.add(ZipMember.text(distInfo() + "/METADATA", metadata()));
        members.add(ZipMember.text(distInfo() + "/WHEEL", wheelFile()));
        if (!entryPoints.isEmpty()) {
            members.add(ZipMember.text(distInfo() + "/entry_points.txt", entryPointsFile()));
        }
        return members;
    }

    private ZipMember defaultPackage() {
        return ZipMember.text(Names.underscored(name) + "/__init__.py", "__version__ = \"" + version + "\"\n");
    }

    private String prefix() {
        return Names.underscored(name) + "-" + version.replace('-', '_');
    }

    private String metadata() {
        List<String> lines = new ArrayList<>(List.of("Metadata-Version: 2.1", "Name: " + name, "Version: " + version));
        lines.addAll(headers);
        return String.join("\n", lines) + "\n" + (description.isEmpty() ? "" : "\n" + description);
    }

    private String wheelFile() {
        String tags = expandedTags().map(each -> "Tag: " + each + "\n").collect(Collectors.joining());
        String build = buildTag.isEmpty() ? "" : "Build: " + buildTag + "\n";
        return "Wheel-Version: 1.0\nGenerator: testkit\nRoot-Is-Purelib: " + purelib + "\n" + tags + build;
    }

    private Stream<String> expandedTags() {
        String[] sets = tag.split("-");
        return Stream.of(sets[0].split("\\."))
                .flatMap(python -> Stream.of(sets[1].split("\\."))
                        .flatMap(abi ->
                                Stream.of(sets[2].split("\\.")).map(platform -> python + "-" + abi + "-" + platform)));
    }

    private String entryPointsFile() {
        return entryPoints.entrySet().stream()
                .map(group -> "[" + group.getKey() + "]\n" + String.join("\n", group.getValue()) + "\n")
                .collect(Collectors.joining("\n"));
    }

    private WheelMaker headers(String field, String... values) {
        for (String value : values) {
            metadataHeader(field, value);
        }
        return this;
    }
}
