package tidegate.api.crd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tidegate.api.json.Json;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Writes the CustomResourceDefinitions to {@code src/main/resources/crds}, a YAML file each. */
final class GenerateCrds {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .disable(YAMLWriteFeature.SPLIT_LINES)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLWriteFeature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();

    private GenerateCrds() {}

    /** @param args the folder of the module's resources */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0], "crds"));
        for (var file : files().entrySet()) Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }

    /** Texts by file name. */
    static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        for (Json definition : Crds.definitions()) {
            String plural = definition.at("spec", "names", "plural").stringOrEmpty();
            files.put(
                    plural + ".yaml",
                    "# Generated from tidegate.api.crd by GenerateCrds: do not edit.\n" + yaml(definition));
        }
        return files;
    }

    private static String yaml(Json definition) {
        return YAML.writeValueAsString(definition.toTree());
    }
}
