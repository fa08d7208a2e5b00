package tidegate.cli.client;

/** Which objects of a collection; {@code ""} for no restriction. */
public record ListOptions(String labelSelector, String fieldSelector) {
    public static final ListOptions ALL = new ListOptions("", "");

    public static ListOptions named(String name) {
        return new ListOptions("", "metadata.name=" + name);
    }

    public static ListOptions labelled(String selector) {
        return new ListOptions(selector, "");
    }
}
