package tidegate.api.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Random documents, held against another implementation. */
class JsonPropertyTest {
    private static final JsonMapper JACKSON = JsonMapper.builder().build();
    private static final long SEED = 20261123;
    private static final int DOCUMENTS = 3000;

    private final Random random = new Random(SEED);

    @Test
    void textIsReadAndWrittenAsByJackson() {
        for (int i = 0; i < DOCUMENTS; i++) {
            String text = JACKSON.writeValueAsString(tree(0));
            Json json = Json.parse(text);
            assertThat(json.toString()).as("seed %d", SEED).isEqualTo(text);
            assertThat(new String(json.toBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo(text);
            assertThat(Json.parse(json.toBytes())).isEqualTo(json);
            assertThat(json.toTree()).isEqualTo(JACKSON.readTree(text));
            assertThat(Json.copyOf(JACKSON.readTree(text))).isEqualTo(json);
        }
    }

    @Test
    void valuesAreEqualAsTheirTreesAre() {
        for (int i = 0; i < DOCUMENTS; i++) {
            Object one = value(1);
            Object other = random.nextBoolean() ? shuffled(one) : value(1);
            boolean equal = JACKSON.valueToTree(one).equals((JsonNode) JACKSON.valueToTree(other));
            Json left = Json.of(one);
            Json right = Json.of(other);
            assertThat(left.equals(right))
                    .as("seed %d: %s and %s", SEED, left, right)
                    .isEqualTo(equal);
            if (equal) assertThat(left).hasSameHashCodeAs(right);
        }
    }

    @Test
    void settingAndRemovingMembersIsAsOnATree() {
        for (int i = 0; i < DOCUMENTS; i++) {
            Json json = Json.parse(JACKSON.writeValueAsString(map(2)));
            ObjectNode tree = (ObjectNode) json.toTree();
            for (int change = 0; change < 5; change++) {
                String key = key();
                Object value = value(2);
                if (random.nextBoolean()) {
                    json = json.with(key, value);
                    tree.set(key, JACKSON.valueToTree(value));
                } else {
                    json = json.without(key);
                    tree.remove(key);
                }
                assertThat(json.toString()).as("seed %d", SEED).isEqualTo(JACKSON.writeValueAsString(tree));
                assertThat(json.members().keySet()).containsExactlyElementsOf(tree.propertyNames());
                assertThat(json.members().containsKey(key)).isEqualTo(tree.has(key));
            }
        }
    }

    @Test
    void sharedValuesAreEqualToWhatTheyWereMadeOf() {
        var sharing = new JsonSharing();
        for (int i = 0; i < DOCUMENTS; i++) {
            Json json = Json.parse(JACKSON.writeValueAsString(tree(0)));
            Json shared = sharing.share(json);
            assertThat(shared).as("seed %d", SEED).isEqualTo(json);
            assertThat(shared.toString()).isEqualTo(json.toString());
        }
    }

    @Test
    void equalPartsOfDifferentValuesBecomeOne() {
        var sharing = new JsonSharing();
        Json one = sharing.share(Json.parse("{\"name\":\"a\",\"limits\":{\"cpu\":\"100m\",\"memory\":\"64Mi\"}}"));
        Json other = sharing.share(Json.parse("{\"name\":\"b\",\"limits\":{\"cpu\":\"100m\",\"memory\":\"64Mi\"}}"));
        assertThat(one.get("limits").plain()).isSameAs(other.get("limits").plain());
        assertThat(one.get("name")).isNotEqualTo(other.get("name"));
    }

    /** Or an object would be written in an order that nobody gave it. */
    @Test
    void equalPartsInAnotherOrderStayApart() {
        var sharing = new JsonSharing();
        for (String order : List.of(
                "{\"limits\":{\"cpu\":\"100m\",\"memory\":\"64Mi\"}}",
                "{\"limits\":{\"memory\":\"64Mi\",\"cpu\":\"100m\"}}",
                "{\"all\":[{\"a\":1,\"b\":{\"c\":1,\"d\":2}}]}",
                "{\"all\":[{\"a\":1,\"b\":{\"d\":2,\"c\":1}}]}"))
            assertThat(sharing.share(Json.parse(order))).hasToString(order);
    }

    @Test
    void theLastOfEqualKeysCounts() {
        var text = new StringBuilder("{\"a\":0");
        for (int i = 0; i < 50; i++) text.append(",\"k").append(i).append("\":").append(i);
        text.append(",\"k40\":\"again\",\"a\":\"again\"}");
        Json json = Json.parse(text.toString());
        assertThat(json.size()).isEqualTo(51);
        assertThat(json.get("k40").string()).contains("again");
        assertThat(json.get("a").string()).contains("again");
    }

    private JsonNode tree(int depth) {
        return JACKSON.valueToTree(value(depth));
    }

    private Object value(int depth) {
        return switch (random.nextInt(depth > 3 ? 6 : 9)) {
            case 0 -> random.nextInt(10) - 5;
            case 1 -> random.nextLong();
            case 2 -> random.nextInt(8) / 4.0;
            case 3 -> random.nextBoolean();
            case 4 -> texts.get(random.nextInt(texts.size()));
            case 5 -> "v" + random.nextInt(5);
            case 6 -> list(depth + 1);
            default -> map(depth + 1);
        };
    }

    private static final List<String> texts =
            List.of("", "\"", "\\u0000 \n\t", "grün", "\uD83D\uDE00", "</script>", "a".repeat(300));

    private List<Object> list(int depth) {
        var made = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) made.add(value(depth));
        return made;
    }

    private Map<String, Object> map(int depth) {
        var made = new LinkedHashMap<String, Object>();
        for (int i = random.nextInt(random.nextInt(10) == 0 ? 40 : 5); i > 0; i--) made.put(key(), value(depth));
        return made;
    }

    private String key() {
        return "k" + random.nextInt(30);
    }

    /** The same with the members of each object in another order. */
    private Object shuffled(Object value) {
        if (value instanceof List<?> list)
            return list.stream().map(this::shuffled).toList();
        if (!(value instanceof Map<?, ?> map)) return value;
        var keys = new ArrayList<Object>(map.keySet());
        Collections.shuffle(keys, random);
        var made = new LinkedHashMap<Object, Object>();
        keys.forEach(key -> made.put(key, shuffled(java.util.Objects.requireNonNull(map.get(key)))));
        return made;
    }
}
