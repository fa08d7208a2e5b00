package tidegate.kube.access;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * kubectl's connection flags; {@code ""} and empty mean "as the kubeconfig says".
 *
 * @param kubeconfig the only file to read
 * @param requestTimeout longest time for one call; zero for none
 */
public record AccessOptions(
        String kubeconfig,
        String context,
        String cluster,
        String user,
        String namespace,
        String server,
        String token,
        String username,
        String password,
        String asUser,
        String asUid,
        List<String> asGroups,
        String certificateAuthority,
        String clientCertificate,
        String clientKey,
        boolean insecureSkipTlsVerify,
        String tlsServerName,
        Optional<Duration> requestTimeout,
        boolean disableCompression) {

    /**
     * One flag of the command line.
     *
     * @param name without its dashes
     * @param takesValue false for a switch
     */
    public record Flag(String name, boolean takesValue, String help) {}

    /** All flags, in the order of the help. */
    public static final List<Flag> FLAGS = List.of(
            new Flag("kubeconfig", true, "Path to the kubeconfig file"),
            new Flag("context", true, "The kubeconfig context to use"),
            new Flag("cluster", true, "The kubeconfig cluster to use"),
            new Flag("user", true, "The kubeconfig user to use"),
            new Flag("namespace", true, "The namespace of this request"),
            new Flag("server", true, "The address and port of the Kubernetes API server"),
            new Flag("token", true, "Bearer token for authentication to the API server"),
            new Flag("username", true, "Username for basic authentication to the API server"),
            new Flag("password", true, "Password for basic authentication to the API server"),
            new Flag("as", true, "Username to impersonate"),
            new Flag("as-uid", true, "UID to impersonate"),
            new Flag("as-group", true, "Group to impersonate; repeat for several"),
            new Flag("certificate-authority", true, "Path to a certificate file of the certificate authority"),
            new Flag("client-certificate", true, "Path to a client certificate file for TLS"),
            new Flag("client-key", true, "Path to a client key file for TLS"),
            new Flag("insecure-skip-tls-verify", false, "Do not check the server's certificate"),
            new Flag("tls-server-name", true, "Server name to use for checking the server's certificate"),
            new Flag("request-timeout", true, "How long to wait for one request, such as 30s or 2m; 0 for no limit"),
            new Flag("disable-compression", false, "Do not ask for compressed answers"));

    private static final AccessOptions NONE = from(Map.of());

    /** Nothing given. */
    public static AccessOptions none() {
        return NONE;
    }

    /**
     * Reads flags by the names of {@link #FLAGS}; the last value counts, except for {@code as-group}.
     *
     * @throws AccessException if a value is not of its flag's kind
     */
    public static AccessOptions from(Map<String, List<String>> flags) {
        var given = new Given(flags);
        return new AccessOptions(
                given.text("kubeconfig"),
                given.text("context"),
                given.text("cluster"),
                given.text("user"),
                given.text("namespace"),
                given.text("server"),
                given.text("token"),
                given.text("username"),
                given.text("password"),
                given.text("as"),
                given.text("as-uid"),
                List.copyOf(flags.getOrDefault("as-group", List.of())),
                given.text("certificate-authority"),
                given.text("client-certificate"),
                given.text("client-key"),
                given.flag("insecure-skip-tls-verify"),
                given.text("tls-server-name"),
                given.timeout("request-timeout"),
                given.flag("disable-compression"));
    }

    /** These options with another kubeconfig file. */
    public AccessOptions withKubeconfig(String path) {
        return new AccessOptions(
                path,
                context,
                cluster,
                user,
                namespace,
                server,
                token,
                username,
                password,
                asUser,
                asUid,
                asGroups,
                certificateAuthority,
                clientCertificate,
                clientKey,
                insecureSkipTlsVerify,
                tlsServerName,
                requestTimeout,
                disableCompression);
    }

    private record Given(Map<String, List<String>> flags) {
        private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h)");

        String text(String name) {
            List<String> values = flags.getOrDefault(name, List.of());
            return values.isEmpty() ? "" : values.getLast();
        }

        boolean flag(String name) {
            return switch (text(name)) {
                case "", "false", "0", "f", "F", "False", "FALSE" -> false;
                case "true", "1", "t", "T", "True", "TRUE" -> true;
                default -> throw new AccessException("--" + name + ": " + text(name) + " (expected: true or false)");
            };
        }

        /** Whole seconds, or Go's notation of a duration. */
        Optional<Duration> timeout(String name) {
            String value = text(name);
            if (value.isEmpty()) return Optional.empty();
            if (value.matches("\\d{1,9}")) return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
            if (!value.matches("(" + PART.pattern() + ")+"))
                throw new AccessException("--" + name + ": " + value + " (expected: a time such as 30s or 2m, or 0)");
            return Optional.of(PART.matcher(value)
                    .results()
                    .map(part -> millis(Double.parseDouble(part.group(1)), part.group(2)))
                    .reduce(Duration.ZERO, Duration::plus));
        }

        private static Duration millis(double amount, String unit) {
            double millis = switch (unit) {
                case "ms" -> amount;
                case "s" -> amount * 1_000;
                case "m" -> amount * 60_000;
                default -> amount * 3_600_000;
            };
            return Duration.ofMillis(Math.round(millis));
        }
    }
}
