package tidegate.simulator.cluster;

import java.util.ArrayList;
import java.util.List;
import tidegate.api.json.Json;

/** RFC 6902, as far as objects go: lists are replaced whole. */
final class JsonPatches {
    private JsonPatches() {}

    static Json applied(Json object, Json patch) {
        Json result = object;
        for (Json operation : patch.elements()) result = one(result, operation);
        return result;
    }

    private static Json one(Json object, Json operation) {
        List<String> path = path(operation.get("path").stringOrEmpty());
        Json found = object.at(path.toArray(String[]::new));
        return switch (operation.get("op").stringOrEmpty()) {
            case "add" -> object.withAt(path, operation.get("value"));
            case "replace" -> {
                if (found.isMissing()) throw unprocessable(operation);
                yield object.withAt(path, operation.get("value"));
            }
            case "remove" -> {
                if (found.isMissing()) throw unprocessable(operation);
                yield object.withAt(path, Json.MISSING);
            }
            case "test" -> {
                if (!found.equals(operation.get("value"))) throw failedTest(path, operation);
                yield object;
            }
            default -> throw unprocessable(operation);
        };
    }

    private static Refusal failedTest(List<String> path, Json operation) {
        boolean isPrecondition =
                path.equals(List.of("metadata", "resourceVersion")) || path.equals(List.of("metadata", "uid"));
        return isPrecondition
                ? new Refusal(Refusal.Kind.CONFLICT, "the object has been modified")
                : unprocessable(operation);
    }

    private static Refusal unprocessable(Json operation) {
        return new Refusal(Refusal.Kind.INVALID, "the patch cannot be applied: " + operation);
    }

    private static List<String> path(String pointer) {
        var path = new ArrayList<String>();
        for (String key : pointer.substring(1).split("/", -1))
            path.add(key.replace("~1", "/").replace("~0", "~"));
        return path;
    }
}
