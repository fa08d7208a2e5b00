package tidegate.controlplane;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** {@code ./tidegate control-plane}: a real control plane in the foreground, until Ctrl-C. */
public final class ControlPlaneMain {
    private ControlPlaneMain() {}

    /**
     * @param arguments optionally one: the folder to keep data and kubeconfig in
     */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length == 1 && arguments[0].equals("--help")) {
            System.out.println(
                    "usage: control-plane [DIR]   DIR: keeps data, logs and kubeconfig; else a temporary one");
            return;
        }
        if (arguments.length == 1 && arguments[0].startsWith("-")) {
            System.err.println("control-plane: unknown option " + arguments[0] + " (expected: at most a folder)");
            System.exit(2);
        }
        if (arguments.length > 1) {
            System.err.println("control-plane: " + arguments.length + " arguments (expected: at most a folder)");
            System.exit(2);
        }
        try {
            RealControlPlane plane = arguments.length == 1
                    ? RealControlPlane.start(Path.of(arguments[0]).toAbsolutePath(), System.err::println)
                    : RealControlPlane.start(System.err::println);
            System.out.println("Kubernetes API ready at " + plane.server() + "; logs in " + plane.folder());
            System.out.println("export KUBECONFIG=" + plane.kubeconfig());
            System.out.println("Ctrl-C ends it.");
            new CountDownLatch(1).await();
        } catch (ControlPlaneException e) {
            System.err.println("control-plane: " + e.getMessage());
            System.exit(1);
        }
    }
}
