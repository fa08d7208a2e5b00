package tidegate.cli.lint;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tidegate.api.json.Json;
import tidegate.api.json.JsonException;

/** The objects of a file: documents of YAML, or one of JSON; a {@code List} stands for its items. */
public final class Manifests {
    private Manifests() {}

    /**
     * Reads all objects of a text, in order. Empty documents are left out.
     *
     * @throws UnreadableManifest if the text is neither YAML nor JSON, or names a key twice
     */
    public static List<Json> read(String text) {
        return documents(text).stream().flatMap(Manifests::items).toList();
    }

    private static List<Json> documents(String text) {
        try {
            if (text.stripLeading().startsWith("{")) return List.of(Json.parse(text));
            var settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
            var all = new ArrayList<Json>();
            for (Object document : new Load(settings).loadAllFromString(text)) {
                Json json = Json.of(plain(document));
                if (!json.isNullOrMissing()) all.add(json);
            }
            return all;
        } catch (JsonException e) {
            throw new UnreadableManifest("error unmarshaling JSON: " + e.getMessage(), e);
        } catch (YamlEngineException e) {
            throw new UnreadableManifest("error converting YAML to JSON: " + oneLine(e), e);
        }
    }

    private static Stream<Json> items(Json document) {
        if (!document.isObject())
            throw new UnreadableManifest("error unmarshaling JSON: while decoding JSON: not an object");
        boolean isList = document.get("kind").stringOrEmpty().equals("List");
        return isList ? document.get("items").elements().stream() : Stream.of(document);
    }

    /** Keys of YAML may be numbers and the like; those of JSON are texts. */
    private static @Nullable Object plain(@Nullable Object yaml) {
        if (yaml instanceof Map<?, ?> map) {
            var plain = new LinkedHashMap<String, @Nullable Object>();
            map.forEach((key, value) -> plain.put(String.valueOf(key), plain(value)));
            return plain;
        }
        if (yaml instanceof Collection<?> list) {
            var plain = new ArrayList<Json>();
            for (Object element : list) plain.add(Json.of(plain(element)));
            return plain;
        }
        return yaml instanceof BigInteger number ? Json.parse(number.toString()) : yaml;
    }

    /** Line and problem; the library would draw the place over several lines. */
    private static String oneLine(YamlEngineException e) {
        if (e instanceof MarkedYamlEngineException marked
                && marked.getProblemMark().isPresent())
            return "yaml: line " + (marked.getProblemMark().get().getLine() + 1) + ": " + marked.getProblem();
        return "yaml: " + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
