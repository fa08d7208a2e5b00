package tidegate.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tidegate.system.bench.Checkout;

/**
 * {@code docs/behaviour.md} leads from every section of the behaviour reference to the file that decides it and to a test
 * that fails without it; {@code docs/failures.md} does so for the failures that must be impossible.
 */
class BehaviourPageTest {
    /** The sections of the reference about everything but traffic routers, plugins, analysis and experiments. */
    private static final List<String> SECTIONS = List.of(
            "1.1", "1.2", "1.3", "1.4", "1.5", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "3.4", "3.5", "4.1",
            "4.2", "4.3", "4.5", "4.8", "5.1", "5.2", "5.4", "5.5", "6.1", "6.2", "6.3", "6.4", "6.5", "6.6", "7.1",
            "7.2", "7.3", "7.4", "8.1", "8.2", "8.3", "8.4", "8.5", "8.6", "8.7", "9", "10.1", "10.2", "10.3", "10.4",
            "10.5", "10.6", "12.1", "12.2", "A");

    private static final int FAILURES = 12;

    @Test
    void everySectionHasItsRow() throws IOException {
        var sections = Table.of("behaviour.md").rows().stream()
                .map(List::getFirst)
                .distinct()
                .toList();
        assertThat(sections).containsExactlyInAnyOrderElementsOf(SECTIONS);
    }

    @Test
    void everyFailureHasItsRow() throws IOException {
        var numbers =
                Table.of("failures.md").rows().stream().map(List::getFirst).toList();
        assertThat(numbers)
                .containsExactlyElementsOf(java.util.stream.IntStream.rangeClosed(1, FAILURES)
                        .mapToObj(Integer::toString)
                        .toList());
    }

    @Test
    void everyFileAndTestThatIsNamedExists() throws IOException {
        var names = new Names(Table.sources());
        var wrong = new ArrayList<String>();
        for (String page : List.of("behaviour.md", "failures.md"))
            for (List<String> row : Table.of(page).rows()) {
                List<String> named = row.stream()
                        .skip(2)
                        .flatMap(cell -> Table.quoted(cell).stream())
                        .toList();
                if (named.size() < 2) wrong.add(page + " " + row.getFirst() + ": names no file and test");
                for (String name : named)
                    if (!names.knows(name)) wrong.add(page + " " + row.getFirst() + ": there is no " + name);
            }
        assertThat(wrong).isEmpty();
    }

    /** Files by path, and test methods by class; two modules may have classes of one name. */
    private static final class Names {
        private static final Pattern TEST =
                Pattern.compile("@(?:Parameterized|Repeated)?Test\\b[^;]*?\\bvoid (\\w+)\\(");
        private final Map<String, List<Path>> byClass;

        Names(List<Path> sources) {
            byClass = sources.stream()
                    .collect(Collectors.groupingBy(
                            file -> file.getFileName().toString().replace(".java", "")));
        }

        boolean knows(String name) throws IOException {
            if (name.contains("/") || name.endsWith(".java")) return isFile(name);
            int dot = name.indexOf('.');
            List<Path> files = byClass.getOrDefault(dot < 0 ? name : name.substring(0, dot), List.of());
            if (dot < 0) return !files.isEmpty();
            for (Path file : files) if (tests(file).contains(name.substring(dot + 1))) return true;
            return false;
        }

        private static List<String> tests(Path file) throws IOException {
            return TEST.matcher(Files.readString(file))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        }

        private static boolean isFile(String name) {
            Path planner = Checkout.root().resolve("rollout-planner/src/main/java/tidegate/rollout/plan");
            return Files.isRegularFile(planner.resolve(name))
                    || Files.isRegularFile(Checkout.root().resolve(name));
        }
    }
}
