package tidegate.api.validation;

import java.util.List;
import tidegate.api.json.Json;

/**
 * The fields of the API that this version does not carry out. Whoever uses one is told; a version that carries one out
 * removes its line.
 *
 * <p>A value that says nothing is no use: null, {@code false}, an empty text or list, and where the line allows it an
 * object of nothing but such values.
 */
final class NotYetSupported {
    /**
     * @param path names from {@code spec} on; {@code []} stands for each element of a list
     * @param names those of the path
     * @param emptyObjectSaysNothing whether {@code {}} is the same as absence
     */
    record Field(String path, List<String> names, boolean emptyObjectSaysNothing) {
        private Field(String path, boolean emptyObjectSaysNothing) {
            this(path, List.of(path.split("\\.")), emptyObjectSaysNothing);
        }
    }

    static final List<Field> FIELDS = List.of(
            optional("strategy.blueGreen.prePromotionAnalysis"),
            optional("strategy.blueGreen.postPromotionAnalysis"),
            field("strategy.canary.trafficRouting"),
            optional("strategy.canary.analysis"),
            field("strategy.canary.pingPong"),
            field("strategy.canary.steps[].analysis"),
            field("strategy.canary.steps[].experiment"),
            field("strategy.canary.steps[].plugin"));

    private NotYetSupported() {}

    private static Field field(String path) {
        return new Field(path, false);
    }

    private static Field optional(String path) {
        return new Field(path, true);
    }

    /** Adds an error for each use, in the order of the table. */
    static void check(Place spec, Findings findings) {
        for (Field field : FIELDS) check(spec, field.names(), field, findings);
    }

    private static void check(Place place, List<String> path, Field field, Findings findings) {
        if (path.isEmpty()) {
            if (saysSomething(place.value(), field)) findings.forbidden(place, "not supported by this version");
            return;
        }
        List<String> rest = path.subList(1, path.size());
        String name = path.getFirst();
        if (!name.endsWith("[]")) {
            check(place.at(name), rest, field, findings);
            return;
        }
        Place list = place.at(name.substring(0, name.length() - 2));
        for (int i = 0; i < list.size(); i++) check(list.at(i), rest, field, findings);
    }

    private static boolean saysSomething(Json value, Field field) {
        if (value.isNullOrMissing()) return false;
        if (value.isObject() && field.emptyObjectSaysNothing())
            return value.members().values().stream().anyMatch(member -> saysSomething(member, field));
        if (value.isObject()) return true;
        if (value.isArray()) return !value.isEmpty();
        if (value.isString()) return !value.stringOrEmpty().isEmpty();
        return !value.isBoolean() || value.isTrue();
    }
}
