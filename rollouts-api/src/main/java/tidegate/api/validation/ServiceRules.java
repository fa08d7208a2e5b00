package tidegate.api.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tidegate.api.wire.Annotations;
import tidegate.api.wire.Labels;

/**
 * Rules of the Services that a strategy names: that they are there, that they would select the Rollout's pods, and that
 * no other Rollout steers them. Their paths do have the name of the strategy.
 */
final class ServiceRules {
    private ServiceRules() {}

    /** All that are missing come before anything about those that are there. */
    static void check(Place rollout, References references, Findings findings) {
        Place spec = rollout.at("spec");
        List<Place> named = named(spec.at("strategy"));
        for (Place service : named) {
            if (references.service(service.text()) instanceof Named.Absent)
                findings.invalid(service, "service \"" + service.text() + "\" not found");
        }
        for (Place service : named) {
            if (references.service(service.text()) instanceof Named.Found found)
                checkFound(service, new Place("", found.object()), rollout, findings);
        }
    }

    /** Where the spec names a Service, in the order that they are looked at. */
    static List<Place> named(Place strategy) {
        Place blueGreen = strategy.at("blueGreen");
        Place canary = strategy.at("canary");
        var named = new ArrayList<>(List.of(
                blueGreen.at("activeService"),
                blueGreen.at("previewService"),
                canary.at("stableService"),
                canary.at("canaryService"),
                canary.at("pingPong").at("pingService"),
                canary.at("pingPong").at("pongService")));
        named.removeIf(service -> service.text().isEmpty());
        return named;
    }

    private static void checkFound(Place name, Place service, Place rollout, Findings findings) {
        Map<String, String> labels = rollout.at("spec")
                .at("template")
                .at("metadata")
                .at("labels")
                .value()
                .strings();
        Map<String, String> selector =
                new TreeMap<>(service.at("spec").at("selector").value().strings());
        selector.forEach((key, value) -> {
            if (!key.equals(Labels.POD_TEMPLATE_HASH) && !value.equals(labels.get(key)))
                findings.invalid(name, "Service \"" + name.text() + "\" has unmatch label \"" + key + "\" in rollout");
        });
        String manager = service.at("metadata")
                .at("annotations")
                .entry(Annotations.MANAGED_BY_ROLLOUT)
                .text();
        if (!manager.isEmpty()
                && !manager.equals(rollout.at("metadata").at("name").text()))
            findings.invalid(name, "Service \"" + name.text() + "\" is managed by another Rollout");
    }
}
