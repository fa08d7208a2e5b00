package tidegate.playground.fault;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import tidegate.api.json.Json;
import tidegate.api.json.JsonException;

/**
 * One call as a rule sees it.
 *
 * @param verb get, list, watch, create, update, patch, delete or deletecollection; {@code ""} for what is no object's
 *     path
 * @param resource the plural, {@code rollouts}
 * @param subresource {@code ""} for the object itself
 * @param namespace {@code ""} for cluster-wide kinds and for all namespaces
 * @param name {@code ""} where it is about no single object; of a create, as its body says
 */
public record ApiCall(
        String verb, String resource, String subresource, String namespace, String name, String userAgent) {
    private static final Set<String> OF_A_NAMESPACE = Set.of("status", "finalize");

    static ApiCall of(String method, URI uri, String userAgent, byte[] body) {
        List<String> rest = belowVersion(uri);
        boolean inside = rest.size() >= 3
                && rest.getFirst().equals("namespaces")
                && !(rest.size() == 3 && OF_A_NAMESPACE.contains(rest.get(2)));
        List<String> tail = inside ? rest.subList(2, rest.size()) : rest;
        String name = part(tail, 1);
        String verb = tail.isEmpty() ? "" : verb(method, uri, name);
        return new ApiCall(
                verb,
                part(tail, 0),
                part(tail, 2),
                inside ? rest.get(1) : "",
                name.isEmpty() && verb.equals("create") ? nameIn(body) : name,
                userAgent);
    }

    /** {@code namespaces/NS/PLURAL/NAME/PART}, without the group and version in front. */
    private static List<String> belowVersion(URI uri) {
        List<String> path = Arrays.stream(uri.getRawPath().split("/"))
                .filter(part -> !part.isEmpty())
                .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
        int skipped = path.isEmpty()
                ? 0
                : switch (path.getFirst()) {
                    case "api" -> 2;
                    case "apis" -> 3;
                    default -> path.size();
                };
        return path.subList(Math.min(skipped, path.size()), path.size());
    }

    private static String verb(String method, URI uri, String name) {
        return switch (method) {
            case "GET", "HEAD" -> isWatch(uri) ? "watch" : name.isEmpty() ? "list" : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
            default -> "";
        };
    }

    private static boolean isWatch(URI uri) {
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        return Arrays.stream(query.split("&")).anyMatch(one -> one.equals("watch=true") || one.equals("watch=1"));
    }

    private static String nameIn(byte[] body) {
        try {
            return Json.parse(body).at("metadata", "name").stringOrEmpty();
        } catch (JsonException notJson) {
            return "";
        }
    }

    private static String part(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : "";
    }

    boolean isWatch() {
        return verb.equals("watch");
    }
}
