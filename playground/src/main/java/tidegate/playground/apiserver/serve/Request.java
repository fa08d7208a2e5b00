package tidegate.playground.apiserver.serve;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tidegate.playground.apiserver.failure.ApiFailure;
import tidegate.playground.apiserver.tree.Documents;
import tidegate.playground.apiserver.tree.Documents.Document;

/** One request, its body read. */
record Request(
        String method,
        List<String> path,
        Map<String, List<String>> query,
        String accept,
        String contentType,
        String userAgent,
        byte[] body) {
    static List<String> segments(URI uri) {
        var parts = new ArrayList<String>();
        for (String part : uri.getRawPath().split("/"))
            if (!part.isEmpty()) parts.add(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
        return List.copyOf(parts);
    }

    static Map<String, List<String>> parameters(URI uri) {
        var all = new LinkedHashMap<String, List<String>>();
        String raw = uri.getRawQuery();
        if (raw == null) return all;
        for (String pair : raw.split("&")) {
            if (pair.isEmpty()) continue;
            int equals = pair.indexOf('=');
            String key = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            all.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
        }
        return all;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    String parameter(String name) {
        return query.getOrDefault(name, List.of("")).getFirst();
    }

    boolean isTrue(String name) {
        String value = parameter(name);
        return value.equals("true") || value.equals("1");
    }

    Optional<Boolean> flag(String name) {
        return query.containsKey(name) ? Optional.of(isTrue(name)) : Optional.empty();
    }

    OptionalLong number(String name) {
        String value = parameter(name);
        if (value.isEmpty()) return OptionalLong.empty();
        try {
            return OptionalLong.of(Long.parseLong(value));
        } catch (NumberFormatException _) {
            throw ApiFailure.badRequest("strconv.ParseInt: parsing \"" + value + "\": invalid syntax");
        }
    }

    /** Without parameters such as a charset. */
    String mediaType() {
        return contentType.split(";")[0].strip().toLowerCase(Locale.ROOT);
    }

    /** @throws ApiFailure if the body is in no form that is read here */
    Document document() {
        try {
            return switch (mediaType()) {
                case "", "application/json" -> Documents.json(body);
                case "application/yaml" -> Documents.yaml(body);
                case "application/vnd.kubernetes.protobuf" -> Documents.protobuf(body);
                default ->
                    throw ApiFailure.unsupportedMediaType("the body of the request was in an unknown format - accepted"
                            + " media types include: application/json, application/yaml,"
                            + " application/vnd.kubernetes.protobuf");
            };
        } catch (Documents.UnreadableException e) {
            throw ApiFailure.badRequest(
                    "the object provided is unrecognized (must be of type " + "JSON or YAML): " + e.getMessage());
        }
    }
}
