package tidegate.cli.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.value.GoDuration;
import tidegate.api.value.MalformedValueException;
import tidegate.cli.client.Connection.Basic;
import tidegate.cli.client.Connection.ClientCertificate;
import tidegate.cli.client.Connection.Credentials;
import tidegate.cli.client.Connection.Impersonation;

/** Finds the connection that flags, kubeconfig and environment describe: a flag wins over a file, a file over the pod. */
final class ConnectionResolver {
    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final String DEFAULT_NAMESPACE = "default";

    private final ConnectionOptions options;
    private final Map<String, String> environment;
    private final KubeconfigFiles files;

    ConnectionResolver(ConnectionOptions options, Map<String, String> environment) {
        this.options = options;
        this.environment = environment;
        this.files = KubeconfigFiles.read(options.kubeconfig(), environment);
    }

    Connection resolve() {
        boolean saysNothing = files.isEmpty() && options.server().isEmpty();
        return saysNothing ? inCluster() : fromFiles();
    }

    private Connection fromFiles() {
        Json context = context();
        Json cluster = named(files.clusters(), options.cluster(), context.get("cluster"), "cluster");
        Json user = named(files.users(), options.user(), context.get("user"), "user");
        String server =
                options.server().or(() -> cluster.get("server").string()).orElseThrow(this::noServer);
        boolean insecure =
                options.insecure() || cluster.get("insecure-skip-tls-verify").isTrue();
        return new Connection(
                withScheme(server),
                material(options.certificateAuthority(), cluster, "certificate-authority"),
                insecure,
                options.tlsServerName().or(() -> cluster.get("tls-server-name").string()),
                cluster.get("proxy-url").string(),
                credentials(user, cluster),
                impersonation(user),
                options.namespace()
                        .or(() -> context.get("namespace").string().filter(name -> !name.isEmpty()))
                        .orElse(DEFAULT_NAMESPACE),
                requestTimeout(),
                !options.uncompressed() && !cluster.get("disable-compression").isTrue());
    }

    private Json context() {
        String name = options.context().orElse(files.current());
        if (files.contexts().containsKey(name)) return files.contexts().getOrDefault(name, Json.MISSING);
        if (options.context().isPresent() || !name.isEmpty())
            throw new ConnectionProblem("context \"" + name + "\" does not exist in " + placesText());
        return Json.MISSING;
    }

    private Json named(Map<String, Json> known, Optional<String> flag, Json inContext, String what) {
        String name = flag.or(inContext::string).orElse("");
        Json found = known.getOrDefault(name, Json.MISSING);
        if (found.isMissing() && (flag.isPresent() || !name.isEmpty()))
            throw new ConnectionProblem(what + " \"" + name + "\" does not exist in " + placesText());
        return found;
    }

    private ConnectionProblem noServer() {
        return new ConnectionProblem("no server in " + placesText() + ": set a current context, --context or --server");
    }

    private String placesText() {
        return String.join(", ", files.files().stream().map(Path::toString).toList());
    }

    private static String withScheme(String server) {
        String whole = server.contains("://") ? server : "http://" + server;
        return whole.endsWith("/") ? whole.substring(0, whole.length() - 1) : whole;
    }

    private Credentials credentials(Json user, Json cluster) {
        Credentials ofUser = options.token().isPresent() ? Credentials.NONE : credentialsOf(user, cluster);
        Optional<ClientCertificate> certificate = certificate(user).or(ofUser::certificate);
        if (options.token().isPresent())
            return new Credentials(certificate, options.token(), Optional.empty(), Optional.empty());
        return new Credentials(certificate, ofUser.token(), ofUser.tokenFile(), ofUser.basic());
    }

    private Credentials credentialsOf(Json user, Json cluster) {
        if (user.get("exec").isObject()) return ExecCredential.run(user.get("exec"), cluster, environment);
        if (user.get("auth-provider").isObject())
            throw new ConnectionProblem("auth-provider \""
                    + user.at("auth-provider", "name").stringOrEmpty()
                    + "\" in the kubeconfig is not supported (expected: exec, token or client certificate)");
        Optional<String> token = user.get("token").string().filter(text -> !text.isEmpty());
        return new Credentials(
                Optional.empty(),
                token,
                token.isPresent()
                        ? Optional.empty()
                        : user.get("tokenFile").string().map(Path::of),
                user.get("username")
                        .string()
                        .map(name -> new Basic(name, user.get("password").stringOrEmpty())));
    }

    private Optional<ClientCertificate> certificate(Json user) {
        Optional<String> chain = material(options.clientCertificate(), user, "client-certificate");
        Optional<String> key = material(options.clientKey(), user, "client-key");
        if (chain.isPresent() && key.isPresent()) return Optional.of(new ClientCertificate(chain.get(), key.get()));
        if (chain.isPresent() || key.isPresent())
            throw new ConnectionProblem("a client certificate needs its key: give both or neither");
        return Optional.empty();
    }

    /** PEM text: from the file of a flag, inline base64 data, or the file that the kubeconfig names. */
    private static Optional<String> material(Optional<String> flag, Json holder, String key) {
        if (flag.isPresent()) return flag.map(Path::of).map(ConnectionResolver::contentOf);
        return holder.get(key + "-data")
                .string()
                .filter(data -> !data.isEmpty())
                .map(data -> decoded(data, key))
                .or(() -> holder.get(key)
                        .string()
                        .filter(path -> !path.isEmpty())
                        .map(Path::of)
                        .map(ConnectionResolver::contentOf));
    }

    private static String decoded(String data, String key) {
        try {
            return new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ConnectionProblem("kubeconfig: " + key + "-data is not base64", e);
        }
    }

    private static String contentOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ConnectionProblem("cannot read " + file + " that the connection needs", e);
        }
    }

    private Impersonation impersonation(Json user) {
        List<String> groups = options.impersonatedGroups().isEmpty()
                ? user.get("as-groups").elements().stream()
                        .map(Json::stringOrEmpty)
                        .toList()
                : options.impersonatedGroups();
        return new Impersonation(
                options.impersonatedUser().or(() -> user.get("as").string()),
                groups,
                options.impersonatedUid().or(() -> user.get("as-uid").string()));
    }

    private Duration requestTimeout() {
        String text = options.requestTimeout();
        try {
            return text.chars().allMatch(Character::isDigit) && !text.isEmpty()
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : GoDuration.parse(text);
        } catch (MalformedValueException | NumberFormatException e) {
            throw new ConnectionProblem(
                    "--request-timeout: \"" + text + "\" (expected: seconds, or as in 30s or 2m)", e);
        }
    }

    private Connection inCluster() {
        String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
        String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        Path token = SERVICE_ACCOUNT.resolve("token");
        if (host.isEmpty() || !Files.exists(token))
            throw new ConnectionProblem("no kubeconfig: " + placesText()
                    + " not found or empty, and this is not a pod (set KUBECONFIG, --kubeconfig or --server)");
        return new Connection(
                "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port,
                Optional.of(contentOf(SERVICE_ACCOUNT.resolve("ca.crt"))),
                options.insecure(),
                options.tlsServerName(),
                Optional.empty(),
                new Credentials(
                        Optional.empty(),
                        options.token(),
                        options.token().isPresent() ? Optional.empty() : Optional.of(token),
                        Optional.empty()),
                impersonation(Json.MISSING),
                options.namespace().orElseGet(() -> ownNamespace()),
                requestTimeout(),
                !options.uncompressed());
    }

    private static String ownNamespace() {
        Path file = SERVICE_ACCOUNT.resolve("namespace");
        String found = Files.exists(file) ? contentOf(file).strip() : "";
        return found.isEmpty() ? DEFAULT_NAMESPACE : found;
    }
}
