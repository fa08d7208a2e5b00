package tidegate.api.nonsense;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import tidegate.api.json.Json;

/** Objects that no schema would let through, made from ones that it would. */
public final class Nonsense {
    private static final List<Json> ODDITIES = List.of(
            Json.NULL,
            Json.of(""),
            Json.of("x"),
            Json.of("{"),
            Json.of("{\"labels\":{\"a\":1},\"annotations\":[]}"),
            Json.of("-"),
            Json.of("99999999999999999999"),
            Json.of("25%%"),
            Json.of("2026-99-99T99:99:99Z"),
            Json.of("+999999999-12-31T23:59:59+18:00"),
            Json.of("0000-00-00T00:00:00Z"),
            Json.of("\ud83d\udca9 \u0000 \u2028 \ud800"),
            Json.of("1h".repeat(20_000)),
            Json.of("a.".repeat(20_000) + "a"),
            Json.of("9".repeat(5_000)),
            Json.of(-3),
            Json.of(1.5),
            Json.parse("1e400"),
            Json.of(Long.MIN_VALUE),
            Json.of(Integer.MAX_VALUE),
            Json.parse("123456789012345678901234567890"),
            Json.of(true),
            Json.of(false),
            Json.EMPTY_ARRAY,
            Json.EMPTY_OBJECT,
            Json.array(Json.NULL, Json.of(1), Json.of("a"), Json.EMPTY_ARRAY),
            Json.object("name", 1, "type", Json.NULL, "", Json.object("x", Json.NULL)));

    private Nonsense() {}

    /** The value with something odd at one to three random places. */
    public static Json of(Json value, Random random) {
        Json odd = value;
        for (int times = 1 + random.nextInt(3); times > 0; times--) odd = disfigured(odd, random);
        return odd;
    }

    private static Json disfigured(Json value, Random random) {
        if (value.size() == 0 || random.nextInt(8) == 0) return ODDITIES.get(random.nextInt(ODDITIES.size()));
        if (value.isObject()) {
            Map<String, Json> members = new TreeMap<>(value.members());
            String key = List.copyOf(members.keySet()).get(random.nextInt(members.size()));
            return value.with(key, disfigured(value.get(key), random));
        }
        var elements = new ArrayList<>(value.elements());
        int chosen = random.nextInt(elements.size());
        elements.set(chosen, disfigured(elements.get(chosen), random));
        return Json.of(elements);
    }
}
