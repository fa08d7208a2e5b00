package tidegate.cli.lint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tidegate.api.crd.KnownFields;
import tidegate.api.json.Json;
import tidegate.api.rollout.WorkloadRef;
import tidegate.api.validation.FieldError;
import tidegate.api.validation.Named;
import tidegate.api.validation.References;
import tidegate.api.validation.RolloutValidation;

/**
 * What is wrong with the Rollouts of a file.
 *
 * <p>Objects that they name are looked at where the file has them, by name; about others nothing is said.
 */
public final class Lint {
    private static final String GROUP = "argoproj.io/";

    private final List<Json> objects;

    private Lint(List<Json> objects) {
        this.objects = objects;
    }

    /** @param rollout its name, {@code ""} if it has none */
    public record Finding(String rollout, FieldError error) {}

    /**
     * All findings, Rollout after Rollout in the order of the file; kinds that are no concern of ours are passed over.
     *
     * @throws UnreadableManifest for a field that the kind does not know
     */
    public static List<Finding> findings(List<Json> objects) {
        var lint = new Lint(objects);
        lint.checkFields();
        var all = new ArrayList<Finding>();
        for (Json rollout : objects) if (isRollout(rollout)) all.addAll(lint.findings(rollout));
        return all;
    }

    private static boolean isRollout(Json object) {
        return isKind(object, "Rollout")
                && object.get("apiVersion").stringOrEmpty().startsWith(GROUP);
    }

    private static boolean isKind(Json object, String kind) {
        return object.get("kind").stringOrEmpty().equals(kind);
    }

    private void checkFields() {
        checkFields(
                KnownFields.ofRollout(),
                objects.stream().filter(Lint::isRollout).toList());
        checkFields(
                KnownFields.ofService(),
                objects.stream().filter(object -> isKind(object, "Service")).toList());
    }

    private static void checkFields(KnownFields known, List<Json> objects) {
        for (Json object : objects) {
            Optional<KnownFields.Complaint> complaint = known.complaintAbout(object);
            if (complaint.isPresent())
                throw new UnreadableManifest("error unmarshaling JSON: while decoding JSON: json: "
                        + complaint.get().text());
        }
    }

    private List<Finding> findings(Json rollout) {
        return RolloutValidation.errors(rollout, referencesOf(rollout)).stream()
                .map(error -> new Finding(nameOf(rollout), error))
                .toList();
    }

    private References referencesOf(Json rollout) {
        Map<String, Named> services = new HashMap<>();
        for (String name : RolloutValidation.servicesOf(rollout)) services.put(name, find("Service", name));
        Named workload = WorkloadRef.of(rollout.get("spec"))
                .map(ref -> find(ref.kind(), ref.name()))
                .orElseGet(Named.Unknown::new);
        return new References(workload, services);
    }

    private Named find(String kind, String name) {
        return objects.stream()
                .filter(object -> isKind(object, kind) && nameOf(object).equals(name))
                .findFirst()
                .<Named>map(Named.Found::new)
                .orElseGet(Named.Unknown::new);
    }

    private static String nameOf(Json object) {
        return object.at("metadata", "name").stringOrEmpty();
    }
}
