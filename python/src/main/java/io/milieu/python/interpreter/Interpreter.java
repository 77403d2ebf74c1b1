package io.milieu.python.interpreter;

import io.milieu.core.base.Digest;
import io.milieu.python.name.PackageName;
import io.milieu.python.requirement.MarkerEnvironment;
import io.milieu.python.tag.SupportedTags;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Python interpreter and the facts about it that installing packages depends on. Never the Python of a virtual environment:
 * that one is replaced by its base when it is found.
 *
 * @param requested the path it was found by, which may be a shim, a link, or in a virtual environment
 * @param file the executable that really runs
 * @param build how it was built
 * @param layout where its virtual environments keep things
 * @param prefix the root of its installation ({@code sys.base_prefix})
 * @param standardLibrary the folder of its standard library
 * @param sitePackages the folders its installed packages are imported from, in order
 * @param conda whether it belongs to a conda environment
 * @param markers its answers to environment markers (PEP 508)
 */
public record Interpreter(
        Path requested,
        FileIdentity file,
        PythonBuild build,
        VenvLayout layout,
        Path prefix,
        Path standardLibrary,
        List<Path> sitePackages,
        boolean conda,
        MarkerEnvironment markers)
        implements Finding {

    /** Copies the folders. */
    public Interpreter {
        sitePackages = List.copyOf(sitePackages);
    }

    /** {@return the absolute path of the program, links resolved} */
    public Path executable() {
        return file.path();
    }

    /** {@return the full version, for example {@code 3.12.1}} */
    public String version() {
        return build.version();
    }

    /** {@return the wheel tags it supports, best first; computed anew each time} */
    public SupportedTags tags() {
        return SupportedTags.of(build.facts());
    }

    /** {@return what environments and byte code are keyed by: it changes when the interpreter is replaced or upgraded} */
    public Digest identity() {
        return file.digest(
                String.join("\n", build.toString(), layout.toString(), prefix.toString(), standardLibrary.toString()));
    }

    /** {@return whether the distribution forbids installing into this interpreter itself (PEP 668); looked up now} */
    public boolean externallyManaged() {
        return Files.exists(standardLibrary.resolve("EXTERNALLY-MANAGED"));
    }

    /** {@return the version of the pip that is installed in it, if one is; looked up now} */
    public Optional<String> pip() {
        return InstalledDistributions.in(sitePackages)
                .find(PackageName.of("pip"))
                .map(InstalledDistribution::version);
    }

    /** {@return where the packages are of the virtual environment it was asked for through, if it was} */
    public Optional<Path> venvPackages() {
        return VenvBase.environment(requested).map(environment -> environment.resolve(layout.purelib()));
    }

    /** {@return whether what is installed in the interpreter itself can be imported by whoever extends what was asked for} */
    public boolean showsOwnPackages() {
        return VenvBase.environment(requested).map(VenvBase::showsBase).orElse(true);
    }

    /**
     * {@return the folders of packages that an environment sees that extends what was asked for: those of a virtual environment, then, if they
     * show through, those of the interpreter}
     */
    public List<Path> visiblePackages() {
        return Stream.concat(venvPackages().stream(), showsOwnPackages() ? sitePackages.stream() : Stream.empty())
                .toList();
    }

    /** {@return whether it was asked for through a virtual environment} */
    public boolean requestedByVenv() {
        return VenvBase.environment(requested).isPresent();
    }

    /** {@return implementation, version and path, for people; CPython goes without saying} */
    @Override
    public String toString() {
        String implementation = build.implementation().equals("cpython") ? "" : build.implementation() + " ";
        return implementation + version() + (build.freeThreaded() ? "t" : "") + " (" + executable() + ")";
    }
}
