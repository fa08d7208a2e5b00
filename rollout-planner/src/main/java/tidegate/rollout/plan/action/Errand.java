package tidegate.rollout.plan.action;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tidegate.rollout.plan.seen.Past;

/**
 * What one room of the planner wants done besides the sizes of ReplicaSets: on Services, pods, workloads.
 *
 * @param actions by stage
 * @param changes by name of the ReplicaSet; they travel with the write of its size, if there is one
 * @param notices that become due with them
 * @param wants what it has to know first
 * @param verified what it found to be in order
 * @param waitsFor for humans; empty if it waits for nothing
 * @param nextLook when time alone changes what it wants
 */
public record Errand(
        Map<Stage.Name, List<Action>> actions,
        Map<String, Action.Changes> changes,
        List<Notice> notices,
        Set<Want> wants,
        Set<Past.Verified> verified,
        Optional<String> waitsFor,
        Optional<Instant> nextLook) {

    public static final Errand NONE =
            new Errand(Map.of(), Map.of(), List.of(), Set.of(), Set.of(), Optional.empty(), Optional.empty());

    public Errand {
        actions = Map.copyOf(actions);
        changes = Map.copyOf(changes);
        notices = List.copyOf(notices);
        wants = Set.copyOf(wants);
        verified = Set.copyOf(verified);
    }

    public Errand doing(Stage.Name stage, Action action) {
        var more = new EnumMap<Stage.Name, List<Action>>(Stage.Name.class);
        more.putAll(actions);
        var all = new ArrayList<>(more.getOrDefault(stage, List.of()));
        all.add(action);
        more.put(stage, all);
        return new Errand(more, changes, notices, wants, verified, waitsFor, nextLook);
    }

    public Errand changing(String replicaSet, Action.Changes change) {
        var more = new HashMap<>(changes);
        more.merge(replicaSet, change, Action.Changes::and);
        return new Errand(actions, more, notices, wants, verified, waitsFor, nextLook);
    }

    /** Without changes of these ReplicaSets: they were to travel with a size that is not due. */
    public Errand leavingAlone(Set<String> replicaSets) {
        var fewer = new HashMap<>(changes);
        fewer.keySet().removeAll(replicaSets);
        return new Errand(actions, fewer, notices, wants, verified, waitsFor, nextLook);
    }

    public Errand saying(Notice notice) {
        var more = new ArrayList<>(notices);
        more.add(notice);
        return new Errand(actions, changes, more, wants, verified, waitsFor, nextLook);
    }

    public Errand wanting(Want want) {
        var more = new HashSet<>(wants);
        more.add(want);
        return new Errand(actions, changes, notices, more, verified, waitsFor, nextLook);
    }

    public Errand verifying(Past.Verified inOrder) {
        var more = new HashSet<>(verified);
        more.add(inOrder);
        return new Errand(actions, changes, notices, wants, more, waitsFor, nextLook);
    }

    public Errand waitingFor(String what) {
        return new Errand(actions, changes, notices, wants, verified, Optional.of(what), nextLook);
    }

    public Errand lookingAt(Instant when) {
        Instant next = nextLook.filter(when::isAfter).orElse(when);
        return new Errand(actions, changes, notices, wants, verified, waitsFor, Optional.of(next));
    }
}
