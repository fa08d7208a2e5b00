package tidegate.kube.client;

import org.jspecify.annotations.Nullable;

/** A call that the API refused or never answered. {@link #error} says which and whether to try again. */
public final class KubeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient KubeError error;
    private final String call;

    /** @param call what was asked, as {@code patch replicasets.apps shop/web} */
    public KubeException(String call, KubeError error) {
        this(call, error, null);
    }

    public KubeException(String call, KubeError error, @Nullable Throwable cause) {
        super(call + ": " + error.message(), cause);
        this.error = error;
        this.call = call;
    }

    public KubeError error() {
        return error;
    }

    public String call() {
        return call;
    }

    public boolean isNotFound() {
        return error instanceof KubeError.NotFound;
    }

    public boolean isConflict() {
        return error instanceof KubeError.Conflict;
    }
}
