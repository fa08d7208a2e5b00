package tidegate.kube.write;

/** Whether this process may write. Cheap: asked before each write. */
@FunctionalInterface
public interface Fence {
    /** True only while nobody else can hold the lease. */
    boolean allows();

    /** For a process that needs no lease. */
    static Fence open() {
        return () -> true;
    }
}
