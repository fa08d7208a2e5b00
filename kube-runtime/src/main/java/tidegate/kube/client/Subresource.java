package tidegate.kube.client;

/** Which part of an object a patch addresses. */
public enum Subresource {
    MAIN(""),
    STATUS("/status"),
    SCALE("/scale");

    private final String suffix;

    Subresource(String suffix) {
        this.suffix = suffix;
    }

    /** What follows the object's path: {@code ""} or {@code /status} or {@code /scale}. */
    public String suffix() {
        return suffix;
    }
}
