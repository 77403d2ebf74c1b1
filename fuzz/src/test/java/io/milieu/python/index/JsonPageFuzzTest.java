package io.milieu.python.index;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Pages of an index in JSON. */
class JsonPageFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void pagesLeadToFilesWithoutSecretsAndSayTheSameInJson(byte[] data) {
        PageLaws.check(data, "application/vnd.pypi.simple.v1+json");
    }
}
