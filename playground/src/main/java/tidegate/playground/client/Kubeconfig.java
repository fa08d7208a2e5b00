package tidegate.playground.client;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import tidegate.api.json.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What a kubeconfig's current context says about reaching one API.
 *
 * <p>Understood: http and https, {@code certificate-authority}, client certificates, tokens (each inline or as a file),
 * user and password, {@code insecure-skip-tls-verify}. Credential plugins ({@code exec}, {@code auth-provider}) are
 * refused.
 *
 * @param server without a trailing slash
 * @param namespace the context's, {@code default} where it has none
 * @param authority PEM of the certificates to trust; empty for the JDK's own
 * @param clientCertificate PEM; with {@code clientKey} or not at all
 * @param authorization the whole header value
 */
public record Kubeconfig(
        URI server,
        String namespace,
        Optional<String> authority,
        boolean trustsAnyone,
        Optional<String> clientCertificate,
        Optional<String> clientKey,
        Optional<String> authorization) {

    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    /** The configuration of an API that asks nobody for anything. */
    public static Kubeconfig open(URI server) {
        return new Kubeconfig(
                server, "default", Optional.empty(), false, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Reads the current context of a kubeconfig.
     *
     * @throws KubeconfigException if the file cannot be read or lacks what the context names
     */
    public static Kubeconfig read(Path file) {
        Json config = parse(file);
        String current = config.get("current-context").stringOrEmpty();
        if (current.isEmpty()) throw new KubeconfigException(file, "has no current-context");
        Json context = named(file, config, "contexts", "context", current);
        Json cluster = named(
                file, config, "clusters", "cluster", context.get("cluster").stringOrEmpty());
        String userName = context.get("user").stringOrEmpty();
        Json user = userName.isEmpty() ? Json.EMPTY_OBJECT : named(file, config, "users", "user", userName);
        refuseCredentialPlugins(file, userName, user);
        return new Kubeconfig(
                serverOf(file, cluster),
                context.get("namespace").string().filter(n -> !n.isEmpty()).orElse("default"),
                inlineOrFile(file, cluster, "certificate-authority"),
                cluster.get("insecure-skip-tls-verify").isTrue(),
                inlineOrFile(file, user, "client-certificate"),
                inlineOrFile(file, user, "client-key"),
                authorizationOf(file, user));
    }

    /** What a client needs to speak https with this API: whom to trust, and who we are. */
    public SSLContext tls() {
        return TlsIdentity.contextOf(this);
    }

    private static Json parse(Path file) {
        try {
            return Json.copyOf(YAML.readTree(Files.readString(file)));
        } catch (NoSuchFileException e) {
            throw new KubeconfigException(file, "no such file");
        } catch (IOException e) {
            throw new KubeconfigException(file, "cannot be read: " + e);
        } catch (JacksonException e) {
            throw new KubeconfigException(
                    file, "is not YAML, from line " + e.getLocation().getLineNr() + " on");
        }
    }

    private static Json named(Path file, Json config, String list, String member, String name) {
        return config.get(list).elements().stream()
                .filter(entry -> entry.get("name").stringOrEmpty().equals(name))
                .map(entry -> entry.get(member))
                .findFirst()
                .orElseThrow(() -> new KubeconfigException(file, "has no \"" + name + "\" in " + list));
    }

    private static void refuseCredentialPlugins(Path file, String name, Json user) {
        for (String plugin : new String[] {"exec", "auth-provider"}) {
            if (user.get(plugin).isPresent())
                throw new KubeconfigException(file, "user \"" + name + "\": " + plugin + " is not supported here");
        }
    }

    private static URI serverOf(Path file, Json cluster) {
        String server = cluster.get("server").stringOrEmpty();
        if (!server.startsWith("http://") && !server.startsWith("https://"))
            throw new KubeconfigException(file, "server: \"" + server + "\" (expected: http://… or https://…)");
        return URI.create(server.endsWith("/") ? server.substring(0, server.length() - 1) : server);
    }

    private static Optional<String> authorizationOf(Path file, Json user) {
        var bearer = user.get("token")
                .string()
                .filter(t -> !t.isEmpty())
                .or(() -> user.get("tokenFile")
                        .string()
                        .map(path -> text(file, path).strip()));
        if (bearer.isPresent()) return bearer.map(token -> "Bearer " + token);
        return user.get("username").string().map(name -> {
            String pair = name + ":" + user.get("password").stringOrEmpty();
            return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        });
    }

    private static Optional<String> inlineOrFile(Path file, Json object, String key) {
        return object.get(key + "-data")
                .string()
                .filter(data -> !data.isEmpty())
                .map(data -> new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8))
                .or(() -> object.get(key).string().filter(p -> !p.isEmpty()).map(path -> text(file, path)));
    }

    private static String text(Path kubeconfig, String relative) {
        Path file = kubeconfig.toAbsolutePath().resolveSibling(relative);
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new KubeconfigException(kubeconfig, "names " + file + ", which cannot be read: " + e);
        }
    }
}
