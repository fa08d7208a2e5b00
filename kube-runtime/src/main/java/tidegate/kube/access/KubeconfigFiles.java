package tidegate.kube.access;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.kube.access.Credentials.ClientCertificate;
import tidegate.kube.access.Credentials.Secret;
import tools.jackson.core.JacksonException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Kubeconfig files, merged: of two entries with one name the first counts. */
final class KubeconfigFiles {
    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    private final List<Path> files = new ArrayList<>();
    private final Map<String, Found> contexts = new LinkedHashMap<>();
    private final Map<String, Found> clusters = new LinkedHashMap<>();
    private final Map<String, Found> users = new LinkedHashMap<>();
    private String currentContext = "";

    /** @param folder that relative paths inside are relative to */
    private record Found(String what, Json value, Path folder) {
        static final Found NOTHING = new Found("", Json.MISSING, Path.of(""));

        String text(String key) {
            Json field = value.get(key);
            if (!field.isNullOrMissing() && !field.isString())
                throw new AccessException(what + ": " + key + ": " + field + " (expected: a string)");
            return field.stringOrEmpty();
        }
    }

    private KubeconfigFiles() {}

    static KubeconfigFiles read(AccessOptions options, Surroundings around) {
        var merged = new KubeconfigFiles();
        if (!options.kubeconfig().isEmpty()) {
            merged.add(Path.of(options.kubeconfig()));
            return merged;
        }
        String named = around.variable("KUBECONFIG");
        List<Path> candidates = named.isEmpty()
                ? List.of(around.home().resolve(".kube").resolve("config"))
                : java.util.Arrays.stream(named.split(File.pathSeparator))
                        .filter(path -> !path.isEmpty())
                        .map(Path::of)
                        .toList();
        candidates.stream().filter(Files::exists).forEach(merged::add);
        return merged;
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    private void add(Path file) {
        Json content = parse(file);
        files.add(file);
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
        if (currentContext.isEmpty())
            currentContext = content.get("current-context").stringOrEmpty();
        collect(content, "contexts", "context", folder, contexts);
        collect(content, "clusters", "cluster", folder, clusters);
        collect(content, "users", "user", folder, users);
    }

    private static Json parse(Path file) {
        try {
            Json content = Json.copyOf(YAML.readTree(Files.readString(file)));
            if (content.isNullOrMissing()) return Json.EMPTY_OBJECT;
            if (!content.isObject()) throw new AccessException("kubeconfig " + file + ": not a kubeconfig");
            return content;
        } catch (JacksonException e) {
            var at = e.getLocation();
            throw new AccessException("kubeconfig " + file + ": not YAML"
                    + (at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")"));
        } catch (IOException e) {
            throw new AccessException(
                    "kubeconfig " + file + ": " + (Files.exists(file) ? "cannot be read" : "no such file"));
        }
    }

    private static void collect(Json content, String list, String one, Path folder, Map<String, Found> into) {
        for (Json entry : content.get(list).elements()) {
            String name = entry.get("name").stringOrEmpty();
            into.putIfAbsent(name, new Found("kubeconfig: " + one + " \"" + name + "\"", entry.get(one), folder));
        }
    }

    ClusterAccess access(AccessOptions options) {
        Found context = context(options);
        Found cluster = pick("cluster", clusters, options.cluster(), context.text("cluster"));
        Found user = pick("user", users, options.user(), context.text("user"));
        String server = first(options.server(), cluster.text("server"));
        if (server.isEmpty()) throw new AccessException(source() + ": no server given");
        String namespace = first(options.namespace(), context.text("namespace"));
        return new ClusterAccess(
                server.contains("://") ? server : "http://" + server,
                authority(options, cluster),
                options.insecureSkipTlsVerify()
                        || cluster.value.get("insecure-skip-tls-verify").isTrue(),
                first(options.tlsServerName(), cluster.text("tls-server-name")),
                credentials(options, user),
                impersonation(options, user),
                first(namespace, "default"),
                !namespace.isEmpty(),
                options.requestTimeout(),
                !options.disableCompression()
                        && !cluster.value.get("disable-compression").isTrue(),
                source());
    }

    private String source() {
        return files.isEmpty()
                ? "the command line"
                : "kubeconfig "
                        + String.join(", ", files.stream().map(Path::toString).toList());
    }

    private Found context(AccessOptions options) {
        if (!options.context().isEmpty()) return require("context", contexts, options.context());
        if (!currentContext.isEmpty() && contexts.containsKey(currentContext))
            return require("context", contexts, currentContext);
        if (!options.cluster().isEmpty() || !options.server().isEmpty()) return Found.NOTHING;
        if (!currentContext.isEmpty()) return require("context", contexts, currentContext);
        throw new AccessException(source() + ": no current-context (expected: one of " + contexts.keySet() + ")");
    }

    private Found pick(String kind, Map<String, Found> all, String given, String fromContext) {
        String name = first(given, fromContext);
        return name.isEmpty() ? Found.NOTHING : require(kind, all, name);
    }

    private Found require(String kind, Map<String, Found> all, String name) {
        Found found = all.get(name);
        if (found == null)
            throw new AccessException(
                    source() + ": no " + kind + " \"" + name + "\" (expected: one of " + all.keySet() + ")");
        return found;
    }

    private static Optional<byte[]> authority(AccessOptions options, Found cluster) {
        if (!options.certificateAuthority().isEmpty())
            return Optional.of(bytes("--certificate-authority", Path.of(options.certificateAuthority())));
        return dataOrFile(cluster, "certificate-authority");
    }

    private static Credentials credentials(AccessOptions options, Found user) {
        return new Credentials(certificate(options, user), secret(options, user));
    }

    private static Optional<ClientCertificate> certificate(AccessOptions options, Found user) {
        Optional<byte[]> certificate = options.clientCertificate().isEmpty()
                ? dataOrFile(user, "client-certificate")
                : Optional.of(bytes("--client-certificate", Path.of(options.clientCertificate())));
        Optional<byte[]> key = options.clientKey().isEmpty()
                ? dataOrFile(user, "client-key")
                : Optional.of(bytes("--client-key", Path.of(options.clientKey())));
        if (certificate.isPresent() != key.isPresent())
            throw new AccessException((user.what.isEmpty() ? "command line" : user.what) + ": "
                    + (key.isEmpty()
                            ? "client-certificate without client-key"
                            : "client-key without client-certificate"));
        return certificate.map(pem -> new ClientCertificate(pem, key.orElseThrow()));
    }

    private static Secret secret(AccessOptions options, Found user) {
        if (!options.token().isEmpty()) return new Secret.Token(options.token());
        if (!options.username().isEmpty()) return new Secret.Basic(options.username(), options.password());
        if (!user.text("token").isEmpty()) return new Secret.Token(user.text("token"));
        if (!user.text("tokenFile").isEmpty()) return new Secret.TokenFile(user.folder.resolve(user.text("tokenFile")));
        if (!user.text("username").isEmpty()) return new Secret.Basic(user.text("username"), user.text("password"));
        if (user.value.get("exec").isObject()) return plugin(user);
        if (user.value.get("auth-provider").isObject())
            throw new AccessException(user.what + ": auth-provider: not supported (expected: exec, a token or a"
                    + " client certificate)");
        return new Secret.None();
    }

    private static Secret.Plugin plugin(Found user) {
        var exec = new Found(user.what + ": exec", user.value.get("exec"), user.folder);
        String version = exec.text("apiVersion");
        if (!List.of("client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1")
                .contains(version))
            throw new AccessException(
                    exec.what + ": apiVersion: " + version + " (expected: client.authentication.k8s.io/v1 or v1beta1)");
        if (exec.text("command").isEmpty()) throw new AccessException(exec.what + ": no command given");
        var command = new ArrayList<String>();
        command.add(program(exec));
        exec.value.get("args").elements().forEach(argument -> command.add(argument.stringOrEmpty()));
        var environment = new LinkedHashMap<String, String>();
        for (Json variable : exec.value.get("env").elements())
            environment.put(
                    variable.get("name").stringOrEmpty(), variable.get("value").stringOrEmpty());
        boolean mayAsk = !exec.text("interactiveMode").equals("Never");
        return new Secret.Plugin(
                version, List.copyOf(command), Map.copyOf(environment), exec.text("installHint"), mayAsk);
    }

    /** A bare name is looked up in PATH, anything else is relative to the file. */
    private static String program(Found exec) {
        String command = exec.text("command");
        return command.contains("/") ? exec.folder.resolve(command).normalize().toString() : command;
    }

    private static ClusterAccess.Impersonation impersonation(AccessOptions options, Found user) {
        List<String> groups = options.asGroups();
        if (groups.isEmpty())
            groups = user.value.get("as-groups").elements().stream()
                    .map(Json::stringOrEmpty)
                    .toList();
        return new ClusterAccess.Impersonation(
                first(options.asUser(), user.text("as")), first(options.asUid(), user.text("as-uid")), groups);
    }

    private static Optional<byte[]> dataOrFile(Found entry, String field) {
        String data = entry.text(field + "-data");
        String file = entry.text(field);
        if (!data.isEmpty()) return Optional.of(decode(entry, field + "-data", data));
        if (!file.isEmpty()) return Optional.of(bytes(entry.what + ": " + field, entry.folder.resolve(file)));
        return Optional.empty();
    }

    private static byte[] decode(Found entry, String field, String data) {
        try {
            return Base64.getMimeDecoder().decode(data.getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException _) {
            throw new AccessException(entry.what + ": " + field + ": not base64");
        }
    }

    private static byte[] bytes(String what, Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException _) {
            throw new AccessException(what + ": cannot read " + file);
        }
    }

    private static String first(String preferred, String otherwise) {
        return preferred.isEmpty() ? otherwise : preferred;
    }
}
