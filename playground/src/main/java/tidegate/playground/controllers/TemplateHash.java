package tidegate.playground.controllers;

import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tidegate.api.json.Json;

/** A short name for a pod template, safe in labels: FNV-1a of its sorted JSON, without vowels and look-alikes. */
final class TemplateHash {
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private TemplateHash() {}

    /** @param collisions how often the name was found taken by another template */
    static String of(Json template, int collisions) {
        long hash = 0x811c9dc5L;
        for (byte b : (sorted(template) + "/" + collisions).getBytes(StandardCharsets.UTF_8))
            hash = ((hash ^ (b & 0xff)) * 0x01000193L) & 0xffffffffL;
        return Long.toString(hash)
                .chars()
                .mapToObj(c -> String.valueOf(ALPHABET.charAt(c % ALPHABET.length())))
                .collect(Collectors.joining());
    }

    private static String sorted(Json value) {
        if (value.isObject())
            return new TreeMap<>(value.members())
                    .entrySet().stream()
                            .map(member -> Json.of(member.getKey()) + ":" + sorted(member.getValue()))
                            .collect(Collectors.joining(",", "{", "}"));
        if (value.isArray())
            return value.elements().stream().map(TemplateHash::sorted).collect(Collectors.joining(",", "[", "]"));
        return value.toString();
    }
}
