package tidegate.playground.apiserver.resource;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tidegate.playground.apiserver.failure.FieldError;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Pods. */
final class PodRules implements Rules {
    @Override
    public void defaults(ObjectNode object) {
        PodDefaults.fillPod(Tree.make(object, "spec"));
    }

    @Override
    public void beforeCreate(ObjectNode object) {
        object.putObject("status").put("phase", "Pending").put("qosClass", quality(object));
    }

    /** Guaranteed when every container limits cpu and memory and asks for just that; BestEffort when none asks. */
    private static String quality(ObjectNode pod) {
        boolean any = false;
        boolean all = true;
        for (ObjectNode container : Tree.objectsAt(pod, "spec", "containers")) {
            JsonNode requests = Tree.at(container, "resources", "requests");
            JsonNode limits = Tree.at(container, "resources", "limits");
            any |= !Tree.isEmpty(requests) || !Tree.isEmpty(limits);
            all &= limits != null && limits.has("cpu") && limits.has("memory") && Tree.same(requests, limits);
        }
        return !any ? "BestEffort" : all ? "Guaranteed" : "Burstable";
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var errors = new ArrayList<FieldError>();
        validateSpec(Tree.at(object, "spec"), "spec", errors);
        return errors;
    }

    static void validateSpec(@Nullable JsonNode spec, String path, List<FieldError> errors) {
        List<ObjectNode> containers = Tree.objectsAt(spec, "containers");
        if (containers.isEmpty()) errors.add(FieldError.required(path + ".containers", ""));
        for (String list : new String[] {"containers", "initContainers"}) {
            List<ObjectNode> all = Tree.objectsAt(spec, list);
            for (int i = 0; i < all.size(); i++) container(all.get(i), path + "." + list + "[" + i + "]", errors);
            WorkloadRules.uniqueNames(all, path + "." + list, errors);
        }
    }

    private static void container(ObjectNode container, String path, List<FieldError> errors) {
        if (Tree.textAt(container, "name").isEmpty()) errors.add(FieldError.required(path + ".name", ""));
        if (Tree.textAt(container, "image").isEmpty()) errors.add(FieldError.required(path + ".image", ""));
        List<ObjectNode> ports = Tree.objectsAt(container, "ports");
        for (int i = 0; i < ports.size(); i++) {
            long port = Tree.longAt(ports.get(i), 0, "containerPort");
            if (port == 0) errors.add(FieldError.required(path + ".ports[" + i + "].containerPort", ""));
            else if (port < 1 || port > 65535)
                errors.add(FieldError.invalid(
                        path + ".ports[" + i + "].containerPort",
                        Long.toString(port),
                        "must be between 1 and 65535, inclusive"));
        }
    }

    @Override
    public List<FieldError> validateUpdate(ObjectNode now, ObjectNode before) {
        ObjectNode frozen = frozen(now);
        if (frozen.equals(frozen(before))) return List.of();
        return List.of(
                FieldError.forbidden(
                        "spec",
                        "pod updates may not change fields other than `spec.containers[*].image`,"
                                + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
                                + "`spec.tolerations` (only additions to existing tolerations),"
                                + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"));
    }

    /** The part of a pod's specification that nobody may change. */
    private static ObjectNode frozen(ObjectNode pod) {
        ObjectNode spec = Tree.objectAt(pod, "spec").map(ObjectNode::deepCopy).orElseGet(Tree::object);
        spec.remove(List.of("activeDeadlineSeconds", "tolerations", "schedulingGates", "ephemeralContainers"));
        for (String list : new String[] {"containers", "initContainers"})
            for (ObjectNode container : Tree.objectsAt(spec, list)) container.remove(List.of("image", "resources"));
        return spec;
    }
}
