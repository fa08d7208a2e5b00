package tidegate.cli.view;

import static tidegate.cli.view.ClusterObject.BY_CREATION;
import static tidegate.cli.view.ClusterObject.BY_NAME;
import static tidegate.cli.view.ClusterObject.NEWEST_REVISION_FIRST;
import static tidegate.cli.view.ClusterObject.count;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tidegate.api.json.Json;

/** Builds the nodes of one tree. Who belongs to whom is read from owner references, never from labels. */
final class TreeNodes {
    private static final Set<String> UNDER_WAY = Set.of("Pending", "Running");
    private static final Comparator<ClusterObject> SETS = NEWEST_REVISION_FIRST.thenComparing(BY_NAME);
    private static final Comparator<ClusterObject> PODS = BY_CREATION.thenComparing(BY_NAME);
    private static final Comparator<ClusterObject> RUNS =
            NEWEST_REVISION_FIRST.thenComparing(BY_CREATION).thenComparing(BY_NAME.reversed());
    private static final Comparator<ClusterObject> EXPERIMENTS =
            NEWEST_REVISION_FIRST.thenComparing(BY_CREATION).thenComparing(BY_NAME);

    private final List<ClusterObject> replicaSets;
    private final List<ClusterObject> pods;
    private final List<ClusterObject> experiments;
    private final List<ClusterObject> analysisRuns;
    private final Instant now;

    TreeNodes(RolloutObjects seen, Instant now) {
        this.replicaSets = sorted(ClusterObject.all(seen.replicaSets()), SETS);
        this.pods = sorted(ClusterObject.all(seen.pods()), PODS);
        this.experiments = sorted(ClusterObject.all(seen.experiments()), EXPERIMENTS);
        this.analysisRuns = sorted(ClusterObject.all(seen.analysisRuns()), RUNS);
        this.now = now;
    }

    private static List<ClusterObject> sorted(List<ClusterObject> objects, Comparator<ClusterObject> order) {
        return objects.stream().sorted(order).toList();
    }

    List<ClusterObject> replicaSetsOf(ClusterObject owner) {
        return owner.childrenIn(replicaSets);
    }

    List<ClusterObject> experimentsOf(ClusterObject owner) {
        return owner.childrenIn(experiments);
    }

    TreeNode rollout(ClusterObject rollout, ShownPhase phase) {
        Text status = StatusIcon.ofRollout(phase.phase()).before(phase.phase());
        return node("⟳", rollout, Text.plain(rollout.name()), "Rollout", status, Text.EMPTY, revisionsOf(rollout));
    }

    private List<TreeNode> revisionsOf(ClusterObject rollout) {
        var role = new ReplicaSetRole(rollout);
        List<ClusterObject> sets = replicaSetsOf(rollout);
        List<ClusterObject> trials = experimentsOf(rollout);
        List<ClusterObject> runs = rollout.childrenIn(analysisRuns);
        var numbers = new TreeSet<Long>(Comparator.reverseOrder());
        Stream.of(sets, trials, runs).flatMap(List::stream).forEach(object -> numbers.add(object.revision()));
        return numbers.stream()
                .map(number -> TreeNode.revision(
                        number,
                        Stream.of(
                                        at(number, sets).map(set -> replicaSet(set, role)),
                                        at(number, trials).map(this::experiment),
                                        at(number, runs).map(this::analysisRun))
                                .flatMap(nodes -> nodes)
                                .toList()))
                .toList();
    }

    private static Stream<ClusterObject> at(long revision, List<ClusterObject> objects) {
        return objects.stream().filter(object -> object.revision() == revision);
    }

    TreeNode experiment(ClusterObject experiment) {
        String phase = experiment.status().get("phase").stringOrEmpty();
        var children = new ArrayList<TreeNode>();
        replicaSetsOf(experiment).forEach(set -> children.add(replicaSet(set, null)));
        experiment.childrenIn(analysisRuns).forEach(run -> children.add(analysisRun(run)));
        Text status = StatusIcon.ofAnalysis(phase).before(phase);
        return node(
                "Σ", experiment, whileUnderWay(experiment.name(), phase), "Experiment", status, Text.EMPTY, children);
    }

    /** @param role of the Rollout's own sets; null for those of an Experiment, which have none */
    private TreeNode replicaSet(ClusterObject set, @Nullable ReplicaSetRole role) {
        List<String> tags = role == null ? List.of() : role.tagsOf(set);
        var info = new ArrayList<>(tags);
        ReplicaSetRole.delayOf(set, now).ifPresent(info::add);
        Colour colour = tags.isEmpty() ? Colour.NONE : Colour.ofTag(tags.getFirst());
        String word = ReplicaSetStatus.of(set);
        return node(
                "⧉",
                set,
                Text.of(set.name(), colour),
                "ReplicaSet",
                StatusIcon.ofReplicaSet(word).before(word),
                coloured(info, ","),
                set.childrenIn(pods).stream().map(this::pod).toList());
    }

    /** Words in the colours of their tags. */
    static Text coloured(List<String> words, String separator) {
        return Text.joined(
                separator,
                words.stream().map(word -> Text.of(word, Colour.ofTag(word))).toList());
    }

    private TreeNode pod(ClusterObject pod) {
        PodStatus status = PodStatus.of(pod);
        return node(
                "□",
                pod,
                Text.plain(pod.name()),
                "Pod",
                StatusIcon.ofPod(status.word()).before(status.word()),
                Text.plain(status.info()),
                List.of());
    }

    private TreeNode analysisRun(ClusterObject run) {
        String phase = run.status().get("phase").stringOrEmpty();
        List<Json> metrics = run.status().get("metricResults").elements();
        return node(
                "α",
                run,
                whileUnderWay(run.name(), phase),
                "AnalysisRun",
                StatusIcon.ofAnalysis(phase).before(phase),
                measured(metrics),
                metrics.stream()
                        .flatMap(metric -> metric.get("measurements").elements().stream())
                        .filter(measurement -> !jobName(measurement).isEmpty())
                        .map(this::job)
                        .toList());
    }

    private static Text measured(List<Json> metrics) {
        return Text.joined(
                ",",
                Stream.of(
                                counted(StatusIcon.SUCCESS, metrics, "successful"),
                                counted(StatusIcon.FAILURE, metrics, "failed"),
                                counted(StatusIcon.UNKNOWN, metrics, "inconclusive"),
                                counted(StatusIcon.WARNING, metrics, "error"))
                        .filter(text -> text.width() > 0)
                        .toList());
    }

    private static Text counted(StatusIcon icon, List<Json> metrics, String field) {
        int sum = metrics.stream().mapToInt(metric -> count(metric.get(field))).sum();
        return sum > 0 ? icon.before(Integer.toString(sum)) : Text.EMPTY;
    }

    private static String jobName(Json measurement) {
        return measurement.at("metadata", "job-name").stringOrEmpty();
    }

    private TreeNode job(Json measurement) {
        String phase = measurement.get("phase").stringOrEmpty();
        return new TreeNode(
                "⊞",
                whileUnderWay(jobName(measurement), phase),
                "Job",
                StatusIcon.ofAnalysis(phase).before(phase),
                Age.of(ClusterObject.time(measurement.get("startedAt")), now),
                Text.EMPTY,
                List.of());
    }

    private static Text whileUnderWay(String name, String phase) {
        return Text.of(name, UNDER_WAY.contains(phase) ? Colour.BRIGHT_BLUE : Colour.NONE);
    }

    private TreeNode node(
            String glyph, ClusterObject object, Text name, String kind, Text status, Text info, List<TreeNode> below) {
        return new TreeNode(glyph, name, kind, status, Age.of(object.createdAt(), now), info, below);
    }
}
