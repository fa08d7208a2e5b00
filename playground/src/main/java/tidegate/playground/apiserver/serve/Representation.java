package tidegate.playground.apiserver.serve;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tidegate.playground.apiserver.failure.ApiFailure;

/** In which form a client wants objects. */
enum Representation {
    OBJECT,
    TABLE,
    METADATA,
    METADATA_LIST;

    /** What is accepted, in its order: the words of each part, in small letters. */
    private static List<List<String>> parts(String accept) {
        return Arrays.stream(accept.toLowerCase(Locale.ROOT).split(","))
                .map(part -> Arrays.stream(part.split(";")).map(String::strip).toList())
                .toList();
    }

    /** The first accepted form that we have. @throws ApiFailure when there is none */
    static Representation of(String accept) {
        if (accept.isBlank()) return OBJECT;
        for (List<String> words : parts(accept)) {
            if (!isJson(words.getFirst()) && !isYaml(words.getFirst())) continue;
            if (words.contains("as=table")) return TABLE;
            if (words.contains("as=partialobjectmetadata")) return METADATA;
            if (words.contains("as=partialobjectmetadatalist")) return METADATA_LIST;
            if (words.stream().noneMatch(word -> word.startsWith("as="))) return OBJECT;
        }
        throw ApiFailure.notAcceptable(
                "only the following media types are accepted: application/json, application/yaml");
    }

    /** Whether YAML comes before JSON in what is accepted. */
    static boolean wantsYaml(String accept) {
        return parts(accept).stream()
                .map(List::getFirst)
                .filter(type -> isJson(type) || isYaml(type))
                .findFirst()
                .filter(Representation::isYaml)
                .isPresent();
    }

    /** A list's form was asked of an object, or an object's of a list. */
    static ApiFailure notOfA(String what, Representation asked) {
        String form = asked == METADATA_LIST ? "PartialObjectMetadataList" : "PartialObjectMetadata";
        String is = what.equals("list") ? "a list" : "not a list";
        return ApiFailure.notAcceptable(
                "you requested " + form + ", but the requested object is " + is + " (" + what + ")");
    }

    private static boolean isJson(String mediaType) {
        return mediaType.equals("application/json") || mediaType.equals("*/*") || mediaType.equals("application/*");
    }

    private static boolean isYaml(String mediaType) {
        return mediaType.equals("application/yaml");
    }
}
