package io.milieu.core.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenSslSha256Test {
    private final Random random = new Random(7);

    @BeforeEach
    void thisSystemHasOpenSsl() {
        assumeTrue(OpenSslSha256.computation().isPresent(), "no libcrypto 1.1 or 3 on this system");
    }

    @Test
    void agreesWithTheJdkHoweverTheBytesArrive() throws NoSuchAlgorithmException {
        MessageDigest native256 = OpenSslSha256.computation().orElseThrow();
        MessageDigest jdk = MessageDigest.getInstance("SHA-256");
        for (int round = 0; round < 200; round++) {
            byte[] bytes = new byte[random.nextInt(round % 10 == 0 ? 1_000_000 : 5_000)];
            random.nextBytes(bytes);
            int cut = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            native256.update(bytes, 0, cut);
            ByteBuffer rest = ByteBuffer.allocateDirect(bytes.length - cut);
            rest.put(bytes, cut, bytes.length - cut).flip();
            native256.update(round % 2 == 0 ? rest : ByteBuffer.wrap(bytes, cut, bytes.length - cut));
            assertThat(native256.digest()).isEqualTo(jdk.digest(bytes));
        }
    }

    @Test
    void aResetForgetsWhatCameBefore() throws NoSuchAlgorithmException {
        MessageDigest native256 = OpenSslSha256.computation().orElseThrow();
        native256.update((byte) 1);
        native256.reset();
        assertThat(native256.digest())
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest());
    }

    @Test
    void isWhatFilesAreHashedWith() {
        assertThat(HashAlgorithm.SHA256.computation()).isInstanceOf(OpenSslSha256.class);
    }
}
