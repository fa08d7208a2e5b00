package tidegate.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tidegate.cli.client.Connection.ClientCertificate;

class ConnectionTest {
    private static final String CONFIG = """
            apiVersion: v1
            kind: Config
            current-context: one
            contexts:
            - {name: one, context: {cluster: near, user: jane, namespace: shop}}
            - {name: two, context: {cluster: far, user: joe}}
            clusters:
            - {name: near, cluster: {server: "https://near:6443/", certificate-authority: pki/ca.pem}}
            - {name: far, cluster: {server: "http://far", insecure-skip-tls-verify: true, tls-server-name: api}}
            users:
            - {name: jane, user: {token: secret}}
            - {name: joe, user: {client-certificate-data: Y2hhaW4=, client-key-data: a2V5, as: boss, as-groups: [a, b]}}
            """;

    @TempDir
    Path directory = Path.of("");

    @BeforeEach
    void files() throws IOException {
        Files.createDirectories(directory.resolve("pki"));
        Files.writeString(directory.resolve("pki/ca.pem"), "authority");
        Files.writeString(directory.resolve("config"), CONFIG);
    }

    /** Flags as typed; null where none was. */
    private record Flags(
            @Nullable String kubeconfig,
            @Nullable String context,
            @Nullable String user,
            @Nullable String namespace,
            @Nullable String server,
            @Nullable String token) {
        ConnectionOptions options() {
            return new ConnectionOptions(
                    Optional.ofNullable(kubeconfig),
                    Optional.ofNullable(context),
                    Optional.empty(),
                    Optional.ofNullable(user),
                    Optional.ofNullable(namespace),
                    Optional.ofNullable(server),
                    Optional.ofNullable(token),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    "0",
                    false);
        }
    }

    private Connection resolve(Flags flags) {
        return Connection.resolve(
                flags.options(),
                Map.of("KUBECONFIG", directory.resolve("config").toString(), "PATH", "/usr/bin:/bin"));
    }

    private static final Flags NONE = new Flags(null, null, null, null, null, null);

    @Test
    void theCurrentContextDecides() {
        Connection found = resolve(NONE);
        assertThat(found.server()).isEqualTo("https://near:6443");
        assertThat(found.namespace()).isEqualTo("shop");
        assertThat(found.authority()).hasValue("authority");
        assertThat(found.credentials().token()).hasValue("secret");
        assertThat(found.insecure()).isFalse();
        assertThat(found.requestTimeout()).isEqualTo(Duration.ZERO);
    }

    @Test
    void aFlagChoosesAnotherContext() {
        Connection found = resolve(new Flags(null, "two", null, null, null, null));
        assertThat(found.server()).isEqualTo("http://far");
        assertThat(found.namespace()).isEqualTo("default");
        assertThat(found.insecure()).isTrue();
        assertThat(found.tlsServerName()).hasValue("api");
        assertThat(found.credentials().certificate()).hasValue(new ClientCertificate("chain", "key"));
        assertThat(found.impersonation().user()).hasValue("boss");
        assertThat(found.impersonation().groups()).containsExactly("a", "b");
    }

    @Test
    void singleFlagsWinOverTheContext() {
        Connection found = resolve(new Flags(null, null, "joe", "other", "http://else", "mine"));
        assertThat(found.server()).isEqualTo("http://else");
        assertThat(found.namespace()).isEqualTo("other");
        assertThat(found.credentials().token()).hasValue("mine");
        assertThat(found.authority()).hasValue("authority");
    }

    @Test
    void ofSeveralFilesTheFirstThatKnowsANameCounts() throws IOException {
        Path first = Files.writeString(
                directory.resolve("first"), "users: [{name: jane, user: {token: other}}]\ncurrent-context: two\n");
        var environment =
                Map.of("KUBECONFIG", directory.resolve("missing") + ":" + first + ":" + directory.resolve("config"));
        Connection found = Connection.resolve(new Flags(null, null, "jane", null, null, null).options(), environment);
        assertThat(found.server()).isEqualTo("http://far");
        assertThat(found.credentials().token()).hasValue("other");
    }

    @Test
    void aPluginOfTheUserPrintsTheCredentials() throws IOException {
        Path plugin = Files.writeString(directory.resolve("plugin"), """
                #!/bin/sh
                echo '{"kind":"ExecCredential","status":{"token":"'$1-$WHO-${#KUBERNETES_EXEC_INFO}'"}}'
                """);
        assertThat(plugin.toFile().setExecutable(true)).isTrue();
        withUser("{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, args: [hello], "
                + "env: [{name: WHO, value: jane}]}}");
        assertThat(resolve(NONE).credentials().token().orElse("")).matches("hello-jane-[1-9]\\d+");
    }

    @Test
    void aPluginThatFailsIsNamed() throws IOException {
        withUser("{exec: {apiVersion: client.authentication.k8s.io/v1, command: 'false'}}");
        problem(NONE, "credential plugin false failed with exit code 1");
        withUser("{exec: {command: no-such-plugin, installHint: get it there}}");
        problem(NONE, "credential plugin no-such-plugin cannot be run: get it there");
        withUser("{exec: {command: echo, args: ['{}']}}");
        problem(NONE, "credential plugin echo printed neither token nor certificate");
    }

    private void withUser(String user) throws IOException {
        Files.writeString(directory.resolve("config"), CONFIG.replace("{token: secret}", user));
    }

    @Test
    void whatIsWrongIsSaidInOneLine() throws IOException {
        String place = directory.resolve("config").toString();
        problem(new Flags(null, "three", null, null, null, null), "context \"three\" does not exist in " + place);
        problem(new Flags(null, null, "jim", null, null, null), "user \"jim\" does not exist in " + place);
        problem(new Flags("/nope", null, null, null, null, null), "kubeconfig /nope: no such file");
        Files.writeString(directory.resolve("config"), "contexts: [");
        assertThatExceptionOfType(ConnectionProblem.class)
                .isThrownBy(() -> resolve(NONE))
                .withMessageStartingWith("kubeconfig " + place + ": not YAML (")
                .matches(problem -> String.valueOf(problem.getMessage()).lines().count() == 1);
        Files.writeString(directory.resolve("config"), "just text");
        problem(NONE, "kubeconfig " + place + ": not a kubeconfig (expected: a map)");
    }

    private void problem(Flags flags, String message) {
        assertThatExceptionOfType(ConnectionProblem.class)
                .isThrownBy(() -> resolve(flags))
                .withMessage(message);
    }
}
