package tidegate.cli.command;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tidegate.api.json.Json;
import tidegate.cli.client.Following;
import tidegate.cli.client.ListOptions;
import tidegate.cli.client.Resource;
import tidegate.cli.view.ExperimentRow;
import tidegate.cli.view.ListTable;
import tidegate.cli.view.RolloutRow;

@Command(name = "list", description = "List rollouts or experiments")
final class ListCommand extends Group {
    private static final ListTable.Column NAMESPACE = new ListTable.Column("NAMESPACE", 9);
    private static final ListTable.Column TIMESTAMP = new ListTable.Column("TIMESTAMP", 20);
    private static final String NOTHING = "No resources found.";
    private static final String ALL = "";

    /** A column that not every list has, and its cell. */
    private record Extra(ListTable.Column column, Function<Json, String> cell) {}

    private static List<ListTable.Column> columns(List<Extra> extras, List<ListTable.Column> own) {
        var all = new ArrayList<ListTable.Column>();
        extras.forEach(extra -> all.add(extra.column()));
        all.addAll(own);
        return all;
    }

    private static List<String> cells(List<Extra> extras, Json object, List<String> own) {
        var all = new ArrayList<String>();
        extras.forEach(extra -> all.add(extra.cell().apply(object)));
        all.addAll(own);
        return all;
    }

    private static Extra namespace() {
        return new Extra(NAMESPACE, object -> object.at("metadata", "namespace").stringOrEmpty());
    }

    @Command(
            name = "rollouts",
            aliases = {"ro", "rollout"},
            description = "List rollouts")
    static final class OfRollouts implements Verb {
        private static final Duration BATCH = Duration.ofMillis(500);
        private static final Duration FIRST_LIST = Duration.ofSeconds(30);
        private static final Duration FOR_EVER = Duration.ofDays(365);
        private static final int TRIES = 5;

        private final Session session;

        @Parameters(hidden = true)
        List<String> words = new ArrayList<>();

        @Option(
                names = {"-A", "--all-namespaces"},
                arity = "0..1",
                fallbackValue = "true",
                description = "List those of every namespace")
        boolean allNamespaces;

        @Option(
                names = {"-w", "--watch"},
                arity = "0..1",
                fallbackValue = "true",
                description = "Stay and add a line for every change")
        boolean watch;

        @Option(names = "--name", paramLabel = "string", description = "Only the rollout with this name")
        @Nullable
        String name;

        @Option(
                names = "--timestamps",
                arity = "0..1",
                fallbackValue = "true",
                description = "Tell when each line was printed")
        boolean timestamps;

        OfRollouts(Session session) {
            this.session = session;
        }

        @Override
        public int run() throws InterruptedException {
            Arguments.exactly(0, words);
            return watch ? follow() : list();
        }

        private String namespaces() {
            return allNamespaces ? ALL : session.namespace();
        }

        private ListOptions options() {
            return Optional.ofNullable(name)
                    .filter(text -> !text.isEmpty())
                    .map(ListOptions::named)
                    .orElse(ListOptions.ALL);
        }

        private List<Extra> extras() {
            var extras = new ArrayList<Extra>();
            if (timestamps)
                extras.add(new Extra(
                        TIMESTAMP,
                        _ -> session.now().truncatedTo(ChronoUnit.SECONDS).toString()));
            if (allNamespaces) extras.add(namespace());
            return extras;
        }

        private int list() {
            List<Json> found = session.api()
                    .list(Resource.ROLLOUTS, namespaces(), options())
                    .get("items")
                    .elements();
            if (found.isEmpty()) session.err().println(NOTHING);
            else print(new ListTable(columns(extras(), RolloutRow.COLUMNS)), found, true);
            return 0;
        }

        private void print(ListTable table, List<Json> rollouts, boolean withHeading) {
            List<Extra> extras = extras();
            List<List<String>> rows = rollouts.stream()
                    .map(rollout -> cells(extras, rollout, RolloutRow.cells(rollout)))
                    .toList();
            table.grow(rows);
            if (withHeading) session.out().println(table.heading());
            rows.forEach(row -> session.out().println(table.line(row)));
            session.out().flush();
        }

        private int follow() throws InterruptedException {
            StopRequest stop = session.surroundings().stop();
            var changes = new Changes();
            stop.whenMade(changes::signal);
            var table = new ListTable(columns(extras(), RolloutRow.COLUMNS));
            Map<String, List<String>> shown = new LinkedHashMap<>();
            try (var rollouts = Following.start(
                    session.api(),
                    Resource.ROLLOUTS,
                    namespaces(),
                    options(),
                    Following.Need.REQUIRED,
                    changes::signal)) {
                rollouts.awaitFirstList(FIRST_LIST);
                List<Json> first = rollouts.objects();
                print(table, takeChanged(first, shown), true);
                while (!stop.isMade()) {
                    changes.await(FOR_EVER);
                    failAfterTooMany(rollouts.trouble());
                    Changes.gather(BATCH);
                    List<Json> changed = takeChanged(rollouts.objects(), shown);
                    if (!changed.isEmpty()) print(table, changed, false);
                }
            }
            return 0;
        }

        private static void failAfterTooMany(Optional<Following.Trouble> trouble) {
            trouble.filter(found -> found.times() > TRIES).ifPresent(found -> {
                throw found.failure();
            });
        }

        /** Those whose own columns differ from what was shown last; remembers them as shown. */
        private static List<Json> takeChanged(List<Json> rollouts, Map<String, List<String>> shown) {
            Map<String, List<String>> now = new LinkedHashMap<>();
            var changed = new ArrayList<Json>();
            for (Json rollout : rollouts) {
                List<String> cells = RolloutRow.cells(rollout);
                String key = rollout.at("metadata", "namespace").stringOrEmpty() + "/" + cells.getFirst();
                if (!cells.equals(shown.get(key))) changed.add(rollout);
                now.put(key, cells);
            }
            shown.clear();
            shown.putAll(now);
            return changed;
        }
    }

    @Command(
            name = "experiments",
            aliases = {"exp", "experiment"},
            description = "List experiments")
    static final class OfExperiments implements Verb {
        private final Session session;

        @Parameters(hidden = true)
        List<String> words = new ArrayList<>();

        @Option(
                names = {"-A", "--all-namespaces"},
                arity = "0..1",
                fallbackValue = "true",
                description = "List those of every namespace")
        boolean allNamespaces;

        OfExperiments(Session session) {
            this.session = session;
        }

        @Override
        public int run() {
            Arguments.exactly(0, words);
            List<Extra> extras = allNamespaces ? List.of(namespace()) : List.of();
            List<Json> found = session.api()
                    .list(Resource.EXPERIMENTS, allNamespaces ? ALL : session.namespace(), ListOptions.ALL)
                    .get("items")
                    .elements();
            if (found.isEmpty()) {
                session.err().println(NOTHING);
                return 0;
            }
            List<List<String>> rows = found.stream()
                    .map(experiment -> cells(extras, experiment, ExperimentRow.cells(experiment, session.now())))
                    .toList();
            var table = new ListTable(columns(extras, ExperimentRow.COLUMNS));
            table.grow(rows);
            session.out().println(table.heading());
            rows.forEach(row -> session.out().println(table.line(row)));
            return 0;
        }
    }
}
