package tidegate.playground.apiserver.write;

import java.util.List;
import java.util.OptionalLong;
import tidegate.playground.apiserver.failure.ApiFailure;
import tidegate.playground.apiserver.failure.FieldError;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;

/**
 * What a client asks of a deletion.
 *
 * @param graceSeconds only pods wait for it
 * @param uid must be the object's, unless empty
 * @param resourceVersion must be the object's, unless empty
 */
public record Deletion(
        OptionalLong graceSeconds, String uid, String resourceVersion, Propagation propagation, boolean dryRun) {
    /** What becomes of what the object owns. */
    public enum Propagation {
        BACKGROUND,
        FOREGROUND,
        ORPHAN
    }

    public static Deletion plain() {
        return new Deletion(OptionalLong.empty(), "", "", Propagation.BACKGROUND, false);
    }

    /** The same, whatever the object's version. */
    public Deletion ofAnyVersion() {
        return new Deletion(graceSeconds, uid, "", propagation, dryRun);
    }

    /** From a {@code DeleteOptions} body, of which every part may be absent. */
    public static Deletion of(JsonNode options) {
        long grace = Tree.longAt(options, -1, "gracePeriodSeconds");
        boolean dryRun = !Tree.listAt(options, "dryRun").isEmpty();
        return new Deletion(
                grace < 0 ? OptionalLong.empty() : OptionalLong.of(grace),
                Tree.textAt(options, "preconditions", "uid"),
                Tree.textAt(options, "preconditions", "resourceVersion"),
                propagation(options),
                dryRun);
    }

    private static Propagation propagation(JsonNode options) {
        String policy = Tree.textAt(options, "propagationPolicy");
        boolean orphanSaid = Tree.at(options, "orphanDependents") != null;
        if (!policy.isEmpty() && orphanSaid)
            throw refused(FieldError.invalid(
                    "propagationPolicy",
                    '"' + policy + '"',
                    "orphanDependents and deletionPropagation cannot be both set"));
        return switch (policy) {
            case "Background" -> Propagation.BACKGROUND;
            case "Foreground" -> Propagation.FOREGROUND;
            case "Orphan" -> Propagation.ORPHAN;
            case "" -> Tree.trueAt(options, "orphanDependents") ? Propagation.ORPHAN : Propagation.BACKGROUND;
            default ->
                throw refused(FieldError.unsupported(
                        "propagationPolicy",
                        '"' + policy + '"',
                        "supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\""));
        };
    }

    private static ApiFailure refused(FieldError error) {
        return ApiFailure.invalid("meta.k8s.io", "DeleteOptions", "", List.of(error));
    }
}
