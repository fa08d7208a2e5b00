package tidegate.cli.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.json.JsonException;
import tidegate.cli.client.Connection.ClientCertificate;
import tidegate.cli.client.Connection.Credentials;

/** Credentials that a program of the user's prints: {@code users[].user.exec} of a kubeconfig. */
final class ExecCredential {
    private ExecCredential() {}

    /**
     * Runs the program; it may talk to the user on stdin and stderr.
     *
     * @throws ConnectionProblem if it cannot be run, fails or prints no credentials
     */
    static Credentials run(Json exec, Json cluster, Map<String, String> environment) {
        String command = exec.get("command").stringOrEmpty();
        String printed = printedBy(command, exec, cluster, environment);
        try {
            return credentials(Json.parse(printed).get("status"), command);
        } catch (JsonException e) {
            throw new ConnectionProblem("credential plugin " + command + ": its output is not JSON", e);
        }
    }

    private static String printedBy(String command, Json exec, Json cluster, Map<String, String> environment) {
        var words = new ArrayList<String>(List.of(command));
        exec.get("args").elements().forEach(word -> words.add(word.stringOrEmpty()));
        var builder = new ProcessBuilder(words)
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        builder.environment().put("KUBERNETES_EXEC_INFO", info(exec, cluster).toString());
        exec.get("env")
                .elements()
                .forEach(pair -> builder.environment()
                        .put(pair.get("name").stringOrEmpty(), pair.get("value").stringOrEmpty()));
        try {
            Process process = builder.start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0)
                throw new ConnectionProblem("credential plugin " + command + " failed with exit code " + code);
            return printed;
        } catch (IOException e) {
            String hint = exec.get("installHint").stringOrEmpty().strip().replace('\n', ' ');
            throw new ConnectionProblem(
                    "credential plugin " + command + " cannot be run" + (hint.isEmpty() ? "" : ": " + hint), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectionProblem("interrupted while waiting for credential plugin " + command, e);
        }
    }

    private static Json info(Json exec, Json cluster) {
        boolean wantsCluster = exec.get("provideClusterInfo").isTrue();
        Json about = Json.object(
                "server", cluster.get("server"),
                "tls-server-name", cluster.get("tls-server-name"),
                "insecure-skip-tls-verify", cluster.get("insecure-skip-tls-verify"),
                "certificate-authority-data", cluster.get("certificate-authority-data"));
        return Json.object(
                "apiVersion", exec.get("apiVersion"),
                "kind", "ExecCredential",
                "spec",
                        Json.object(
                                "interactive",
                                !exec.get("interactiveMode").stringOrEmpty().equals("Never"),
                                "cluster",
                                wantsCluster ? about : Json.MISSING));
    }

    private static Credentials credentials(Json status, String command) {
        Optional<String> token = status.get("token").string().filter(text -> !text.isEmpty());
        String chain = status.get("clientCertificateData").stringOrEmpty();
        String key = status.get("clientKeyData").stringOrEmpty();
        Optional<ClientCertificate> certificate =
                chain.isEmpty() || key.isEmpty() ? Optional.empty() : Optional.of(new ClientCertificate(chain, key));
        if (token.isEmpty() && certificate.isEmpty())
            throw new ConnectionProblem("credential plugin " + command + " printed neither token nor certificate");
        return new Credentials(certificate, token, Optional.empty(), Optional.empty());
    }
}
