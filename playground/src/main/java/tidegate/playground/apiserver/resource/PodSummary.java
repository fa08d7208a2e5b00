package tidegate.playground.apiserver.resource;

import java.util.List;
import tidegate.playground.apiserver.tree.Meta;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.node.ObjectNode;

/** A pod in the few words of {@code kubectl get pods}. */
final class PodSummary {
    private PodSummary() {}

    static String ready(ObjectNode pod) {
        long ready = statuses(pod).stream()
                .filter(each -> Tree.trueAt(each, "ready"))
                .count();
        return ready + "/" + Tree.listAt(pod, "spec", "containers").size();
    }

    static String restarts(ObjectNode pod) {
        long restarts = 0;
        for (ObjectNode each : statuses(pod)) restarts += Tree.longAt(each, 0, "restartCount");
        return Long.toString(restarts);
    }

    /** The most telling reason: why a container waits or ended, else the phase; Terminating beats all. */
    static String status(ObjectNode pod) {
        if (Meta.isBeingDeleted(pod)) return "Terminating";
        String own = Tree.textAt(pod, "status", "reason");
        if (!own.isEmpty()) return own;
        for (ObjectNode each : Tree.objectsAt(pod, "status", "initContainerStatuses")) {
            String reason = Tree.textAt(each, "state", "waiting", "reason");
            if (!reason.isEmpty() && !reason.equals("PodInitializing")) return "Init:" + reason;
        }
        for (ObjectNode each : statuses(pod)) {
            String waiting = Tree.textAt(each, "state", "waiting", "reason");
            if (!waiting.isEmpty()) return waiting;
            String ended = Tree.textAt(each, "state", "terminated", "reason");
            if (!ended.isEmpty()) return ended;
        }
        String phase = Tree.textAt(pod, "status", "phase");
        return phase.isEmpty() ? "Unknown" : phase;
    }

    private static List<ObjectNode> statuses(ObjectNode pod) {
        return Tree.objectsAt(pod, "status", "containerStatuses");
    }

    static String readinessGates(ObjectNode pod) {
        List<ObjectNode> gates = Tree.objectsAt(pod, "spec", "readinessGates");
        if (gates.isEmpty()) return "<none>";
        long open = gates.stream()
                .filter(gate -> isTrue(pod, Tree.textAt(gate, "conditionType")))
                .count();
        return open + "/" + gates.size();
    }

    private static boolean isTrue(ObjectNode pod, String condition) {
        return Tree.objectsAt(pod, "status", "conditions").stream()
                .anyMatch(each -> Tree.textAt(each, "type").equals(condition)
                        && Tree.textAt(each, "status").equals("True"));
    }
}
