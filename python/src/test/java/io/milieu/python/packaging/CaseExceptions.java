package io.milieu.python.packaging;

import java.util.List;

/** Which published cases are not checked, or are decided otherwise here, and why. */
final class CaseExceptions {
    private static final String SPECIFIERS = "test_specifiers.py::";
    private static final String SPECIFIER_SET = SPECIFIERS + "TestSpecifierSet::test_";
    private static final String METADATA = "test_metadata.py::TestMetadata::test_";
    private static final String TAGS = "test_tags.py::";

    private CaseExceptions() {}

    /** Cases of that name whose text contains the fragment are decided otherwise. */
    record Deviation(String name, String fragment, String reason) {
        boolean covers(Case row) {
            return row.name().equals(name) && row.toString().contains(fragment);
        }
    }

    /** Cases whose names begin so are not checked. */
    record NotCovered(String reason, List<String> beginnings) {
        boolean covers(Case row) {
            return beginnings.stream().anyMatch(row.name()::startsWith);
        }
    }

    static final List<Deviation> DEVIATIONS = List.of(
            new Deviation(
                    METADATA + "invalid_metadata_version",
                    "2.0",
                    "never standardised, but thousands of published wheels carry it"),
            new Deviation(
                    "test_utils.py::test_parse_wheel_filename",
                    "foo_b",
                    "a project name is ASCII (PEP 508): no index can hold this one"),
            new Deviation(
                    "test_direct_url.py::test_strip_url",
                    "\"cvs\"",
                    "which user names are no secret is not for callers to say: only `git` of ssh"),
            new Deviation(
                    "test_pylock_select.py::test_prefer_sdist_predicate",
                    "\"prefer_sdist\":true,\"wheel_python_tag\":\"py3\"",
                    "a wheel that fits is never passed over for a build"));

    static final List<NotCovered> NOT_COVERED = List.of(
            new NotCovered(
                    "not one of these values: names of source archives, which are ambiguous",
                    List.of("test_utils.py::test_parse_sdist")),
            new NotCovered(
                    "the case does not hold the environments that the lock is for: see LockFileTest",
                    List.of("test_pylock_select.py::test_lock_no_matching_env")),
            new NotCovered(
                    "how an interpreter is asked: here its answers are given as facts",
                    List.of(
                            "test_elffile.py",
                            "test_musllinux.py",
                            "test_manylinux.py::test_module_declaration",
                            "test_manylinux.py::test_check_glibc_version_warning",
                            "test_manylinux.py::test_glibc_version_string_confstr_fail",
                            "test_manylinux.py::test_parse_elf_bad_executable",
                            TAGS + "TestBitness",
                            TAGS + "TestCPythonABI::test_debug",
                            TAGS + "TestCPythonABI::test_pymalloc",
                            TAGS + "TestCPythonABI::test_wide_unicode",
                            TAGS + "TestGenericTags::test__generic_abi_cpython_missing_version",
                            TAGS + "TestInterpreterVersion",
                            TAGS + "TestMacOSPlatforms::test_arch",
                            TAGS + "TestSysTags::test_linux_use_manylinux_compatible",
                            TAGS + "test_platform_tags")),
            new NotCovered(
                    "the case does not hold what is expected: compared in SupportedTagsTest instead",
                    List.of(
                            TAGS + "TestMacOSPlatforms::test_macos_11",
                            TAGS + "TestManylinuxPlatform::test_linux_platforms_manylinux2014_armhf_abi",
                            TAGS + "TestManylinuxPlatform::test_linux_platforms_musllinux")),
            new NotCovered(
                    "a range is never printed or filtered by itself: the solver has exact sets of candidates",
                    List.of(
                            SPECIFIERS + "TestSpecifierSetToRangeEquivalence::test_filter_equivalent",
                            SPECIFIERS + "TestSpecifierSetToRangeEquivalence::test_to_specifier_set",
                            SPECIFIER_SET + "set_relations",
                            "test_ranges.py::TestEquality",
                            "test_ranges.py::TestToSpecifierSet")),
            new NotCovered(
                    "Python's own objects, operators, arguments, pickles and caches",
                    List.of(
                            "test_markers.py::TestNode::test_accepts_value",
                            "test_markers.py::TestNode::test_str",
                            "test_markers.py::TestNode::test_repr",
                            "test_requirements.py::test_pickle_requirement_preserves_prereleases",
                            SPECIFIERS + "test_specifier_construction_is_lazy",
                            SPECIFIERS + "test_specifierset_construction_is_lazy",
                            SPECIFIERS + "TestSpecifierInternal::test_spec_version_cache_with_arbitrary_equality",
                            SPECIFIERS + "TestSpecifier::test_specifier_filter_with_key",
                            SPECIFIER_SET + "specifierset_filter_with_key",
                            SPECIFIER_SET + "empty_specifierset_filter_with_key",
                            TAGS + "TestCPythonTags::test_skip_redundant_abis",
                            TAGS + "TestGenericTags::test_abi_unspecified",
                            TAGS + "test_pickle_tag_roundtrip",
                            "test_version.py::test_from_parts",
                            "test_version.py::TestVersion::test_base_version_notimplemented",
                            "test_version.py::TestVersion::test_compare_other",
                            "test_version.py::TestVersion::test_dunder",
                            "test_version.py::TestVersion::test_non_string")),
            new NotCovered(
                    "the order of versions among text that is none, which never becomes a candidate here",
                    List.of(SPECIFIER_SET + "empty_specifier_arbitrary", SPECIFIER_SET + "empty_specifier_ordering")),
            new NotCovered(
                    "a form that nothing here prints or demands",
                    List.of(
                            "test_utils.py::test_canonicalize_version",
                            "test_utils.py::test_parse_wheel_unsorted_tags_invalid")),
            new NotCovered(
                    "`extras` and `dependency_groups` are understood everywhere, not in lock files only",
                    List.of("test_markers.py::TestMarker::test_extras_and_dependency_groups_disallowed")),
            new NotCovered(
                    "fields that no installing decision needs, checks for publishers, writing",
                    List.of(
                            "test_metadata.py::TestRawMetadata",
                            "test_metadata.py::TestMetadataWriting",
                            METADATA + "from_email_wraps",
                            METADATA + "invalid_import_names",
                            METADATA + "invalid_summary",
                            METADATA + "metadata_version_field",
                            METADATA + "multi_value",
                            METADATA + "optional_defaults",
                            METADATA + "single_value",
                            METADATA + "valid_description",
                            METADATA + "valid_import_names")));
}
