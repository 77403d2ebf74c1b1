package io.milieu.python.venv;

import io.milieu.core.error.MilieuException;
import io.milieu.core.link.LinkMode;
import io.milieu.python.error.PythonError;
import io.milieu.python.venv.SitePlan.Kind;
import io.milieu.python.venv.SitePlan.Link;
import io.milieu.python.venv.SitePlan.Modules;
import io.milieu.python.venv.SitePlan.Overlap;
import io.milieu.python.venv.SitePlan.Script;
import io.milieu.python.wheel.LayerDirectory;
import io.milieu.python.wheel.LayerFile;
import io.milieu.python.wheel.LayerNode;
import io.milieu.python.wheel.WheelManifest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Merges the trees of all layers into one tree and decides for each directory whether one link will do. Pure: it reads
 * manifests only. Used once.
 */
final class SitePlanner {
    private static final Pattern RESERVED =
            Pattern.compile("pyvenv\\.cfg|bin/(python[0-9.]*t?|pypy[0-9.]*|activate(\\.fish|\\.csh)?)");

    private final List<Installation> installations;
    private final VenvPython python;
    private final LinkMode mode;
    /** Whether the environment has a pip of its own, to be changed with. */
    private final boolean changeable;
    /** Directories that must be real whatever they hold. */
    private final Set<String> real = new HashSet<>();
    /** What is put at fixed places, by place. */
    private final Map<String, List<Claim>> fixed = new LinkedHashMap<>();

    private final Map<String, Script> commands = new LinkedHashMap<>();
    private final List<String> directories = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final List<Script> rewritten = new ArrayList<>();
    private final List<Modules> modules = new ArrayList<>();
    private final List<Overlap> overlaps = new ArrayList<>();

    private SitePlanner(List<Installation> installations, VenvPython python, LinkMode mode) {
        this.installations = installations;
        this.python = python;
        this.mode = mode;
        changeable = installations.stream()
                .anyMatch(each -> each.layer().manifest().name().equalsIgnoreCase("pip"));
    }

    static SitePlan plan(List<Installation> installations, VenvPython python, LinkMode mode) {
        return new SitePlanner(installations, python, mode).plan();
    }

    private SitePlan plan() {
        List<Claim> data = new ArrayList<>();
        require("bin");
        require(python.sitePackages());
        for (int i = 0; i < installations.size(); i++) {
            WheelManifest manifest = manifest(i);
            data.add(new Claim(i, "data", manifest.data()));
            claim(python.sitePackages(), new Claim(i, "site", manifest.site()));
            claim("bin", new Claim(i, "scripts", manifest.scripts()));
            if (!manifest.headers().children().isEmpty()) {
                String place = python.headers() + "/" + manifest.name();
                require(place);
                claim(place, new Claim(i, "headers", manifest.headers()));
            }
            addCommands(i, manifest);
        }
        requireForeign();
        merge("", data);
        List<Script> scripts = new ArrayList<>(rewritten);
        scripts.addAll(commands.values());
        return new SitePlan(directories, links, scripts, modules, overlaps);
    }

    private void claim(String place, Claim claim) {
        fixed.computeIfAbsent(place, any -> new ArrayList<>()).add(claim);
    }

    private void require(String directory) {
        for (int end = directory.length(); end > 0; end = directory.lastIndexOf('/', end - 1)) {
            real.add(directory.substring(0, end));
        }
    }

    /** A shared object finds a library of another distribution through its own real path: that must be in the environment. */
    private void requireForeign() {
        Set<String> provided = new HashSet<>();
        installations.forEach(each -> provided.addAll(each.layer().manifest().provides()));
        for (Installation installation : installations) {
            installation.layer().manifest().foreign().forEach((directory, needed) -> {
                if (needed.stream().anyMatch(provided::contains)) {
                    require(python.sitePackages() + "/" + directory);
                }
            });
        }
    }

    private void addCommands(int owner, WheelManifest manifest) {
        manifest.commands().forEach((name, target) -> {
            checkReserved("bin/" + name, owner);
            Script before = commands.put(name, new Script(owner, name, target, true));
            if (before != null) {
                overlaps.add(new Overlap("bin/" + name, before.owner(), "", owner, ""));
            }
        });
    }

    private void merge(String path, List<Claim> claims) {
        String prefix = path.isEmpty() ? "" : path + "/";
        Map<String, List<Child>> byName = new LinkedHashMap<>();
        for (String directory : real) {
            if (directory.startsWith(prefix) && directory.indexOf('/', prefix.length()) < 0) {
                byName.put(directory.substring(prefix.length()), new ArrayList<>());
            }
        }
        List<Claim> all = new ArrayList<>(claims);
        all.addAll(fixed.getOrDefault(path, List.of()));
        for (Claim claim : all) {
            for (LayerNode node : claim.directory.children()) {
                if (!isOwnCommand(claim, node)) {
                    byName.computeIfAbsent(node.name(), any -> new ArrayList<>(1))
                            .add(new Child(claim.owner, claim.source, node));
                }
            }
        }
        byName.forEach((name, children) -> place(prefix + name, children));
        if (path.startsWith(python.sitePackages()) && !mode.isSelfContained() && !byName.containsKey("__pycache__")) {
            addByteCode(path, byName.values());
        }
    }

    /** Old builders put the script of a command into the wheel too. */
    private boolean isOwnCommand(Claim claim, LayerNode node) {
        return claim.source.equals("scripts")
                && manifest(claim.owner).commands().containsKey(node.name());
    }

    private void place(String path, List<Child> children) {
        List<Claim> claims = new ArrayList<>(children.size());
        for (Child child : children) {
            if (child.node instanceof LayerDirectory directory) {
                claims.add(new Claim(child.owner, child.source(), directory));
            }
        }
        if (!claims.isEmpty() || children.isEmpty()) {
            children.stream()
                    .filter(child -> child.node instanceof LayerFile)
                    .forEach(file ->
                            overlaps.add(new Overlap(path, file.owner, file.source(), claims.getLast().owner, "")));
            placeDirectory(path, claims);
        } else {
            for (int i = 1; i < children.size(); i++) {
                overlap(path, children.get(i - 1), children.get(i));
            }
            placeFile(path, children.getLast());
        }
    }

    private void overlap(String path, Child lost, Child used) {
        overlaps.add(new Overlap(path, lost.owner, lost.source(), used.owner, used.source()));
    }

    private void placeDirectory(String path, List<Claim> claims) {
        boolean oneLink =
                claims.size() == 1 && mode.linksDirectories() && mayLink(claims.getFirst()) && !real.contains(path);
        if (oneLink) {
            links.add(new Link(claims.getFirst().owner, claims.getFirst().source, path, Kind.DIRECTORY));
        } else {
            directories.add(path);
            merge(path, claims);
        }
    }

    private boolean mayLink(Claim claim) {
        boolean changing = changeable && claim.source.startsWith("data/");
        return (claim.directory.linkable() && !changing) || isSharedMetadata(claim);
    }

    /** Metadata to which this environment adds nothing; where there is a pip, metadata is pip's to change. */
    private boolean isSharedMetadata(Claim claim) {
        return !changeable
                && claim.source.equals("site/" + manifest(claim.owner).distInfo())
                && !installations.get(claim.owner).hasOwnRecord();
    }

    private void placeFile(String path, Child file) {
        checkReserved(path, file.owner);
        if (isOwnRecord(file)) {
            return;
        }
        Script command = path.startsWith("bin/") ? commands.get(path.substring("bin/".length())) : null;
        if (command != null && command.owner() > file.owner) {
            overlaps.add(new Overlap(path, file.owner, file.source(), command.owner(), ""));
            return;
        }
        if (command != null) {
            commands.remove(command.name());
            overlaps.add(new Overlap(path, command.owner(), "", file.owner, file.source()));
        }
        String script = file.source().startsWith("scripts/") ? file.source().substring("scripts/".length()) : "";
        if (manifest(file.owner).pythonScripts().contains(script)) {
            rewritten.add(new Script(file.owner, script, file.source(), false));
        } else {
            links.add(new Link(file.owner, file.source(), path, Kind.FILE));
        }
    }

    private boolean isOwnRecord(Child file) {
        return file.node.name().equals("RECORD")
                && file.source().equals("site/" + manifest(file.owner).distInfo() + "/RECORD")
                && installations.get(file.owner).hasOwnRecord();
    }

    /**
     * One distribution's modules share the directory of byte code in its layer, which may be compiled later. Site-packages
     * itself is for everybody.
     */
    private void addByteCode(String path, Collection<List<Child>> entries) {
        Map<Integer, Modules> byOwner = new LinkedHashMap<>();
        for (List<Child> children : entries) {
            if (!children.isEmpty() && children.getLast().isModule()) {
                Child child = children.getLast();
                byOwner.computeIfAbsent(
                                child.owner, any -> new Modules(child.owner, child.directory, path, new ArrayList<>()))
                        .names()
                        .add(child.node.name());
            }
        }
        if (byOwner.size() == 1 && !path.equals(python.sitePackages())) {
            Modules only = byOwner.values().iterator().next();
            links.add(new Link(only.owner(), only.source() + "/__pycache__", path + "/__pycache__", Kind.BYTE_CODE));
        } else {
            modules.addAll(byOwner.values());
        }
    }

    private void checkReserved(String path, int owner) {
        if (RESERVED.matcher(path).matches()) {
            throw new MilieuException(
                    PythonError.WHEEL_REFUSED,
                    "`" + manifest(owner).name() + "` would replace `" + path + "` of the environment",
                    List.of("Exclude this distribution: no honest one replaces the interpreter."));
        }
    }

    private WheelManifest manifest(int owner) {
        return installations.get(owner).layer().manifest();
    }

    private record Claim(int owner, String source, LayerDirectory directory) {}

    private record Child(int owner, String directory, LayerNode node) {
        String source() {
            return directory + "/" + node.name();
        }

        boolean isModule() {
            return node instanceof LayerFile && node.name().endsWith(".py");
        }
    }
}
