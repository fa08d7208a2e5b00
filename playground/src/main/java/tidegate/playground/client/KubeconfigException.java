package tidegate.playground.client;

import java.nio.file.Path;

/** A kubeconfig that cannot be used; the message is one line for its owner and names the file. */
public final class KubeconfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    KubeconfigException(Path file, String problem) {
        super("kubeconfig " + file + ": " + problem);
    }
}
