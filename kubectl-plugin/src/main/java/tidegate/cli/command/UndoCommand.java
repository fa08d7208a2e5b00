package tidegate.cli.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.template.PodTemplates;
import tidegate.api.value.LabelSelector;
import tidegate.api.value.MalformedValueException;
import tidegate.api.wire.Annotations;
import tidegate.cli.client.ApiFailure;
import tidegate.cli.client.ListOptions;
import tidegate.cli.client.PatchKind;
import tidegate.cli.client.Resource;

@Command(
        name = "undo",
        description = "Go back to the previous revision, or to a given one",
        footer = {
            "  # back to the revision before the present one",
            "  kubectl-argo-rollouts undo checkout",
            "  kubectl-argo-rollouts undo checkout --to-revision 3"
        })
final class UndoCommand implements Verb {
    private static final int PREVIOUS = 0;

    private final Session session;

    @Parameters(paramLabel = "ROLLOUT_NAME")
    List<String> names = new ArrayList<>();

    @Option(
            names = "--to-revision",
            paramLabel = "int",
            defaultValue = "0",
            description = "Revision to go back to; 0 for the one before the present one")
    long toRevision;

    UndoCommand(Session session) {
        this.session = session;
    }

    @Override
    public int run() {
        String name = Arguments.one(names);
        Json rollout = session.api().get(Resource.ROLLOUTS, session.namespace(), name);
        Json target = chosen(replicaSets(rollout, name), name);
        TemplateHolder holder = holder(rollout, name);
        if (PodTemplates.runs(ReplicaSet.of(target), template(holder, rollout))) {
            session.out().print("skipped rollback (current template already matches revision " + toRevision + ")");
            return 0;
        }
        restore(holder, PodTemplates.asWritten(ReplicaSet.of(target)));
        session.out().println("rollout '" + name + "' undo");
        return 0;
    }

    private TemplateHolder holder(Json rollout, String name) {
        try {
            return TemplateHolder.of(rollout, name);
        } catch (CommandFailure e) {
            throw failedRestoring(e);
        }
    }

    private Json template(TemplateHolder holder, Json rollout) {
        if (holder.isRollout()) return holder.templateIn(rollout);
        try {
            return holder.templateIn(session.api().get(holder.resource(), session.namespace(), holder.name()));
        } catch (ApiFailure e) {
            throw failedRestoring(e);
        }
    }

    private List<Json> replicaSets(Json rollout, String name) {
        String uid = rollout.at("metadata", "uid").stringOrEmpty();
        try {
            LabelSelector selector = LabelSelector.of(rollout.at("spec", "selector"));
            var options = selector.isEmpty() ? ListOptions.ALL : ListOptions.labelled(selector.toString());
            return session
                    .api()
                    .list(Resource.REPLICA_SETS, session.namespace(), options)
                    .get("items")
                    .elements()
                    .stream()
                    .filter(set -> isControlledBy(set, uid))
                    .toList();
        } catch (ApiFailure | MalformedValueException e) {
            throw new CommandFailure("failed to retrieve replica sets from rollout " + name + ": " + e.getMessage(), e);
        }
    }

    private static boolean isControlledBy(Json set, String uid) {
        return set.at("metadata", "ownerReferences").elements().stream()
                .anyMatch(reference -> reference.get("controller").isTrue()
                        && reference.get("uid").stringOrEmpty().equals(uid));
    }

    private Json chosen(List<Json> sets, String name) {
        if (toRevision == PREVIOUS)
            return sets.stream()
                    .sorted(Comparator.comparingLong(UndoCommand::revision).reversed())
                    .skip(1)
                    .findFirst()
                    .orElseThrow(() -> new CommandFailure("no revision found for rollout \"" + name + "\""));
        return sets.stream()
                .filter(set -> revision(set) == toRevision)
                .findFirst()
                .orElseThrow(
                        () -> new CommandFailure("unable to find specified revision " + toRevision + " in history"));
    }

    private static long revision(Json set) {
        String text =
                set.at("metadata", "annotations").get(Annotations.REVISION).stringOrEmpty();
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    private void restore(TemplateHolder holder, Json template) {
        Json patch = Json.array(Json.object("op", "replace", "path", holder.pointer(), "value", template));
        try {
            session.api().patch(holder.resource(), session.namespace(), holder.name(), PatchKind.JSON, patch);
        } catch (ApiFailure e) {
            throw failedRestoring(e);
        }
    }

    private CommandFailure failedRestoring(RuntimeException e) {
        return new CommandFailure("failed restoring revision " + toRevision + ": " + e.getMessage(), e);
    }
}
