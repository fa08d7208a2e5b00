package tidegate.playground.demoapp;

import java.util.List;
import java.util.Map;

/**
 * The colour of an image.
 *
 * @param name as in the tag, without what else the tag says
 * @param css the same for a style sheet
 */
public record Colour(String name, String css) {
    private static final List<String> PREFIXES = List.of("bad-", "slow-", "crash-", "missing-");
    private static final Map<String, String> KNOWN = Map.of(
            "blue", "#3b82f6",
            "green", "#22c55e",
            "yellow", "#facc15",
            "orange", "#fb923c",
            "red", "#ef4444",
            "purple", "#a855f7",
            "pink", "#f472b6",
            "white", "#f8fafc",
            "black", "#1e293b");

    /** Every image has one: a tag that names no colour gets one of its own. */
    public static Colour of(String image) {
        String name = plainTag(image);
        String css = KNOWN.get(name);
        return new Colour(name, css != null ? css : "hsl(" + Math.floorMod(name.hashCode(), 360) + " 70% 60%)");
    }

    private static String plainTag(String image) {
        String tag = tagOf(image);
        for (String prefix : PREFIXES) if (tag.startsWith(prefix)) return tag.substring(prefix.length());
        return tag;
    }

    static String tagOf(String image) {
        int colon = image.indexOf(':', image.lastIndexOf('/') + 1);
        return colon < 0 ? "latest" : image.substring(colon + 1);
    }
}
