package tidegate.playground.apiserver.resource;

import java.util.List;

/**
 * Where {@code /scale} reads and writes.
 *
 * @param selector empty where the kind has none; may lead to a string or to a label selector object
 */
public record ScalePaths(List<String> specReplicas, List<String> statusReplicas, List<String> selector) {
    /** From the dotted paths of a CRD. */
    public static ScalePaths of(String specReplicas, String statusReplicas, String selector) {
        return new ScalePaths(parts(specReplicas), parts(statusReplicas), parts(selector));
    }

    private static List<String> parts(String path) {
        String plain = path.startsWith(".") ? path.substring(1) : path;
        return plain.isEmpty() ? List.of() : List.of(plain.split("\\."));
    }
}
