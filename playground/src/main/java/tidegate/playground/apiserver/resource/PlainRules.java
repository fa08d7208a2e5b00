package tidegate.playground.apiserver.resource;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tidegate.playground.apiserver.failure.FieldError;
import tidegate.playground.apiserver.tree.Meta;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.node.ObjectNode;

/** The rules of kinds that need few. */
final class PlainRules {
    private PlainRules() {}

    static final class NamespaceRules implements Rules {
        @Override
        public void defaults(ObjectNode object) {
            Tree.make(object, "metadata", "labels").put("kubernetes.io/metadata.name", Meta.name(object));
        }

        @Override
        public void beforeCreate(ObjectNode object) {
            Tree.make(object, "spec").putArray("finalizers").add("kubernetes");
            object.putObject("status").put("phase", "Active");
        }

        @Override
        public void beforeUpdate(ObjectNode now, ObjectNode before) {
            var finalizers = Tree.at(before, "spec", "finalizers");
            ObjectNode spec = Tree.make(now, "spec");
            if (finalizers == null) spec.remove("finalizers");
            else spec.set("finalizers", finalizers.deepCopy());
        }
    }

    static final class SecretRules implements Rules {
        @Override
        public void defaults(ObjectNode object) {
            Tree.putIfAbsent(object, "type", "Opaque");
            Map<String, String> plain = Meta.strings(Tree.at(object, "stringData"));
            object.remove("stringData");
            plain.forEach((key, value) -> Tree.make(object, "data")
                    .put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        }

        @Override
        public List<FieldError> validateUpdate(ObjectNode now, ObjectNode before) {
            String type = Tree.textAt(now, "type");
            return type.equals(Tree.textAt(before, "type"))
                    ? List.of()
                    : List.of(FieldError.invalid("type", '"' + type + '"', "field is immutable"));
        }
    }

    static final class EndpointSliceRules implements Rules {
        @Override
        public void defaults(ObjectNode object) {
            if (Tree.at(object, "endpoints") == null) object.putArray("endpoints");
            for (ObjectNode port : Tree.objectsAt(object, "ports")) {
                Tree.putIfAbsent(port, "name", "");
                Tree.putIfAbsent(port, "protocol", "TCP");
            }
        }

        @Override
        public List<FieldError> validate(ObjectNode object) {
            return Tree.textAt(object, "addressType").isEmpty()
                    ? List.of(FieldError.required("addressType", ""))
                    : List.of();
        }
    }

    static final class EndpointsRules implements Rules {
        @Override
        public void defaults(ObjectNode object) {
            for (ObjectNode subset : Tree.objectsAt(object, "subsets"))
                for (ObjectNode port : Tree.objectsAt(subset, "ports")) Tree.putIfAbsent(port, "protocol", "TCP");
        }
    }

    static final class JobRules implements Rules {
        @Override
        public void defaults(ObjectNode object) {
            ObjectNode spec = Tree.make(object, "spec");
            if (!spec.has("completions") && !spec.has("parallelism")) spec.put("completions", 1);
            Tree.putIfAbsent(spec, "parallelism", 1);
            Tree.putIfAbsent(spec, "backoffLimit", 6);
            Tree.putIfAbsent(spec, "completionMode", "NonIndexed");
            Tree.putIfAbsent(spec, "suspend", false);
            Tree.putIfAbsent(spec, "manualSelector", false);
            Tree.putIfAbsent(spec, "podReplacementPolicy", "TerminatingOrFailed");
            PodDefaults.fill(Tree.make(spec, "template", "spec"));
        }

        /** A job finds its pods by a label with its own uid. */
        @Override
        public void beforeCreate(ObjectNode object) {
            object.putObject("status");
            if (Tree.trueAt(object, "spec", "manualSelector")) return;
            String uid = Meta.uid(object);
            ObjectNode labels = Tree.make(object, "spec", "template", "metadata", "labels");
            labels.put("controller-uid", uid).put("batch.kubernetes.io/controller-uid", uid);
            labels.put("job-name", Meta.name(object)).put("batch.kubernetes.io/job-name", Meta.name(object));
            Tree.make(object, "spec", "selector", "matchLabels").put("batch.kubernetes.io/controller-uid", uid);
            if (Meta.labels(object).isEmpty()) Meta.of(object).set("labels", labels.deepCopy());
        }

        @Override
        public void beforeUpdate(ObjectNode now, ObjectNode before) {
            var selector = Tree.at(before, "spec", "selector");
            if (selector != null && Tree.at(now, "spec", "selector") == null)
                Tree.make(now, "spec").set("selector", selector.deepCopy());
        }

        @Override
        public List<FieldError> validate(ObjectNode object) {
            String restart = Tree.textAt(object, "spec", "template", "spec", "restartPolicy");
            return restart.equals("Never") || restart.equals("OnFailure")
                    ? List.of()
                    : List.of(FieldError.required(
                            "spec.template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\""));
        }

        @Override
        public List<FieldError> validateUpdate(ObjectNode now, ObjectNode before) {
            return Tree.same(Tree.at(now, "spec", "template"), Tree.at(before, "spec", "template"))
                    ? List.of()
                    : List.of(FieldError.invalid("spec.template", "{}", "field is immutable"));
        }
    }

    static final class AutoscalerRules implements Rules {
        @Override
        public void defaults(ObjectNode object) {
            ObjectNode spec = Tree.make(object, "spec");
            Tree.putIfAbsent(spec, "minReplicas", 1);
            boolean isOld = Tree.textAt(object, "apiVersion").equals("autoscaling/v1");
            if (isOld) Tree.putIfAbsent(spec, "targetCPUUtilizationPercentage", 80);
            else if (Tree.isEmpty(spec.get("metrics"))) spec.putArray("metrics").add(AutoscalerForms.cpu(80));
        }
    }

    static final class CronJobRules implements Rules {
        @Override
        public void defaults(ObjectNode object) {
            ObjectNode spec = Tree.make(object, "spec");
            Tree.putIfAbsent(spec, "concurrencyPolicy", "Allow");
            Tree.putIfAbsent(spec, "suspend", false);
            Tree.putIfAbsent(spec, "successfulJobsHistoryLimit", 3);
            Tree.putIfAbsent(spec, "failedJobsHistoryLimit", 1);
            Tree.ifObject(spec, PodDefaults::fill, "jobTemplate", "spec", "template", "spec");
        }
    }

    static final class PodTemplateRules implements Rules {
        @Override
        public void defaults(ObjectNode object) {
            PodDefaults.fill(Tree.make(object, "template", "spec"));
        }
    }

    static final class RoleBindingRules implements Rules {
        @Override
        public void defaults(ObjectNode object) {
            Tree.ifObject(object, ref -> Tree.putIfAbsent(ref, "apiGroup", "rbac.authorization.k8s.io"), "roleRef");
            for (ObjectNode subject : Tree.objectsAt(object, "subjects"))
                if (!Tree.textAt(subject, "kind").equals("ServiceAccount"))
                    Tree.putIfAbsent(subject, "apiGroup", "rbac.authorization.k8s.io");
        }
    }
}
