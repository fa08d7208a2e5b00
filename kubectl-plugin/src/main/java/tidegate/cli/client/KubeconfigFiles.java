package tidegate.cli.client;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tidegate.api.json.Json;
import tidegate.api.json.JsonException;

/**
 * One or more kubeconfig files as one: of entries with the same name the first counts, as does the first current
 * context. Paths inside are relative to the file that they stand in.
 */
record KubeconfigFiles(
        List<Path> files,
        Map<String, Json> contexts,
        Map<String, Json> clusters,
        Map<String, Json> users,
        String current) {
    private static final List<String> CLUSTER_PATHS = List.of("certificate-authority");
    private static final List<String> USER_PATHS = List.of("client-certificate", "client-key", "tokenFile");

    /**
     * Reads what flag and environment name; a file that the flag names has to exist, the others need not.
     *
     * @throws ConnectionProblem if a file cannot be read or is no kubeconfig
     */
    static KubeconfigFiles read(Optional<String> flag, Map<String, String> environment) {
        List<Path> places = places(flag, environment);
        if (flag.isPresent() && !Files.isRegularFile(places.getFirst()))
            throw new ConnectionProblem("kubeconfig " + places.getFirst() + ": no such file");
        var read = new KubeconfigFiles(places, new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), "");
        for (Path place : places) if (Files.exists(place)) read = read.and(place.toAbsolutePath());
        return read;
    }

    private static List<Path> places(Optional<String> flag, Map<String, String> environment) {
        if (flag.isPresent()) return List.of(Path.of(flag.get()));
        var places = new ArrayList<Path>();
        for (String place : environment.getOrDefault("KUBECONFIG", "").split(File.pathSeparator, -1))
            if (!place.isBlank()) places.add(Path.of(place));
        if (places.isEmpty()) places.add(Path.of(environment.getOrDefault("HOME", ""), ".kube", "config"));
        return places;
    }

    private KubeconfigFiles and(Path file) {
        Json config = parsed(file);
        addNew(contexts, config.get("contexts"), "context", List.of(), file);
        addNew(clusters, config.get("clusters"), "cluster", CLUSTER_PATHS, file);
        addNew(users, config.get("users"), "user", USER_PATHS, file);
        String named = config.get("current-context").stringOrEmpty();
        return new KubeconfigFiles(files, contexts, clusters, users, current.isEmpty() ? named : current);
    }

    private static Json parsed(Path file) {
        try {
            Object yaml = new Load(
                            LoadSettings.builder().setLabel(file.toString()).build())
                    .loadFromString(Files.readString(file));
            Json config = Json.of(yaml);
            if (config.isObject() || config.isNullOrMissing()) return config;
            throw new ConnectionProblem("kubeconfig " + file + ": not a kubeconfig (expected: a map)");
        } catch (IOException e) {
            throw new ConnectionProblem("kubeconfig " + file + ": cannot be read (" + e.getMessage() + ")", e);
        } catch (YamlEngineException | JsonException | ClassCastException e) {
            throw new ConnectionProblem("kubeconfig " + file + ": not YAML (" + firstLine(e) + ")", e);
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static void addNew(Map<String, Json> known, Json entries, String member, List<String> paths, Path file) {
        for (Json entry : entries.elements()) {
            Json value = entry.get(member);
            for (String path : paths) value = withAbsolute(value, path, file);
            if (value.get("exec").isObject() && isPath(value.at("exec", "command")))
                value = value.map("exec", exec -> withAbsolute(exec, "command", file));
            known.putIfAbsent(entry.get("name").stringOrEmpty(), value);
        }
    }

    private static boolean isPath(Json command) {
        return command.stringOrEmpty().contains(File.separator);
    }

    private static Json withAbsolute(Json holder, String key, Path file) {
        String path = holder.get(key).stringOrEmpty();
        return path.isEmpty()
                ? holder
                : holder.with(key, file.resolveSibling(path).toString());
    }

    boolean isEmpty() {
        return contexts.isEmpty() && clusters.isEmpty() && users.isEmpty();
    }
}
