package tidegate.playground.apiserver.serve;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tidegate.playground.apiserver.failure.ApiFailure;

/** In which form a client wants objects. */
enum Representation {
    OBJECT,
    TABLE,
    METADATA;

    /** The first accepted form that we have. @throws ApiFailure when there is none */
    static Representation of(String accept) {
        if (accept.isBlank()) return OBJECT;
        for (String part : accept.split(",")) {
            List<String> words = Arrays.stream(part.toLowerCase(Locale.ROOT).split(";"))
                    .map(String::strip)
                    .toList();
            boolean json = isJson(words.getFirst());
            if (json && words.contains("as=table")) return TABLE;
            if (json && (words.contains("as=partialobjectmetadata") || words.contains("as=partialobjectmetadatalist")))
                return METADATA;
            if (json && words.stream().noneMatch(word -> word.startsWith("as="))) return OBJECT;
        }
        throw ApiFailure.notAcceptable("only the following media types are accepted: application/json");
    }

    private static boolean isJson(String mediaType) {
        return mediaType.equals("application/json") || mediaType.equals("*/*") || mediaType.equals("application/*");
    }
}
