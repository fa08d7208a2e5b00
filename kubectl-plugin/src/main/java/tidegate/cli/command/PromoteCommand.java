package tidegate.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tidegate.api.command.Idle;
import tidegate.api.command.Patches;
import tidegate.api.command.Promotion;
import tidegate.api.command.RefusedCommand;
import tidegate.api.command.UserCommands;
import tidegate.api.json.Json;
import tidegate.api.rollout.Rollout;
import tidegate.cli.client.ApiFailure;
import tidegate.cli.client.PatchKind;
import tidegate.cli.client.Resource;

@Command(
        name = "promote",
        description = "Let a paused rollout go on; with --full, past every remaining step",
        footer = {
            "  # on from the current pause or step",
            "  kubectl-argo-rollouts promote checkout",
            "  # skip all remaining steps, pauses and analyses",
            "  kubectl-argo-rollouts promote checkout --full"
        })
final class PromoteCommand implements Verb {
    private static final int ATTEMPTS = 5;

    private final Session session;

    @Parameters(paramLabel = "ROLLOUT_NAME")
    List<String> names = new ArrayList<>();

    @Option(
            names = "--full",
            arity = "0..1",
            fallbackValue = "true",
            description = "Skip all remaining steps, pauses and analyses")
    boolean full;

    @Option(
            names = {"-c", "--skip-current-step"},
            hidden = true,
            arity = "0..1",
            fallbackValue = "true")
    boolean skipCurrentStep;

    @Option(
            names = {"-a", "--skip-all-steps"},
            hidden = true,
            arity = "0..1",
            fallbackValue = "true")
    boolean skipAllSteps;

    PromoteCommand(Session session) {
        this.session = session;
    }

    @Override
    public int run() {
        String name = Arguments.one(names);
        warnOfDeprecation();
        if (skipCurrentStep && skipAllSteps)
            throw new CommandFailure("Cannot use skip-current-step and skip-all-steps flags at the same time");
        Rollout promoted = promote(name, mode());
        session.out().println("rollout '" + name + "' " + (full ? "fully promoted" : "promoted"));
        StatusPatch.tell(session, name, Idle.promotion(promoted, mode()));
        return 0;
    }

    private void warnOfDeprecation() {
        if (skipCurrentStep)
            session.err().println("Flag --skip-current-step has been deprecated, use promote without flags instead");
        if (skipAllSteps) session.err().println("Flag --skip-all-steps has been deprecated, use --full instead");
    }

    private Promotion mode() {
        if (skipCurrentStep) return Promotion.SKIP_CURRENT_STEP;
        if (skipAllSteps) return Promotion.SKIP_ALL_STEPS;
        return full ? Promotion.FULL : Promotion.NEXT;
    }

    /**
     * Reads the Rollout, decides, and writes on the condition that it did not change: of two people who promote the
     * same pause the second must not skip the step that follows. Changes that leave alone what was decided on are no
     * obstacle; the controller makes them all the time.
     *
     * @return the Rollout that was decided on
     */
    private Rollout promote(String name, Promotion mode) {
        Json seen = read(name);
        Json decidedOn = place(seen);
        for (int attempt = 1; ; attempt++) {
            try {
                send(name, seen, promotion(seen, mode));
                return Rollout.of(seen);
            } catch (ApiFailure failure) {
                if (!failure.isConflict() || attempt == ATTEMPTS) throw failure;
            }
            seen = read(name);
            if (!place(seen).equals(decidedOn))
                throw new CommandFailure(
                        "rollout '" + name + "' moved on while it was being promoted; nothing was changed");
        }
    }

    private static Patches promotion(Json seen, Promotion how) {
        try {
            return UserCommands.promote(seen, how);
        } catch (RefusedCommand e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private Json read(String name) {
        return session.api().get(Resource.ROLLOUTS, session.namespace(), name);
    }

    /** Where a Rollout stands, as far as promoting is concerned. */
    private static Json place(Json rollout) {
        Json status = rollout.get("status");
        return Json.object(
                "uid", rollout.at("metadata", "uid"),
                "hash", status.get("currentPodHash"),
                "step", status.get("currentStepIndex"),
                "pauses", status.get("pauseConditions"));
    }

    private void send(String name, Json seen, Patches step) {
        if (step.status().isPresent()) {
            var sent =
                    StatusPatch.send(session, name, guarded(step.status().get(), seen), guarded(step.combined(), seen));
            if (!sent.asStatus()) return;
        }
        step.spec()
                .ifPresent(spec ->
                        session.api().patch(Resource.ROLLOUTS, session.namespace(), name, PatchKind.MERGE, spec));
    }

    private static Json guarded(Json patch, Json seen) {
        return patch.with("metadata", Json.object("resourceVersion", seen.at("metadata", "resourceVersion")));
    }
}
