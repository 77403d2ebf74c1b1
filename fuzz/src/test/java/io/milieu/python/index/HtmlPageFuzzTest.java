package io.milieu.python.index;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Pages of an index in HTML. */
class HtmlPageFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void pagesLeadToFilesWithoutSecretsAndSayTheSameInJson(byte[] data) {
        PageLaws.check(data, "text/html");
    }
}
