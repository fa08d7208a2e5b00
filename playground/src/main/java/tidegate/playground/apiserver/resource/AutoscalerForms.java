package tidegate.playground.apiserver.resource;

import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Autoscalers are stored as v2; v1 shows the share of CPU they aim at as a field of its own. */
final class AutoscalerForms {
    private static final String OLD_TARGET = "targetCPUUtilizationPercentage";

    private AutoscalerForms() {}

    static ObjectNode toV1(ObjectNode autoscaler) {
        autoscaler.put("apiVersion", "autoscaling/v1");
        ObjectNode spec = Tree.make(autoscaler, "spec");
        for (ObjectNode metric : Tree.objectsAt(spec, "metrics"))
            if (Tree.textAt(metric, "resource", "name").equals("cpu"))
                spec.set(OLD_TARGET, Tree.number(Tree.longAt(metric, 80, "resource", "target", "averageUtilization")));
        spec.remove("metrics");
        spec.remove("behavior");
        Tree.ifObject(autoscaler, status -> status.remove("currentMetrics"), "status");
        return autoscaler;
    }

    static ObjectNode toV2(ObjectNode autoscaler) {
        autoscaler.put("apiVersion", "autoscaling/v2");
        ObjectNode spec = Tree.make(autoscaler, "spec");
        long target = Tree.longAt(spec, 80, OLD_TARGET);
        spec.remove(OLD_TARGET);
        ArrayNode metrics = spec.putArray("metrics");
        metrics.add(cpu(target));
        return autoscaler;
    }

    static ObjectNode cpu(long averageUtilization) {
        ObjectNode metric = Tree.object();
        metric.put("type", "Resource");
        ObjectNode resource = metric.putObject("resource").put("name", "cpu");
        ObjectNode target = resource.putObject("target").put("type", "Utilization");
        target.set("averageUtilization", Tree.number(averageUtilization));
        return metric;
    }
}
