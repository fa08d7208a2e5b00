package tidegate.playground.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("config"), text);
    }

    private static final String FULL = """
            apiVersion: v1
            kind: Config
            current-context: two
            clusters:
              - name: c
                cluster: {server: "https://127.0.0.1:6443/", certificate-authority: ca.pem}
            users:
              - name: u
                user: {token: secret}
            contexts:
              - name: one
                context: {cluster: missing}
              - name: two
                context: {cluster: c, user: u, namespace: shop}
            """;

    @Test
    void takesWhatTheCurrentContextNames() throws IOException {
        Files.writeString(folder.resolve("ca.pem"), "PEM");

        Kubeconfig read = Kubeconfig.read(write(FULL));

        assertThat(read.server()).isEqualTo(URI.create("https://127.0.0.1:6443"));
        assertThat(read.namespace()).isEqualTo("shop");
        assertThat(read.authority()).contains("PEM");
        assertThat(read.authorization()).contains("Bearer secret");
    }

    @Test
    void aContextWithoutUserAndNamespaceIsFine() throws IOException {
        Kubeconfig read = Kubeconfig.read(write("""
                current-context: x
                clusters: [{name: c, cluster: {server: "http://localhost:1"}}]
                contexts: [{name: x, context: {cluster: c}}]
                """));

        assertThat(read).isEqualTo(Kubeconfig.open(URI.create("http://localhost:1")));
    }

    @Test
    void saysInOneLineWhatIsWrong() throws IOException {
        assertThatThrownBy(() -> Kubeconfig.read(write(FULL.replace("current-context: two", "current-context: nine"))))
                .hasMessageContaining("has no \"nine\" in contexts");
        assertThatThrownBy(() -> Kubeconfig.read(write(FULL))).hasMessageContaining("ca.pem, which cannot be read");
        assertThatThrownBy(() -> Kubeconfig.read(write(FULL.replace("https://127.0.0.1", "127.0.0.1"))))
                .hasMessageContaining("(expected: http://… or https://…)");
        assertThatThrownBy(() -> Kubeconfig.read(folder.resolve("absent")))
                .hasMessageEndingWith("absent: no such file");
        assertThatThrownBy(() -> Kubeconfig.read(write("a: [\n")))
                .hasMessageEndingWith("config: is not YAML, from line 1 on");
        assertThatThrownBy(() -> Kubeconfig.read(write(""))).hasMessageEndingWith("config: has no current-context");
        assertThatThrownBy(() -> Kubeconfig.read(write(FULL.replace("{token: secret}", "{exec: {command: aws}}"))))
                .hasMessageContaining("exec is not supported here");
    }

    @Test
    void readsKeysInTheirOlderForms() throws Exception {
        var rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        var ec = KeyPairGenerator.getInstance("EC");
        ec.initialize(new ECGenParameterSpec("secp256r1"));
        var rsaKey = rsa.generateKeyPair().getPrivate();
        var ecKey = ec.generateKeyPair().getPrivate();

        assertThat(TlsIdentity.privateKey(pem("PRIVATE KEY", rsaKey.getEncoded())))
                .isEqualTo(rsaKey);
        assertThat(TlsIdentity.privateKey(pem("PRIVATE KEY", ecKey.getEncoded())))
                .isEqualTo(ecKey);
        // a PKCS#8 RSA key of this size begins with 26 bytes of wrapping
        byte[] pkcs1 = Arrays.copyOfRange(rsaKey.getEncoded(), 26, rsaKey.getEncoded().length);
        assertThat(TlsIdentity.privateKey(pem("RSA PRIVATE KEY", pkcs1))).isEqualTo(rsaKey);
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + what
                + "-----\n";
    }
}
