package tidegate.playground.demo;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * One stop of the tour: what is done, and what must then become true.
 *
 * @param title of the stop
 * @param story why it is worth a look, in a sentence
 * @param commands words of {@code kubectl argo rollouts}, in order; may be empty
 * @param reaches what must become true within {@code limit}
 * @param expected {@code reaches} in words
 * @param never what must not be seen on the way; {@code neverText} says it in words
 */
record Station(
        String title,
        String story,
        List<List<String>> commands,
        Predicate<View> reaches,
        String expected,
        Predicate<View> never,
        String neverText,
        Duration limit) {

    static Station of(String title, String story, String expected, Predicate<View> reaches, List<String>... commands) {
        return new Station(
                title, story, List.of(commands), reaches, expected, view -> false, "", Duration.ofSeconds(60));
    }

    Station never(String text, Predicate<View> test) {
        return new Station(title, story, commands, reaches, expected, test, text, limit);
    }

    Station within(Duration other) {
        return new Station(title, story, commands, reaches, expected, never, neverText, other);
    }
}
