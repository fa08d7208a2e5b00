package tidegate.system.bench;

import java.util.ArrayList;
import java.util.List;
import tidegate.api.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** YAML as tests write it. */
public final class Yaml {
    private static final YAMLMapper MAPPER = YAMLMapper.builder().build();

    private Yaml() {}

    /** The documents of a text, in order; empty ones are left out. */
    public static List<Json> documents(String text) {
        var found = new ArrayList<Json>();
        try (var documents = MAPPER.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
            while (documents.hasNextValue()) {
                JsonNode one = documents.nextValue();
                if (one != null && one.isObject()) found.add(Json.copyOf(one));
            }
        }
        return found;
    }

    /** The only document of a text. */
    public static Json one(String text) {
        return documents(text).getFirst();
    }
}
