package io.milieu.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The options that decide which packages are chosen. They are those of {@code pip install} and {@code uv pip install}. */
final class ChoiceOptions {
    private static final List<String> FILES = List.of("--constraint", "--override");
    private static final List<String> REPEATED =
            List.of("--index", "--index-pin", "--trusted-host", "--only-binary", "--no-binary");
    private static final List<String> ONCE = List.of("--resolution", "--exclude-newer");
    private static final List<String> FLAGS =
            List.of("--prefer-binary", "--wheels-only", "--require-hashes", "--no-deps");

    private ChoiceOptions() {}

    /** Adds the options to a command. */
    static void addTo(CommandSpec spec) {
        RequestOptions.many(spec, "-c,--constraint", "FILE", "A file of constraints: versions that may be chosen.");
        RequestOptions.many(
                spec, "--override", "FILE", "A file of requirements that replace all others by their names.");
        RequestOptions.many(spec, "--index", "[NAME=]URL", "A further index, with a name for --index-pin.");
        RequestOptions.many(spec, "--index-pin", "PACKAGE=NAME", "The one index that a package may come from.");
        RequestOptions.many(spec, "--trusted-host", "HOST", "A host whose certificate is not looked at.");
        RequestOptions.many(spec, "--only-binary", "NAMES", "Packages of which only wheels are used; or :all:.");
        RequestOptions.many(spec, "--no-binary", "NAMES", "Packages of which no wheels are used; or :all:.");
        RequestOptions.one(spec, "--resolution", "WHICH", "The version to want: highest, lowest or lowest-direct.");
        RequestOptions.one(spec, "--exclude-newer", "DATE", "Use nothing that was uploaded after that day or instant.");
        RequestOptions.flag(spec, "--prefer-binary", "Take an older wheel rather than build a newer version.");
        RequestOptions.flag(spec, "--wheels-only", "Never build anything.");
        RequestOptions.flag(spec, "--require-hashes", "Demand a hash for everything.");
        RequestOptions.flag(spec, "--no-deps", "Leave out what packages require.");
    }

    /** {@return the options as words, with absolute paths} */
    static List<String> words(ParseResult parsed, Path directory) {
        List<String> words = new ArrayList<>();
        for (String option : FILES) {
            parsed.matchedOptionValue(option, List.<String>of())
                    .forEach(file -> words.add(option + "=" + RequestOptions.place(directory, file)));
        }
        for (String option : REPEATED) {
            parsed.matchedOptionValue(option, List.<String>of()).forEach(value -> words.add(option + "=" + value));
        }
        for (String option : ONCE) {
            if (parsed.hasMatchedOption(option)) {
                words.add(option + "=" + parsed.matchedOptionValue(option, ""));
            }
        }
        FLAGS.stream().filter(parsed::hasMatchedOption).forEach(words::add);
        return words;
    }
}
