package tidegate.system.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import tidegate.api.crd.CustomResource;
import tidegate.api.crd.Place;
import tidegate.api.crd.Schema;
import tidegate.api.json.Json;

/**
 * An object that the API server must not store, because one thing in it is wrong.
 *
 * @param broken an example, complete but for that
 */
record Refusal(CustomResource resource, Place place, String what, Json broken) {

    /** One for every required field, left out, and one for every value, of another type. */
    static List<Refusal> of(CustomResource resource) {
        List<Json> examples = Examples.of(resource);
        var all = new ArrayList<Refusal>();
        for (Place place : Place.allIn(resource)) {
            Json example = examples.stream()
                    .filter(each -> !place.valuesIn(each).isEmpty())
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(place + ": in no example"));
            if (place.required()) all.add(new Refusal(resource, place, "missing", without(place, example)));
            Json wrong = wrongFor(place.schema());
            all.add(new Refusal(resource, place, "= " + wrong, changed(example, place.path(), _ -> wrong)));
        }
        return all;
    }

    /** Whether what is wrong is in the status, which a Rollout has behind a path of its own. */
    boolean isInStatus() {
        return place.path().getFirst().equals("status");
    }

    /** Found where the API server names the field. */
    Pattern field() {
        String quoted = place.toString()
                .replace(".", "\\.")
                .replace(Place.EACH_ELEMENT, "\\[\\d+\\]")
                .replace(Place.EACH_VALUE, "\\.[^ ]+");
        return Pattern.compile("(?<![\\w.])" + quoted + ": ");
    }

    private static Json wrongFor(Schema schema) {
        return switch (schema) {
            case Schema.Scalar scalar ->
                switch (scalar) {
                    case TEXT -> Json.of(7);
                    case INT32, INT64, BOOL -> Json.of("text");
                    case TIME -> Json.of("yesterday");
                    case INT_OR_TEXT -> Json.of(true);
                };
            case Schema.Choice _ -> Json.of("none of them");
            case Schema.MapOf _,
                    Schema.ListOf _,
                    Schema.AnyObject _,
                    Schema.ObjectOf _,
                    Schema.KubernetesType _,
                    Schema.Immutable _ -> Json.of("text");
        };
    }

    private static Json without(Place place, Json example) {
        List<String> parent = place.path().subList(0, place.path().size() - 1);
        return changed(example, parent, value -> value.without(place.path().getLast()));
    }

    /** The object with every value at the path changed; where there is none, none is made. */
    private static Json changed(Json object, List<String> path, UnaryOperator<Json> change) {
        if (object.isMissing()) return object;
        if (path.isEmpty()) return change.apply(object);
        UnaryOperator<Json> deeper = value -> changed(value, path.subList(1, path.size()), change);
        return switch (path.getFirst()) {
            case Place.EACH_ELEMENT -> object.mapElements(deeper);
            case Place.EACH_VALUE -> eachValue(object, deeper);
            default -> object.map(path.getFirst(), deeper);
        };
    }

    private static Json eachValue(Json object, UnaryOperator<Json> change) {
        var values = new LinkedHashMap<String, Json>();
        object.members().forEach((key, value) -> values.put(key, change.apply(value)));
        return Json.of(values);
    }

    @Override
    public String toString() {
        return resource.kind() + " " + place + " " + what;
    }
}
