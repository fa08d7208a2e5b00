package tidegate.kube.write;

/** A write that was not sent, because this process may no longer hold its lease. Nothing is to be retried: it stops. */
public final class FencedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public FencedException(String call) {
        super(call + ": not sent, the lease may be lost");
    }
}
