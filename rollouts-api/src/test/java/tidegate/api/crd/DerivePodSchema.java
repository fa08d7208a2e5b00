package tidegate.api.crd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tidegate.api.json.Json;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Derives {@code /kubernetes/types.json} from the OpenAPI that Kubernetes publishes in its Go module.
 *
 * <p>To move to another Kubernetes version: change {@link #KUBERNETES}, run {@code mvn -q -pl rollouts-api test-compile
 * exec:java@pod-schema}, then the same with {@code @crds}, and read the difference. Needs Go on the PATH or in
 * {@code /usr/local/go}, and a Go module proxy unless the module is in Go's cache.
 *
 * <p>What is changed on the way, and why:
 *
 * <ul>
 *   <li>Metadata of pod templates is labels and annotations, as a CustomResourceDefinition prunes the rest.
 *   <li>Volumes, and limits and requests of containers, are not described: the peer does not either, so that what an older
 *       schema does not know is kept. The pod template hash depends on it.
 *   <li>Defaults are kept where a field is optional and has a plain one; those change the pod template hash too.
 *   <li>Extensions that a structural schema must not have are dropped; quantities and int-or-string are written in its way.
 *   <li>Texts are cut to their first sentences: with all three kinds of containers in it, a pod template would otherwise not
 *       fit the annotation of {@code kubectl apply}.
 * </ul>
 */
final class DerivePodSchema {
    private static final String KUBERNETES = "v1.34.5";
    private static final String OPENAPI = "api/openapi-spec/v3/apis__batch__v1_openapi.json";
    private static final List<String> ROOTS = List.of("PodTemplateSpec", "JobSpec", "LabelSelector");
    private static final int LONGEST_TEXT = 200;

    private static final Json INT_OR_TEXT = Json.object(
            "anyOf",
            Json.array(Json.object("type", "integer"), Json.object("type", "string")),
            "x-kubernetes-int-or-string",
            true);
    private static final String QUANTITY =
            "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$";
    private static final Set<String> DROPPED = Set.of(
            "description",
            "default",
            "allOf",
            "$ref",
            "x-kubernetes-patch-merge-key",
            "x-kubernetes-patch-strategy",
            "x-kubernetes-unions",
            "x-kubernetes-group-version-kind");
    private static final Pattern END_OF_SENTENCE =
            Pattern.compile("(?<!e\\.g|i\\.e|etc)\\.(\\s+(?=[A-Z])|\\s*\\n|\\s*$)");

    private final Json published;

    private DerivePodSchema(Json openApi) {
        Map<String, Json> byShortName = new LinkedHashMap<>();
        openApi.at("components", "schemas")
                .members()
                .forEach((name, schema) -> byShortName.put(shortName(name), schema));
        this.published = Json.of(byShortName);
    }

    /** @param args the folder of the module's resources */
    public static void main(String[] args) throws IOException, InterruptedException {
        Json openApi = Json.parse(Files.readAllBytes(kubernetesModule().resolve(OPENAPI)));
        Json types = new DerivePodSchema(openApi).types();
        var mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Path file = Path.of(args[0] + KubernetesTypes.RESOURCE);
        Files.createDirectories(file.getParent());
        Files.writeString(file, mapper.writeValueAsString(types.toTree()) + "\n");
    }

    private static Path kubernetesModule() throws IOException, InterruptedException {
        Path installed = Path.of("/usr/local/go/bin/go");
        String go = Files.isExecutable(installed) ? installed.toString() : "go";
        Process download = new ProcessBuilder(go, "mod", "download", "-json", "k8s.io/kubernetes@" + KUBERNETES)
                .directory(Path.of(System.getProperty("java.io.tmpdir")).toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Json answer = Json.parse(download.getInputStream().readAllBytes());
        if (download.waitFor() != 0) throw new IOException("go mod download: " + answer);
        return Path.of(answer.get("Dir").stringOrEmpty());
    }

    private Json types() {
        Map<String, Json> types = new TreeMap<>();
        List<String> open = new ArrayList<>(ROOTS);
        Set<String> seen = new HashSet<>(ROOTS);
        while (!open.isEmpty()) {
            String name = open.removeFirst();
            Json type = type(name);
            types.put(name, type);
            for (String next : references(type)) if (seen.add(next)) open.add(next);
        }
        return Json.object(
                "source",
                "k8s.io/kubernetes " + KUBERNETES + " " + OPENAPI + ", Apache License 2.0; derived by DerivePodSchema",
                "definitions",
                types);
    }

    private Json type(String name) {
        return switch (name) {
            case "Quantity" -> INT_OR_TEXT.with("pattern", QUANTITY);
            case "IntOrString" -> INT_OR_TEXT;
            case "TemplateMetadata" -> templateMetadata();
            case "ContainerResources" ->
                derived("ResourceRequirements", Map.of("limits", anything(), "requests", anything()));
            case "Container", "EphemeralContainer" ->
                derived(name, Map.of("resources", reference("ContainerResources")));
            case "PodSpec" -> derived(name, Map.of("volumes", anything()));
            case "PodTemplateSpec" -> derived(name, Map.of("metadata", reference("TemplateMetadata")));
            default -> derived(name, Map.of());
        };
    }

    private static Json anything() {
        return Json.object("x-kubernetes-preserve-unknown-fields", true);
    }

    private static Json reference(String name) {
        return Json.object("$ref", name);
    }

    private static Json templateMetadata() {
        Json texts = Json.object("type", "object", "additionalProperties", Json.object("type", "string"));
        return Json.object(
                "type",
                "object",
                "properties",
                Json.object(
                        "annotations", withText("Annotations of the pods.", texts),
                        "labels", withText("Labels of the pods.", texts)));
    }

    /** The published type with some fields replaced; a replaced field keeps its text. */
    private Json derived(String name, Map<String, Json> replaced) {
        Json schema = published.get(name);
        if (schema.isMissing()) throw new IllegalStateException(name + ": not in " + OPENAPI);
        Map<String, Json> properties = new TreeMap<>();
        Set<String> required = new HashSet<>();
        schema.get("required").elements().forEach(field -> required.add(field.stringOrEmpty()));
        schema.get("properties").members().forEach((field, found) -> {
            Json kept = replaced.getOrDefault(field, structural(found));
            Json withDefault = required.contains(field) ? kept : kept.with("default", plainDefault(found));
            properties.put(field, withText(shortened(found.get("description").stringOrEmpty()), withDefault));
        });
        return structural(schema).with("properties", properties.isEmpty() ? Json.MISSING : properties);
    }

    /** Without texts and defaults, which depend on where a type stands. */
    private Json structural(Json schema) {
        Map<String, Json> kept = new LinkedHashMap<>();
        Json reference = schema.get("allOf").get(0).get("$ref");
        if (reference.isMissing()) reference = schema.get("$ref");
        reference.string().ifPresent(name -> kept.put("$ref", Json.of(shortName(name))));
        schema.members().forEach((key, value) -> {
            switch (key) {
                case "items", "additionalProperties" -> kept.put(key, structural(value));
                default -> {
                    if (!DROPPED.contains(key)) kept.put(key, value);
                }
            }
        });
        return inlinedIfPlain(Json.of(kept));
    }

    /** A reference to a type without fields, such as Time, is replaced by the type. */
    private Json inlinedIfPlain(Json schema) {
        String name = schema.get("$ref").stringOrEmpty();
        if (name.isEmpty() || name.equals("Quantity") || name.equals("IntOrString")) return schema;
        Json target = published.get(name);
        return target.get("type").stringOrEmpty().equals("object") ? schema : structural(target);
    }

    private static Json plainDefault(Json field) {
        Json value = field.get("default");
        return value.isObject() ? Json.MISSING : value;
    }

    private static Json withText(String text, Json schema) {
        return Json.object("description", text).merged(schema);
    }

    /** As many whole sentences as fit, or else the beginning of the first. */
    private static String shortened(String published) {
        String text = published.strip();
        var end = END_OF_SENTENCE.matcher(text);
        int fits = 0;
        while (end.find() && end.start() < LONGEST_TEXT) fits = end.start() + 1;
        if (text.length() <= LONGEST_TEXT) fits = text.length();
        String kept = fits > 0 ? text.substring(0, fits) : beginning(text);
        return kept.replaceAll("\\s+", " ");
    }

    private static String beginning(String text) {
        int lastWord = text.lastIndexOf(' ', LONGEST_TEXT - 3);
        return text.substring(0, lastWord).replaceAll("[,;:(]*$", "") + "...";
    }

    private static Set<String> references(Json schema) {
        Set<String> found = new HashSet<>();
        schema.get("$ref").string().ifPresent(found::add);
        schema.members().values().forEach(member -> found.addAll(references(member)));
        schema.elements().forEach(element -> found.addAll(references(element)));
        return found;
    }

    private static String shortName(String reference) {
        return reference.substring(reference.lastIndexOf('.') + 1);
    }
}
