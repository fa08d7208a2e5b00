package tidegate.kube.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.TimeUnit;
import tidegate.api.json.Json;
import tidegate.api.json.JsonException;
import tidegate.kube.access.Credentials.Secret;
import tidegate.kube.http.Authorization.Issued;

/** Runs a credential plugin as kubectl does; what is wrong with it becomes an IOException of one line. */
final class CredentialPlugin {
    private static final long LONGEST_MINUTES = 5;

    private final Secret.Plugin plugin;

    CredentialPlugin(Secret.Plugin plugin) {
        this.plugin = plugin;
    }

    Issued run() throws IOException {
        boolean interactive = plugin.mayAsk() && System.console() != null;
        var builder = new ProcessBuilder(plugin.command()).redirectError(ProcessBuilder.Redirect.INHERIT);
        if (interactive) builder.redirectInput(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(plugin.environment());
        builder.environment().put("KUBERNETES_EXEC_INFO", request(interactive).toString());
        return read(output(start(builder)));
    }

    private Json request(boolean interactive) {
        return Json.object(
                "apiVersion", plugin.apiVersion(),
                "kind", "ExecCredential",
                "spec", Json.object("interactive", interactive));
    }

    private Process start(ProcessBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (IOException _) {
            String hint = plugin.installHint().isBlank()
                    ? ""
                    : "; " + plugin.installHint().strip().replaceAll("\\s+", " ");
            throw failure("cannot be run" + hint);
        }
    }

    private byte[] output(Process process) throws IOException {
        try (var out = process.getInputStream()) {
            var ender = Thread.ofVirtual().start(() -> endIfSlow(process));
            byte[] bytes = out.readAllBytes();
            int code = process.waitFor();
            ender.interrupt();
            if (code != 0) throw failure("exit code " + code);
            return bytes;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw failure("interrupted");
        } finally {
            process.destroyForcibly();
        }
    }

    private static void endIfSlow(Process process) {
        try {
            if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) process.destroyForcibly();
        } catch (InterruptedException _) {
            // it ended in time
        }
    }

    private Issued read(byte[] output) throws IOException {
        try {
            Json answer = Json.parse(output);
            if (!answer.get("kind").stringOrEmpty().equals("ExecCredential"))
                throw failure("printed no ExecCredential");
            Json status = answer.get("status");
            var issued = new Issued(
                    status.get("token").string(),
                    status.get("clientCertificateData").string(),
                    status.get("clientKeyData").string(),
                    status.get("expirationTimestamp").string().map(CredentialPlugin::instant));
            if (issued.token().isEmpty() && issued.certificate().isEmpty())
                throw failure("printed neither a token nor a certificate");
            return issued;
        } catch (JsonException | DateTimeException e) {
            throw failure("printed what cannot be read: " + e.getMessage());
        }
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private IOException failure(String what) {
        return new IOException("credential plugin " + plugin.command().getFirst() + ": " + what);
    }

    static byte[] pem(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
