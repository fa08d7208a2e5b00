package tidegate.playground.demo;

import tidegate.controlplane.ControlPlaneException;
import tidegate.playground.client.ApiFailure;
import tidegate.playground.client.KubeconfigException;

/**
 * {@code ./tidegate demo}. Exit code 0 when every station held, 1 when one did not or the demo could not start, 2 for
 * wrong arguments. On a terminal it stays up after the tour until Ctrl-C.
 */
public final class DemoMain {
    private DemoMain() {}

    public static void main(String[] arguments) {
        boolean terminal = System.console() != null && System.console().isTerminal();
        boolean colour = terminal && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
        System.exit(run(arguments, new Screen(colour), terminal));
    }

    private static int run(String[] arguments, Screen screen, boolean terminal) {
        DemoArguments wanted;
        try {
            wanted = DemoArguments.of(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("demo: " + e.getMessage());
            return 2;
        }
        try (DemoCluster cluster = DemoStart.start(wanted.on(), screen)) {
            boolean held = !wanted.tour() || cluster.walk();
            screen.blank();
            cluster.whatNext();
            if (terminal) {
                screen.blank();
                cluster.stay();
            }
            return held ? 0 : 1;
        } catch (DemoFailure | ControlPlaneException | ApiFailure | KubeconfigException e) {
            screen.failed(String.valueOf(e.getMessage()));
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (Exception e) {
            screen.failed("the demo broke: " + e);
            return 1;
        }
    }
}
