package tidegate.rollout.plan.lineage;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tidegate.api.hash.PodTemplateHash;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.template.PodTemplates;
import tidegate.rollout.plan.seen.Past.ServerDefaults;

/**
 * The owned ReplicaSets by role, with the stable version taken as given: it changes within a pass that promotes.
 *
 * @param all oldest first
 * @param newest runs the present template; empty before it is created
 */
public record Lineage(List<ReplicaSet> all, Optional<ReplicaSet> newest) {
    private static final Comparator<ReplicaSet> OLDEST_FIRST = comparing(
                    (ReplicaSet set) -> set.meta().createdAt().orElse(Instant.MAX))
            .thenComparing(ReplicaSet::name);

    public static Lineage of(Rollout rollout, List<ReplicaSet> owned) {
        return of(rollout, owned, Optional.empty());
    }

    /** @param defaults what the API makes of the present template, if it was asked */
    public static Lineage of(Rollout rollout, List<ReplicaSet> owned, Optional<ServerDefaults> defaults) {
        var all = owned.stream().sorted(OLDEST_FIRST).toList();
        Optional<ReplicaSet> newest = newestOf(rollout, all)
                .or(() -> defaults.filter(
                                answer -> answer.written().equals(rollout.spec().template()))
                        .flatMap(answer -> first(all, set -> PodTemplates.runs(set, answer.stored()))));
        return new Lineage(all, newest);
    }

    /** With the newest version taken as given, because the present template cannot be told. */
    public static Lineage at(String hash, List<ReplicaSet> owned) {
        var all = owned.stream().sorted(OLDEST_FIRST).toList();
        return new Lineage(all, first(all, set -> set.hash().equals(hash)));
    }

    private static Optional<ReplicaSet> newestOf(Rollout rollout, List<ReplicaSet> all) {
        var template = rollout.spec().template();
        var collisions = rollout.status().collisionCount();
        if (all.isEmpty()) return Optional.empty();
        String hash = PodTemplateHash.of(template, collisions);
        return first(all, set -> set.hash().equals(hash))
                .or(() -> {
                    String earlier = PodTemplateHash.ofEarlierReleases(template, collisions);
                    return first(all, set -> set.hash().equals(earlier));
                })
                .or(() -> first(all, set -> PodTemplates.runs(set, template)));
    }

    private static Optional<ReplicaSet> first(List<ReplicaSet> all, Predicate<ReplicaSet> wanted) {
        return all.stream().filter(wanted).findFirst();
    }

    public Optional<ReplicaSet> withHash(String hash) {
        return hash.isEmpty() ? Optional.empty() : first(all, set -> set.hash().equals(hash));
    }

    /** The stable ReplicaSet where it is another one than the newest. */
    public Optional<ReplicaSet> separateStable(String stableHash) {
        return withHash(stableHash).filter(set -> !isNewest(set));
    }

    /** Neither newest nor stable; newest revision first, of equal ones the younger. */
    public List<ReplicaSet> others(String stableHash) {
        return all.reversed().stream()
                .filter(set -> !isNewest(set) && !set.hash().equals(stableHash))
                .sorted(comparingInt(ReplicaSet::revision).reversed())
                .toList();
    }

    public boolean isNewest(ReplicaSet set) {
        return newest.isPresent() && newest.get().name().equals(set.name());
    }
}
