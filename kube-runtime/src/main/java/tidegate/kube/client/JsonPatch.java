package tidegate.kube.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tidegate.api.json.Json;

/**
 * A JSON patch (RFC 6902) on exact paths: what it does not name it does not touch.
 *
 * <p>Build one {@linkplain #against against} the object that the decision was based on: then it is refused with a
 * conflict once somebody else wrote, and holds only what differs. A patch without {@linkplain #hasChanges changes}
 * need not be sent.
 */
public final class JsonPatch implements Patch {
    private final List<Json> preconditions;
    private final List<Json> changes;

    private JsonPatch(List<Json> preconditions, List<Json> changes) {
        this.preconditions = List.copyOf(preconditions);
        this.changes = List.copyOf(changes);
    }

    /** A patch of the object as seen, refused with a conflict once it has another resourceVersion. */
    public static Builder against(Json seen) {
        return new Builder(seen).onVersion(ResourceVersion.of(seen));
    }

    /** A patch of the object as seen, sent whatever version it has by then: for paths that only we write. */
    public static Builder unconditionally(Json seen) {
        return new Builder(seen);
    }

    /** True when more than the precondition would be sent. */
    public boolean hasChanges() {
        return !changes.isEmpty();
    }

    @Override
    public String contentType() {
        return "application/json-patch+json";
    }

    @Override
    public Json body() {
        var all = new ArrayList<>(preconditions);
        all.addAll(changes);
        return Json.of(all);
    }

    /** The RFC 6901 pointer of a path: {@code ~} becomes {@code ~0}, {@code /} becomes {@code ~1}. */
    public static String pointer(List<String> path) {
        var text = new StringBuilder();
        for (String key : path) text.append('/').append(key.replace("~", "~0").replace("/", "~1"));
        return text.toString();
    }

    @Override
    public String toString() {
        return body().toString();
    }

    /** Collects changes; each one sees those before it. */
    public static final class Builder {
        private final List<Json> preconditions = new ArrayList<>();
        private final List<Json> changes = new ArrayList<>();
        private Json state;

        private Builder(Json seen) {
            state = seen;
        }

        private Builder onVersion(ResourceVersion version) {
            if (version.isKnown())
                preconditions.add(
                        operation("replace", List.of("metadata", "resourceVersion"), Json.of(version.text())));
            return this;
        }

        /** Refuses the patch (422) unless the path still holds what it holds in the object as seen. */
        public Builder expectUnchanged(String... path) {
            preconditions.add(operation("test", List.of(path), find(List.of(path))));
            return this;
        }

        /** Sets the value at the path and makes the objects that lead there; nothing where it is so already. */
        public Builder set(@Nullable Object value, String... path) {
            return set(List.of(path), Json.of(value));
        }

        /** {@link #set(Object, String...)}; MISSING removes. */
        public Builder set(List<String> path, Json value) {
            if (value.isMissing()) return remove(path);
            if (find(path).equals(value)) return this;
            int depth = depthThatExists(path);
            List<String> target = path.subList(0, Math.min(depth + 1, path.size()));
            Json nested = nest(path.subList(target.size(), path.size()), value);
            changes.add(operation(find(target).isPresent() ? "replace" : "add", target, nested));
            state = state.withAt(path, value);
            return this;
        }

        /** Removes what the path names; nothing where there is none. */
        public Builder remove(String... path) {
            return remove(List.of(path));
        }

        private Builder remove(List<String> path) {
            if (find(path).isMissing()) return this;
            changes.add(operation("remove", path, Json.MISSING));
            state = state.withAt(path, Json.MISSING);
            return this;
        }

        public JsonPatch build() {
            return new JsonPatch(preconditions, changes);
        }

        /** How many leading keys of the path lead to an object. */
        private int depthThatExists(List<String> path) {
            Json found = state;
            for (int depth = 0; depth < path.size() - 1; depth++) {
                found = found.get(path.get(depth));
                if (!found.isObject()) return depth;
            }
            return path.size() - 1;
        }

        private Json find(List<String> path) {
            return state.at(path.toArray(String[]::new));
        }

        private static Json nest(List<String> path, Json value) {
            return path.isEmpty() ? value : Json.MISSING.withAt(path, value);
        }

        private static Json operation(String op, List<String> path, Json value) {
            return Json.object("op", op, "path", pointer(path), "value", value);
        }
    }
}
