package tidegate.cli.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.cli.client.ApiFailure;
import tidegate.cli.client.Following;
import tidegate.cli.client.Resource;
import tidegate.cli.view.RolloutObjects;

/** All that one tree shows, kept up to date. */
final class TreeWatch implements AutoCloseable {
    private static final Duration FIRST_LIST = Duration.ofSeconds(30);

    private final Session session;
    private final Resource resource;
    private final String name;
    private final Changes changes;
    private final List<Followed> parts = new ArrayList<>();

    private record Followed(TreePart part, Following following) {}

    private TreeWatch(Session session, Resource resource, String name, Changes changes) {
        this.session = session;
        this.resource = resource;
        this.name = name;
        this.changes = changes;
    }

    /**
     * Starts to follow and waits for all first answers.
     *
     * @throws ApiFailure if the root does not exist, or something that the tree cannot do without may not be listed
     */
    static TreeWatch start(Session session, Resource resource, String name, Changes changes)
            throws InterruptedException {
        var watch = new TreeWatch(session, resource, name, changes);
        try {
            watch.follow(List.of(TreePart.root(resource, name)));
            Json root = watch.root().orElseThrow(() -> ApiFailure.notFound(resource.singularName(), name));
            watch.follow(TreePart.below(resource, root));
            return watch;
        } catch (RuntimeException | InterruptedException failure) {
            watch.close();
            throw failure;
        }
    }

    /** As {@link #start}, of nothing but a Rollout and what its phase depends on. */
    static TreeWatch startAtRootOnly(Session session, String name, Changes changes) throws InterruptedException {
        var watch = new TreeWatch(session, Resource.ROLLOUTS, name, changes);
        try {
            watch.follow(List.of(TreePart.root(Resource.ROLLOUTS, name)));
            Json root = watch.root().orElseThrow(() -> ApiFailure.notFound(Resource.ROLLOUTS.singularName(), name));
            watch.follow(TreePart.workload(root).stream().toList());
            return watch;
        } catch (RuntimeException | InterruptedException failure) {
            watch.close();
            throw failure;
        }
    }

    private void follow(List<TreePart> more) throws InterruptedException {
        var started = new ArrayList<Followed>();
        for (TreePart part : more) {
            var following = Following.start(
                    session.api(), part.resource(), session.namespace(), part.options(), part.need(), changes::signal);
            started.add(new Followed(part, following));
        }
        parts.addAll(started);
        for (Followed followed : started) {
            followed.following().awaitFirstList(FIRST_LIST);
            if (followed.following().isAbsent())
                session.err().println(followed.part().doneWithout());
        }
    }

    private Optional<Json> root() {
        return parts.getFirst().following().objects().stream()
                .filter(object -> object.at("metadata", "name").stringOrEmpty().equals(name))
                .findFirst();
    }

    /** Empty once the root is gone. */
    Optional<RolloutObjects> seen() {
        var below = new EnumMap<Resource, List<Json>>(Resource.class);
        for (Followed followed : parts.subList(1, parts.size()))
            below.put(followed.part().resource(), followed.following().objects());
        return root().map(found -> TreePart.assembled(found, below));
    }

    ApiFailure notFound() {
        return ApiFailure.notFound(resource.singularName(), name);
    }

    /** What keeps the view from being up to date. */
    Optional<Following.Trouble> trouble() {
        return parts.stream()
                .map(followed -> followed.following().trouble())
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public void close() {
        parts.forEach(followed -> followed.following().close());
    }
}
