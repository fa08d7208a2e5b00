package tidegate.playground.apiserver.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;

/**
 * The JSON paths of printer columns: members, {@code ['member']}, {@code [0]}, {@code [*]} and
 * {@code [?(@.type=="Ready")]}. The first match counts.
 */
public final class PrinterPath {
    private static final Pattern PART = Pattern.compile("\\.([A-Za-z0-9_$\\-/]+(?:\\\\\\.[A-Za-z0-9_\\-/]+)*)"
            + "|\\['([^']+)'\\]|\\[(\\d+|\\*)\\]|\\[\\?\\(@\\.([\\w.]+)\\s*==\\s*[\"']([^\"']*)[\"']\\)\\]");

    private sealed interface Part {
        record Member(String name) implements Part {}

        record Index(int at) implements Part {}

        record Where(String[] field, String value) implements Part {}
    }

    private final List<Part> parts;

    private PrinterPath(List<Part> parts) {
        this.parts = parts;
    }

    public static PrinterPath parse(String path) {
        var parts = new ArrayList<Part>();
        Matcher matcher = PART.matcher(path.startsWith(".") || path.startsWith("[") ? path : "." + path);
        while (matcher.find()) parts.add(part(matcher));
        return new PrinterPath(List.copyOf(parts));
    }

    private static Part part(Matcher found) {
        if (found.group(1) != null) return new Part.Member(found.group(1).replace("\\.", "."));
        if (found.group(2) != null) return new Part.Member(found.group(2));
        if (found.group(3) != null)
            return new Part.Index(found.group(3).equals("*") ? 0 : Integer.parseInt(found.group(3)));
        return new Part.Where(found.group(4).split("\\."), found.group(5));
    }

    /** The value it leads to; null for none. */
    public @Nullable JsonNode read(JsonNode object) {
        JsonNode found = object;
        for (Part part : parts) {
            JsonNode next = step(found, part);
            if (next == null || next.isNull()) return null;
            found = next;
        }
        return found;
    }

    private static @Nullable JsonNode step(JsonNode from, Part part) {
        return switch (part) {
            case Part.Member(var name) -> from.get(name);
            case Part.Index(var at) -> from.get(at);
            case Part.Where(var field, var value) -> {
                for (JsonNode element : from) if (Tree.textAt(element, field).equals(value)) yield element;
                yield null;
            }
        };
    }
}
