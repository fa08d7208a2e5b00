package tidegate.api.crd;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tidegate.api.json.Json;

/**
 * A value that objects of a resource may have, and where it stands in them: for whatever must go over all fields.
 *
 * <p>Pod templates, jobs and label selectors are one place each: what is in them is Kubernetes' own.
 *
 * @param path names of fields from the top, {@link #EACH_ELEMENT} and {@link #EACH_VALUE} in between
 * @param required whether the object around it is refused without it
 */
public record Place(List<String> path, Schema schema, boolean required) {
    /** Stands in a path for every element of a list. */
    public static final String EACH_ELEMENT = "[]";

    /** Stands in a path for the value of every key of a map. */
    public static final String EACH_VALUE = "{}";

    public Place {
        path = List.copyOf(path);
    }

    /** All places of a resource, from {@code spec} on, each behind the one that contains it. */
    public static List<Place> allIn(CustomResource resource) {
        var found = new ArrayList<Place>();
        addBelow(List.of(), resource.schema(), found);
        return found;
    }

    private static void addBelow(List<String> path, Schema schema, List<Place> found) {
        switch (schema) {
            case Schema.ObjectOf object ->
                object.fields().forEach(field -> add(path, field.name(), field.schema(), field.required(), found));
            case Schema.ListOf list -> add(path, EACH_ELEMENT, list.element(), false, found);
            case Schema.MapOf map -> add(path, EACH_VALUE, map.values(), false, found);
            case Schema.Immutable immutable -> addBelow(path, immutable.schema(), found);
            case Schema.Scalar _, Schema.Choice _, Schema.AnyObject _, Schema.KubernetesType _ -> {}
        }
    }

    private static void add(List<String> parent, String name, Schema schema, boolean required, List<Place> found) {
        var path = new ArrayList<>(parent);
        path.add(name);
        found.add(new Place(path, schema, required));
        addBelow(path, schema, found);
    }

    /** The values that an object has at this place: none if it is not set, several below a list. */
    public List<Json> valuesIn(Json object) {
        List<Json> values = List.of(object);
        for (String step : path)
            values = values.stream()
                    .flatMap(value -> switch (step) {
                        case EACH_ELEMENT -> value.elements().stream();
                        case EACH_VALUE -> value.members().values().stream();
                        default -> Stream.of(value.get(step));
                    })
                    .filter(Json::isPresent)
                    .toList();
        return values;
    }

    /** As {@code kubectl} writes it, for instance {@code spec.strategy.canary.steps[].setWeight}. */
    @Override
    public String toString() {
        return String.join(".", path).replace("." + EACH_ELEMENT, EACH_ELEMENT).replace("." + EACH_VALUE, EACH_VALUE);
    }
}
