package tidegate.kube.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ClusterAccessTest {
    private static final String CONFIG = """
            apiVersion: v1
            kind: Config
            current-context: one
            contexts:
            - {name: one, context: {cluster: c1, user: u1, namespace: shop}}
            - {name: two, context: {cluster: c2, user: u2}}
            - {name: broken, context: {cluster: nowhere, user: u1}}
            clusters:
            - {name: c1, cluster: {server: "https://one:6443", certificate-authority: ca.pem, tls-server-name: api}}
            - {name: c2, cluster: {server: "https://two:6443", insecure-skip-tls-verify: true}}
            users:
            - {name: u1, user: {token: secret1, as: jane, as-groups: [dev]}}
            - {name: u2, user: {client-certificate-data: Y2VydA==, client-key-data: a2V5}}
            - {name: half, user: {client-certificate-data: Y2VydA==}}
            - {name: legacy, user: {auth-provider: {name: gcp}}}
            - {name: old-exec, user: {exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: x}}}
            """;

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("config"), CONFIG);
        Files.writeString(folder.resolve("ca.pem"), "authority");
    }

    private Surroundings around(String... variables) {
        var environment = new java.util.HashMap<String, String>();
        for (int i = 0; i < variables.length; i += 2) environment.put(variables[i], variables[i + 1]);
        return new Surroundings(environment, folder.resolve("home"), folder.resolve("pod"));
    }

    private ClusterAccess resolve(String... flags) {
        var all = new java.util.HashMap<String, List<String>>();
        for (int i = 0; i < flags.length; i += 2) all.put(flags[i], List.of(flags[i + 1]));
        all.putIfAbsent("kubeconfig", List.of(file.toString()));
        return ClusterAccess.resolve(AccessOptions.from(all), around());
    }

    @Test
    void readsTheCurrentContext() {
        ClusterAccess access = resolve();
        assertThat(access.server()).isEqualTo("https://one:6443");
        assertThat(access.certificateAuthority())
                .hasValueSatisfying(pem -> assertThat(pem).isEqualTo("authority".getBytes(StandardCharsets.UTF_8)));
        assertThat(access.tlsServerName()).isEqualTo("api");
        assertThat(access.credentials().secret()).isEqualTo(new Credentials.Secret.Token("secret1"));
        assertThat(access.impersonation()).isEqualTo(new ClusterAccess.Impersonation("jane", "", List.of("dev")));
        assertThat(access.namespace()).isEqualTo("shop");
        assertThat(access.namespaceGiven()).isTrue();
    }

    @Test
    void flagsComeBeforeTheFile() {
        ClusterAccess access = resolve(
                "context",
                "two",
                "user",
                "u1",
                "server",
                "https://else",
                "namespace",
                "n",
                "token",
                "t",
                "as",
                "joe",
                "request-timeout",
                "1m30s");
        assertThat(access.server()).isEqualTo("https://else");
        assertThat(access.insecure()).isTrue();
        assertThat(access.namespace()).isEqualTo("n");
        assertThat(access.credentials().secret()).isEqualTo(new Credentials.Secret.Token("t"));
        assertThat(access.impersonation().user()).isEqualTo("joe");
        assertThat(access.requestTimeout()).contains(Duration.ofSeconds(90));
    }

    @Test
    void readsCertificatesFromData() {
        var certificate = resolve("context", "two").credentials().certificate().orElseThrow();
        assertThat(new String(certificate.certificate(), StandardCharsets.UTF_8))
                .isEqualTo("cert");
        assertThat(new String(certificate.key(), StandardCharsets.UTF_8)).isEqualTo("key");
    }

    @Test
    void withoutANamespaceAnywhereItIsDefault() {
        ClusterAccess access = resolve("context", "two");
        assertThat(access.namespace()).isEqualTo("default");
        assertThat(access.namespaceGiven()).isFalse();
    }

    @Test
    void mergesTheFilesOfTheVariableTheFirstOfANameCounts() throws IOException {
        Path first = Files.writeString(folder.resolve("first"), """
                current-context: two
                clusters: [{name: c2, cluster: {server: "https://mine"}}]
                """);
        var access = ClusterAccess.resolve(
                AccessOptions.none(), around("KUBECONFIG", first + ":" + folder.resolve("absent") + ":" + file));
        assertThat(access.server()).isEqualTo("https://mine");
        assertThat(access.credentials().certificate()).isPresent();
    }

    @Test
    void readsTheFileInTheHomeFolder() throws IOException {
        Files.createDirectories(folder.resolve("home/.kube"));
        Files.writeString(folder.resolve("home/.kube/config"), CONFIG.replace("certificate-authority: ca.pem, ", ""));
        assertThat(ClusterAccess.resolve(AccessOptions.none(), around()).server())
                .isEqualTo("https://one:6443");
    }

    @Test
    void withoutAFileItIsThePodsServiceAccount() throws IOException {
        Path pod = Files.createDirectories(folder.resolve("pod"));
        Files.writeString(pod.resolve("token"), "t");
        Files.writeString(pod.resolve("ca.crt"), "ca");
        Files.writeString(pod.resolve("namespace"), "argo-rollouts\n");
        var access = ClusterAccess.resolve(
                AccessOptions.none(), around("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "443"));
        assertThat(access.server()).isEqualTo("https://[fd00::1]:443");
        assertThat(access.namespace()).isEqualTo("argo-rollouts");
        assertThat(access.credentials().secret()).isEqualTo(new Credentials.Secret.TokenFile(pod.resolve("token")));
    }

    @Test
    void aServerAloneIsEnough() {
        var access = ClusterAccess.resolve(AccessOptions.from(Map.of("server", List.of("http://x"))), around());
        assertThat(access.server()).isEqualTo("http://x");
        assertThat(access.credentials()).isEqualTo(Credentials.ANONYMOUS);
    }

    record Wrong(String why, List<String> flags, String content, String message) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Wrong> wrongs = List.of(
            new Wrong("no such file", List.of("kubeconfig", "/nonexistent/x"), CONFIG, "/nonexistent/x: no such file"),
            new Wrong("no such context", List.of("context", "x"), CONFIG, "no context \"x\" (expected: one of [one"),
            new Wrong("a context without its cluster", List.of("context", "broken"), CONFIG, "no cluster \"nowhere\""),
            new Wrong("no such user", List.of("user", "x"), CONFIG, "no user \"x\""),
            new Wrong("half a certificate", List.of("user", "half"), CONFIG, "client-certificate without client-key"),
            new Wrong("a removed mechanism", List.of("user", "legacy"), CONFIG, "auth-provider: not supported"),
            new Wrong(
                    "an old plugin", List.of("user", "old-exec"), CONFIG, "client.authentication.k8s.io/v1 or v1beta1"),
            new Wrong("not YAML", List.of(), "a: [", "not YAML (line"),
            new Wrong("not a kubeconfig", List.of(), "- a\n- b\n", "not a kubeconfig"),
            new Wrong("empty", List.of(), "", "no current-context"),
            new Wrong(
                    "a number for a server",
                    List.of(),
                    "current-context: a\ncontexts: [{name: a, context: {cluster: c}}]\n"
                            + "clusters: [{name: c, cluster: {server: 5}}]\n",
                    "server: 5 (expected: a string)"),
            new Wrong("a missing authority", List.of("certificate-authority", "/nope"), CONFIG, "cannot read /nope"),
            new Wrong("a timeout in words", List.of("request-timeout", "soon"), CONFIG, "--request-timeout: soon"));

    @ParameterizedTest
    @FieldSource("wrongs")
    void whatIsWrongIsOneLineThatNamesIt(Wrong wrong) throws IOException {
        Files.writeString(file, wrong.content());
        assertThatThrownBy(() -> resolve(wrong.flags().toArray(String[]::new)))
                .isInstanceOf(AccessException.class)
                .hasMessageContaining(wrong.message())
                .message()
                .doesNotContain("\n");
    }

    @Test
    void nowhereToGoSaysWhereItLooked() {
        assertThatThrownBy(() -> ClusterAccess.resolve(AccessOptions.none(), around()))
                .hasMessageContaining("KUBECONFIG")
                .hasMessageContaining(".kube/config")
                .hasMessageContaining("not running in a pod");
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(resolve().toString() + resolve().credentials()).doesNotContain("secret1");
    }
}
