package tidegate.api.template;

import java.util.ArrayList;
import java.util.List;
import tidegate.api.json.Json;
import tidegate.api.wire.Labels;

/** The anti-affinity that keeps pods of a new version off the nodes of the stable one: put in by a controller. */
public final class VersionAntiAffinity {
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    private VersionAntiAffinity() {}

    /** The template without such terms, and without the parts of {@code affinity} that held nothing else. */
    public static Json stripped(Json template) {
        Json affinity = template.at("spec", "affinity", "podAntiAffinity");
        if (affinity.isNullOrMissing()) return template;
        Json rest = withoutTerms(affinity);
        if (rest.equals(affinity)) return template;
        Json spec = template.get("spec").map("affinity", all -> all.with("podAntiAffinity", rest));
        return template.with("spec", withoutEmptyParts(spec));
    }

    /**
     * The template with exactly one such term, after the user's own ones.
     *
     * @param antiAffinity as the strategy has it: required, or preferred with a weight
     * @param hash label of the version to be kept away from
     */
    public static Json against(Json template, Json antiAffinity, String hash, String namespace) {
        Json preferred = antiAffinity.get(PREFERRED);
        Json term = term(hash, namespace);
        Json added =
                preferred.isObject() ? Json.object("weight", preferred.get("weight"), "podAffinityTerm", term) : term;
        String kind = preferred.isObject() ? PREFERRED : REQUIRED;
        Json stripped = stripped(template);
        var terms = new ArrayList<>(
                stripped.at("spec", "affinity", "podAntiAffinity", kind).elements());
        terms.add(added);
        return stripped.withAt(List.of("spec", "affinity", "podAntiAffinity", kind), terms);
    }

    private static Json term(String hash, String namespace) {
        Json isThat = Json.object("key", Labels.POD_TEMPLATE_HASH, "operator", "In", "values", Json.array(hash));
        return Json.object(
                "labelSelector", Json.object("matchExpressions", Json.array(isThat)),
                "namespaces", Json.array(namespace),
                "topologyKey", "kubernetes.io/hostname");
    }

    private static Json withoutTerms(Json antiAffinity) {
        Json required = kept(antiAffinity.get(REQUIRED), List.of());
        Json preferred = kept(antiAffinity.get(PREFERRED), List.of("podAffinityTerm"));
        return antiAffinity.with(REQUIRED, required).with(PREFERRED, preferred);
    }

    private static Json kept(Json terms, List<String> pathToTerm) {
        if (!terms.isArray()) return terms;
        String[] path = pathToTerm.toArray(String[]::new);
        List<Json> others = terms.elements().stream()
                .filter(term -> !isAboutVersions(term.at(path)))
                .toList();
        if (others.size() == terms.size()) return terms;
        return others.isEmpty() ? Json.MISSING : Json.of(others);
    }

    private static boolean isAboutVersions(Json term) {
        return term.at("labelSelector", "matchExpressions").elements().stream()
                .anyMatch(each -> each.get("key").stringOrEmpty().equals(Labels.POD_TEMPLATE_HASH));
    }

    /** A pod spec without empty kinds of affinity, which ask for nothing. */
    static Json withoutEmptyParts(Json spec) {
        Json affinity = spec.get("affinity");
        if (!affinity.isObject()) return spec;
        for (String kind : List.of("nodeAffinity", "podAffinity", "podAntiAffinity")) {
            if (affinity.get(kind).isEmpty()) affinity = affinity.without(kind);
        }
        return spec.with("affinity", affinity.isEmpty() ? Json.MISSING : affinity);
    }
}
