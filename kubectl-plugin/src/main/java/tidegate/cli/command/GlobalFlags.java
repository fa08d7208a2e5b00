package tidegate.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import tidegate.cli.client.ConnectionOptions;

/** Flags that every command takes, before or after its name. */
final class GlobalFlags {
    private static final List<String> LOG_LEVELS =
            List.of("trace", "debug", "info", "warn", "warning", "error", "fatal", "panic");

    @Option(
            names = {"-n", "--namespace"},
            scope = ScopeType.INHERIT,
            paramLabel = "string",
            description = "Namespace to work in (default: that of the context, else \"default\")")
    @Nullable
    String namespace;

    @Option(
            names = "--kubeconfig",
            scope = ScopeType.INHERIT,
            paramLabel = "string",
            description = "Path to the kubeconfig file to use")
    @Nullable
    String kubeconfig;

    @Option(
            names = "--context",
            scope = ScopeType.INHERIT,
            paramLabel = "string",
            description = "Name of the kubeconfig context to use")
    @Nullable
    String context;

    @Option(
            names = "--cluster",
            scope = ScopeType.INHERIT,
            paramLabel = "string",
            description = "Name of the kubeconfig cluster to use")
    @Nullable
    String cluster;

    @Option(
            names = "--user",
            scope = ScopeType.INHERIT,
            paramLabel = "string",
            description = "Name of the kubeconfig user to use")
    @Nullable
    String user;

    @Option(
            names = {"-s", "--server"},
            scope = ScopeType.INHERIT,
            paramLabel = "string",
            description = "Address of the Kubernetes API server")
    @Nullable
    String server;

    @Option(
            names = "--token",
            scope = ScopeType.INHERIT,
            paramLabel = "string",
            description = "Bearer token to sign in with")
    @Nullable
    String token;

    @Option(names = "--as", scope = ScopeType.INHERIT, paramLabel = "string", description = "User to impersonate")
    @Nullable
    String as;

    @Option(
            names = "--as-group",
            scope = ScopeType.INHERIT,
            paramLabel = "stringArray",
            description = "Group to impersonate; may be given several times")
    List<String> asGroups = new ArrayList<>();

    @Option(names = "--as-uid", scope = ScopeType.INHERIT, paramLabel = "string", description = "UID to impersonate")
    @Nullable
    String asUid;

    @Option(
            names = "--certificate-authority",
            scope = ScopeType.INHERIT,
            paramLabel = "string",
            description = "Path to the certificates to trust")
    @Nullable
    String certificateAuthority;

    @Option(
            names = "--client-certificate",
            scope = ScopeType.INHERIT,
            paramLabel = "string",
            description = "Path to the client certificate to sign in with")
    @Nullable
    String clientCertificate;

    @Option(
            names = "--client-key",
            scope = ScopeType.INHERIT,
            paramLabel = "string",
            description = "Path to the key of the client certificate")
    @Nullable
    String clientKey;

    @Option(
            names = "--tls-server-name",
            scope = ScopeType.INHERIT,
            paramLabel = "string",
            description = "Name to expect in the server's certificate")
    @Nullable
    String tlsServerName;

    @Option(
            names = "--insecure-skip-tls-verify",
            scope = ScopeType.INHERIT,
            arity = "0..1",
            fallbackValue = "true",
            description = "Do not check the server's certificate")
    boolean insecure;

    @Option(
            names = "--request-timeout",
            scope = ScopeType.INHERIT,
            paramLabel = "string",
            defaultValue = "0",
            description = "How long one request may take, as in 30s; 0 for no limit")
    String requestTimeout = "0";

    @Option(
            names = "--cache-dir",
            scope = ScopeType.INHERIT,
            paramLabel = "string",
            description = "Accepted for compatibility; nothing is cached")
    @Nullable
    String cacheDir;

    @Option(
            names = "--disable-compression",
            scope = ScopeType.INHERIT,
            arity = "0..1",
            fallbackValue = "true",
            description = "Do not ask for compressed answers")
    boolean uncompressed;

    @Option(
            names = "--loglevel",
            scope = ScopeType.INHERIT,
            paramLabel = "string",
            defaultValue = "info",
            description = "One of trace, debug, info, warn, error, fatal, panic")
    String logLevel = "info";

    @Option(
            names = {"-v", "--kloglevel"},
            scope = ScopeType.INHERIT,
            paramLabel = "int",
            defaultValue = "0",
            description = "Verbosity; from 6 on each request is told on stderr")
    int verbosity;

    @Option(
            names = {"-h", "--help"},
            scope = ScopeType.INHERIT,
            usageHelp = true,
            description = "Show this help")
    boolean help;

    ConnectionOptions connectionOptions() {
        return new ConnectionOptions(
                given(kubeconfig),
                given(context),
                given(cluster),
                given(user),
                given(namespace),
                given(server),
                given(token),
                given(as),
                asGroups,
                given(asUid),
                given(certificateAuthority),
                given(clientCertificate),
                given(clientKey),
                given(tlsServerName),
                insecure,
                requestTimeout,
                uncompressed);
    }

    /** @throws CommandFailure for an unknown level */
    void checkLogLevel() {
        if (!LOG_LEVELS.contains(logLevel))
            throw new CommandFailure(
                    "--loglevel: \"" + logLevel + "\" (expected: one of " + String.join(", ", LOG_LEVELS) + ")");
    }

    private static Optional<String> given(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isEmpty());
    }
}
