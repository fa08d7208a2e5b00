package tidegate.playground.demo;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import tidegate.controlplane.TetheredProcess;
import tidegate.playground.client.KubeApi;

/**
 * Everything the demo needs, up and running.
 *
 * @param ends takes down what was started
 * @param kubeconfig for the person in front of it
 * @param address of the application behind the gateway; empty where there is no gateway
 * @param meter the application's steady visitor; empty where there is no gateway
 * @param controller the deployed service
 * @param watch {@code get rollout --watch}, from the first moment on
 */
record DemoCluster(
        Screen screen,
        Ends ends,
        KubeApi api,
        String namespace,
        Path kubeconfig,
        Plugin plugin,
        Optional<URI> address,
        Optional<TrafficMeter> meter,
        TetheredProcess controller,
        TetheredProcess watch)
        implements AutoCloseable {

    /**
     * Walks through the tour.
     *
     * @return whether every station held, and the watch that ran throughout is still there at its end
     */
    boolean walk() {
        long begin = System.nanoTime();
        boolean held = new Tour(screen, api, namespace, plugin, meter).walk() && watchedToTheEnd();
        screen.blank();
        meter.ifPresent(traffic -> screen.note(
                "  " + traffic.asked() + " requests through the gateway, " + traffic.lost() + " without an answer"));
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (held) screen.done("the whole tour held (%.0f s)".formatted(seconds));
        else screen.failed("the tour did not hold; see " + controller.log());
        return held;
    }

    private boolean watchedToTheEnd() {
        if (watch.isAlive()) return true;
        screen.failed("get rollout --watch ended:\n" + watch.lastLines(5));
        return false;
    }

    /** Where things are, and what to try, ready to paste. */
    void whatNext() {
        Path bin = plugin.launcher().getParent();
        screen.line("kubeconfig  " + kubeconfig);
        address.ifPresent(uri -> screen.line("application " + uri + "  (for a browser too)"));
        screen.blank();
        screen.line(screen.paint("1", "Try next"));
        screen.line("  export KUBECONFIG=" + kubeconfig + " JAVA_HOME=" + System.getProperty("java.home") + " PATH="
                + bin + ":$PATH");
        screen.line("  kubectl argo rollouts set image rollouts-demo rollouts-demo=argoproj/rollouts-demo:purple");
        screen.line("  kubectl argo rollouts get rollout rollouts-demo --watch");
        screen.line("  kubectl argo rollouts promote rollouts-demo");
        screen.line("  kubectl get rollouts,replicasets,pods");
        screen.note("  (without kubectl: kubectl-argo-rollouts in place of kubectl argo rollouts)");
    }

    /** Stays up until the JVM is told to end; says so when the controller ends before, as nothing moves from then on. */
    void stay() throws InterruptedException {
        screen.note("Ctrl-C ends the demo.");
        int code = controller.awaitEnd();
        if (!ends.isEnding()) {
            screen.failed("rollout-controller ended with exit code " + code + "; its log is " + controller.log());
            screen.line("  a new one:  KUBECONFIG=" + kubeconfig + " POD_NAMESPACE=" + namespace
                    + " ./tidegate run rollout-controller");
        }
        new CountDownLatch(1).await();
    }

    @Override
    public void close() {
        ends.close();
    }
}
