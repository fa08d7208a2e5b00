package tidegate.api.analysis;

import java.util.List;
import tidegate.api.json.Json;

/**
 * One thing to measure.
 *
 * @param json as read: interval, limits, conditions and provider
 */
public record Metric(String name, Json json) {
    public static Metric of(Json json) {
        return new Metric(json.get("name").stringOrEmpty(), json);
    }

    /** The keys under {@code provider}; a valid metric has exactly one. */
    public List<String> providers() {
        return List.copyOf(json.get("provider").members().keySet());
    }
}
