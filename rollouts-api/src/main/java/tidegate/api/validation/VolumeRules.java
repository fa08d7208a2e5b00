package tidegate.api.validation;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules of the volumes of a pod: their names, that each has one source, and that the common sources name theirs. */
final class VolumeRules {
    /** The member of a source without which it points nowhere. */
    private static final Map<String, String> NAMED_BY = Map.of(
            "hostPath", "path",
            "secret", "secretName",
            "configMap", "name",
            "persistentVolumeClaim", "claimName",
            "csi", "driver");

    private VolumeRules() {}

    /** Checks them and answers their names. */
    static Set<String> check(Place volumes, Findings findings) {
        var names = new HashSet<String>();
        for (int i = 0; i < volumes.size(); i++) {
            Place volume = volumes.at(i);
            Place name = volume.at("name");
            checkSource(volume, findings);
            if (name.text().isEmpty()) findings.required(name, "");
            else findings.invalid(name, Names.label(name.text()));
            if (!name.text().isEmpty() && !names.add(name.text())) findings.duplicate(name);
        }
        return names;
    }

    private static void checkSource(Place volume, Findings findings) {
        List<String> sources = volume.value().members().keySet().stream()
                .filter(key -> !key.equals("name") && volume.at(key).isSet())
                .sorted()
                .toList();
        if (sources.size() > 1) {
            findings.forbidden(volume.at(sources.getLast()), "may not specify more than 1 volume type");
            return;
        }
        for (String source : sources) {
            String needed = NAMED_BY.getOrDefault(source, "");
            Place name = volume.at(source).at(needed);
            if (!needed.isEmpty() && name.text().isEmpty()) findings.required(name, "");
        }
    }
}
