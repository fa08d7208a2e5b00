package tidegate.playground.apiserver.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorsTest {
    private static final Map<String, String> LABELS = Map.of("app", "web", "tier", "front", "n", "5");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app=web|true", "app==web|true", "app=db|false", "app!=db|true", "app!=web|false", "other!=x|true",
                "app in (web,db)|true", "app notin (db)|true", "app in (db)|false", "app|true", "!app|false",
                        "!other|true",
                "app=web,tier=front|true", "app=web,tier=back|false", "n>4|true", "n<5|false",
                        "example.com/x notin (a)|true"
            })
    void labelSelectorMatches(String selector, boolean expected) {
        assertThat(LabelSelector.parse(selector).matches(LABELS)).isEqualTo(expected);
    }

    @Test
    void emptySelectorMatchesEverythingAndNonsenseIsRefused() {
        assertThat(LabelSelector.parse("").matches(LABELS)).isTrue();
        assertThatThrownBy(() -> LabelSelector.parse("a b")).isInstanceOf(UnreadableSelectorException.class);
    }

    @Test
    void fieldSelectorComparesWhatTheObjectSays() {
        FieldSelector selector = FieldSelector.parse("metadata.name=a,status.phase!=Running");
        assertThat(selector.matches(field ->
                        Map.of("metadata.name", "a", "status.phase", "Failed").getOrDefault(field, "")))
                .isTrue();
        assertThat(selector.matches(field ->
                        Map.of("metadata.name", "a", "status.phase", "Running").getOrDefault(field, "")))
                .isFalse();
    }
}
