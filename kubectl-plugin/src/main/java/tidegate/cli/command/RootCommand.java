package tidegate.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = RootCommand.NAME,
        description = "Look at progressive releases of Argo Rollouts resources and steer them",
        footer = {
            "  # watch a release",
            "  kubectl-argo-rollouts get rollout checkout --watch",
            "  # start one",
            "  kubectl-argo-rollouts set image checkout app=shop/checkout:1.5.0",
            "  # let it go on, or stop it",
            "  kubectl-argo-rollouts promote checkout",
            "  kubectl-argo-rollouts abort checkout"
        })
final class RootCommand implements Verb {
    static final String NAME = "kubectl-argo-rollouts";

    @Mixin
    final GlobalFlags flags = new GlobalFlags();

    @Override
    public int run() {
        throw new UsageFailure();
    }
}
