package tidegate.simulator.episode;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Strategy;
import tidegate.api.template.PodTemplates;
import tidegate.api.value.WireTime;
import tidegate.simulator.VirtualTime;
import tidegate.simulator.cluster.ApiServer;
import tidegate.simulator.cluster.ApiServer.Part;
import tidegate.simulator.cluster.Author;
import tidegate.simulator.cluster.Kind;
import tidegate.simulator.cluster.PodBehaviour;

/** Everybody who writes to the cluster besides the controller and the cluster's own ones. */
final class Actors {
    private static final List<String> CANARY = List.of("spec", "strategy", "canary");
    private static final List<String> NONSENSE = List.of(
            "{\"currentStepIndex\":-7}",
            "{\"currentStepIndex\":900}",
            "{\"pauseConditions\":[{\"reason\":\"CanaryPauseStep\",\"startTime\":\"yesterday\"}]}",
            "{\"conditions\":[{\"type\":\"Progressing\",\"status\":\"Maybe\"}]}",
            "{\"availableReplicas\":99,\"replicas\":-1,\"updatedReplicas\":7}",
            "{\"phase\":\"Wonderful\",\"message\":\"all is well\"}",
            "{\"observedGeneration\":\"7654321\"}",
            "{\"currentStepHash\":\"none\"}",
            "{\"controllerPause\":true}");

    private final ApiServer api;
    private final VirtualTime time;

    Actors(ApiServer api, VirtualTime time) {
        this.api = api;
        this.time = time;
    }

    /** What was done, in words; empty for a deed that is not one of theirs. */
    Optional<String> perform(Happening happening) {
        var random = new SplittableRandom(happening.dice());
        return switch (happening.deed().doer()) {
            case USER -> Optional.of(new User(random).act(happening.deed()));
            case OTHERS -> Optional.of(meddle(happening.deed(), random));
            case NODES -> Optional.of(failPod(happening.deed(), random));
            case PROCESS, WATCH, API -> Optional.empty();
        };
    }

    private Rollout rollout() {
        return api.rollout(RandomRollout.NAME).orElseGet(() -> Rollout.of(Json.EMPTY_OBJECT));
    }

    private void edit(Author author, Part part, java.util.function.UnaryOperator<Json> change) {
        api.edit(author, Kind.ROLLOUT, RandomRollout.NAME, part, change);
    }

    private static ReplicaSet any(List<ReplicaSet> sets, RandomGenerator random) {
        return sets.get(random.nextInt(sets.size()));
    }

    private String failPod(Deed deed, RandomGenerator random) {
        var sets = api.replicaSets();
        if (sets.isEmpty()) return "no pod to fail";
        String set = any(sets, random).name();
        int which = random.nextInt(1000);
        boolean did = deed == Deed.KILL_POD
                ? api.killPod(set, which)
                : api.stunPod(set, which, java.time.Duration.ofMillis(random.nextInt(100, 20_000)));
        String what = deed == Deed.KILL_POD ? "is killed" : "does not answer for a while";
        return did ? "a pod of " + set + " " + what : set + " has no such pod";
    }

    private String meddle(Deed deed, RandomGenerator random) {
        return switch (deed) {
            case AUTOSCALE -> {
                int replicas = random.nextInt(1, 13);
                edit(Author.OTHERS, Part.MAIN, json -> json.withAt(List.of("spec", "replicas"), replicas));
                yield "the autoscaler wants " + replicas;
            }
            case REAPPLY -> {
                edit(
                        Author.OTHERS,
                        Part.MAIN,
                        json -> json.map("spec", spec -> spec.without("replicas"))
                                .withAt(List.of("metadata", "labels"), Json.object("applied", "again")));
                yield "a manifest without replicas is applied";
            }
            case WRITE_NONSENSE_STATUS -> {
                String nonsense = NONSENSE.get(random.nextInt(NONSENSE.size()));
                edit(
                        Author.OTHERS,
                        Part.STATUS,
                        json -> json.map("status", status -> status.merged(Json.parse(nonsense))));
                yield "somebody writes into the status: " + nonsense;
            }
            default -> meddleWithSet(deed, random);
        };
    }

    private String meddleWithSet(Deed deed, RandomGenerator random) {
        var sets = api.replicaSets();
        if (sets.isEmpty()) return "no ReplicaSet to meddle with";
        ReplicaSet set = deed == Deed.DELETE_STABLE_SET
                ? sets.stream()
                        .filter(one -> one.hash().equals(rollout().status().stableRS()))
                        .findFirst()
                        .orElse(sets.getFirst())
                : any(sets, random);
        String name = set.name();
        return switch (deed) {
            case DELETE_STABLE_SET, DELETE_SET -> {
                api.delete(Author.OTHERS, Kind.REPLICA_SET, name, "", "");
                yield "somebody deletes " + name;
            }
            case SCALE_SET -> {
                int size = random.nextInt(8);
                resize(name, size);
                yield "somebody scales " + name + " to " + size;
            }
            default -> {
                api.edit(
                        Author.OTHERS,
                        Kind.REPLICA_SET,
                        name,
                        Part.MAIN,
                        json -> json.withAt(List.of("metadata", "labels", "note"), "n" + random.nextInt(1000)));
                yield "somebody labels " + name;
            }
        };
    }

    private void resize(String set, int size) {
        api.edit(
                Author.OTHERS,
                Kind.REPLICA_SET,
                set,
                Part.MAIN,
                json -> json.withAt(List.of("spec", "replicas"), size));
    }

    /** Somebody with a command line, who sends what the plugin sends. */
    private final class User {
        private final RandomGenerator random;
        private final RandomRollout rollouts;

        User(RandomGenerator random) {
            this.random = random;
            this.rollouts = new RandomRollout(random);
        }

        String act(Deed deed) {
            if (api.rollout(RandomRollout.NAME).isEmpty()) return deed + ": the rollout is gone";
            return switch (deed) {
                case SET_IMAGE -> setImage(rollouts.newImage());
                case SET_GOOD_IMAGE -> setImage(rollouts.goodImage());
                case SET_BROKEN_IMAGE -> setImage(rollouts.brokenImage());
                case PROMOTE -> promote();
                case PROMOTE_FULLY -> promoteFully();
                case ABORT -> status("{\"abort\":true}");
                case RETRY -> status("{\"abort\":false}");
                case UNDO -> undo();
                case PAUSE -> spec("paused", Json.of(true));
                case RESUME -> spec("paused", Json.of(false));
                case SCALE -> spec("replicas", Json.of(rollouts.replicas()));
                case SCALE_AND_SET_IMAGE -> scaleAndSetImage();
                case SCALE_AND_PROMOTE -> spec("replicas", Json.of(rollouts.replicas())) + ", " + promote();
                case ABORT_AND_SET_BROKEN_IMAGE -> status("{\"abort\":true}") + ", " + setImage(rollouts.brokenImage());
                case PROMOTE_AND_SET_IMAGE -> promote() + ", " + setImage(rollouts.newImage());
                case EDIT_STEPS -> canary(block().with("steps", rollouts.steps()));
                case EDIT_LIMITS -> canary(rollouts.withLimits(block()));
                case GO_TO_STEP -> status("{\"currentStepIndex\":" + random.nextInt(-1, 7) + "}");
                case RESTART -> spec("restartAt", Json.of(WireTime.format(time.now())));
                case ANNOTATE -> annotate();
                case DELETE_ROLLOUT -> delete();
                case SWITCH_STRATEGY -> switchStrategy();
                case EDIT_WORKLOAD -> editWorkload();
                default -> deed + ": nothing to do here";
            };
        }

        private String setImage(String image) {
            setTemplate(RandomRollout.template(image));
            return "set image " + image;
        }

        /** Where the template is: in the Rollout, or in what it refers to. */
        private void setTemplate(Json template) {
            boolean refers = rollout().json().at("spec", "workloadRef").isObject();
            api.edit(
                    Author.USER,
                    refers ? Kind.DEPLOYMENT : Kind.ROLLOUT,
                    refers ? RandomRollout.WORKLOAD : RandomRollout.NAME,
                    Part.MAIN,
                    json -> json.withAt(List.of("spec", "template"), template));
        }

        private String scaleAndSetImage() {
            if (rollout().json().at("spec", "workloadRef").isObject()) return setImage(rollouts.newImage());
            String image = rollouts.newImage();
            int replicas = rollouts.replicas();
            edit(
                    Author.USER,
                    Part.MAIN,
                    json -> json.withAt(List.of("spec", "replicas"), replicas)
                            .withAt(List.of("spec", "template"), RandomRollout.template(image)));
            return "set image " + image + " and replicas " + replicas + " in one write";
        }

        private String spec(String field, Json value) {
            edit(Author.USER, Part.MAIN, json -> json.withAt(List.of("spec", field), value));
            return "patch spec." + field + " " + value;
        }

        private String status(String patch) {
            edit(Author.USER, Part.STATUS, json -> json.map("status", status -> status.merged(Json.parse(patch))));
            return "patch status " + patch;
        }

        private Json block() {
            return rollout().spec().strategy().json();
        }

        private String canary(Json block) {
            if (!(rollout().spec().strategy() instanceof Strategy.Canary)) return "no canary to edit";
            edit(Author.USER, Part.MAIN, json -> json.withAt(CANARY, block));
            return "patch spec.strategy.canary " + block;
        }

        private String annotate() {
            edit(
                    Author.USER,
                    Part.MAIN,
                    json -> json.withAt(List.of("metadata", "annotations", "note"), "n" + random.nextInt(1000)));
            return "annotate";
        }

        /** With a limit that goes with any history. */
        private String switchStrategy() {
            return spec(
                    "strategy",
                    rollouts.strategy()
                            .map(
                                    "blueGreen",
                                    block -> block.isObject() ? block.without("scaleDownDelayRevisionLimit") : block));
        }

        private String editWorkload() {
            api.edit(
                    Author.USER,
                    Kind.DEPLOYMENT,
                    RandomRollout.WORKLOAD,
                    Part.MAIN,
                    json -> json.withAt(List.of("spec", "replicas"), random.nextInt(6)));
            return "somebody scales the Deployment";
        }

        private String delete() {
            api.delete(Author.USER, Kind.ROLLOUT, RandomRollout.NAME, "", "");
            return "delete rollout";
        }

        /** As {@code promote} decides from what it reads. */
        private String promote() {
            Rollout rollout = rollout();
            String did = "promote: ";
            if (!rollout.status().pauseConditions().isEmpty()) did += status("{\"pauseConditions\":null}");
            else if (steps(rollout) > 0)
                did += status("{\"pauseConditions\":null,\"currentStepIndex\":" + next(rollout) + "}");
            if (rollout.spec().paused()) did += ", " + spec("paused", Json.of(false));
            return did;
        }

        private String promoteFully() {
            Rollout rollout = rollout();
            RolloutStatus status = rollout.status();
            String did = "promote --full: ";
            if (!status.currentPodHash().equals(status.stableRS())) did += status("{\"promoteFull\":true}");
            if (rollout.spec().paused()) did += ", " + spec("paused", Json.of(false));
            return did;
        }

        private static int steps(Rollout rollout) {
            return rollout.spec().strategy() instanceof Strategy.Canary canary
                    ? canary.steps().size()
                    : 0;
        }

        private static int next(Rollout rollout) {
            return Math.min(rollout.status().currentStepIndex().orElse(0) + 1, steps(rollout));
        }

        private String undo() {
            var sets = api.replicaSets();
            if (sets.isEmpty()) return "undo: nothing there";
            Json template = PodTemplates.asWritten(any(sets, random));
            setTemplate(template);
            return "undo to " + PodBehaviour.imageOf(template);
        }
    }
}
