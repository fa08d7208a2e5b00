package tidegate.playground.fault;

import java.util.Set;

/**
 * Which calls a rule is about: those that fit everything said. Each method answers a copy that says one thing more.
 *
 * @param verbs empty for any
 * @param resource {@code rollouts} for the objects themselves, {@code rollouts/status} for that part of them, {@code
 *     rollouts/*} for both and every other part; {@code ""} for any
 * @param namespace {@code ""} for any
 * @param name of one object, {@code ""} for any
 * @param userAgent how it begins, {@code rollouts-controller/}; {@code ""} for anybody's
 */
public record Calls(Set<String> verbs, String resource, String namespace, String name, String userAgent) {
    private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete", "deletecollection");

    public static Calls any() {
        return new Calls(Set.of(), "", "", "", "");
    }

    public static Calls writes() {
        return any().verbs(WRITES.toArray(String[]::new));
    }

    public static Calls watches() {
        return any().verbs("watch");
    }

    public Calls verbs(String... some) {
        return new Calls(Set.of(some), resource, namespace, name, userAgent);
    }

    public Calls of(String resourceAndPart) {
        return new Calls(verbs, resourceAndPart, namespace, name, userAgent);
    }

    public Calls in(String oneNamespace) {
        return new Calls(verbs, resource, oneNamespace, name, userAgent);
    }

    public Calls named(String oneName) {
        return new Calls(verbs, resource, namespace, oneName, userAgent);
    }

    public Calls by(String beginningOfUserAgent) {
        return new Calls(verbs, resource, namespace, name, beginningOfUserAgent);
    }

    boolean include(ApiCall call) {
        return !call.verb().isEmpty()
                && (verbs.isEmpty() || verbs.contains(call.verb()))
                && isOf(call)
                && (namespace.isEmpty() || namespace.equals(call.namespace()))
                && (name.isEmpty() || name.equals(call.name()))
                && call.userAgent().startsWith(userAgent);
    }

    private boolean isOf(ApiCall call) {
        if (resource.isEmpty()) return true;
        if (resource.endsWith("/*")) return resource.equals(call.resource() + "/*");
        String part = call.subresource().isEmpty() ? "" : "/" + call.subresource();
        return resource.equals(call.resource() + part);
    }
}
