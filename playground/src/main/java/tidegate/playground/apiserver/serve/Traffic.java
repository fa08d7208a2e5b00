package tidegate.playground.apiserver.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import tidegate.controlplane.Audit;
import tidegate.playground.apiserver.serve.Router.Address;

/** Notes every write that was answered, and lets tests stand in the way of one. */
final class Traffic implements Audit {
    private final List<ApiWrite> writes = new ArrayList<>();
    private final AtomicReference<Interception> interception = new AtomicReference<>(Interception.NONE);

    /** Called when a write was done and before it is answered, on the request's own thread: it may wait or never return. */
    @FunctionalInterface
    interface Interception {
        Interception NONE = _ -> {};

        void answered(ApiWrite write) throws InterruptedException;
    }

    /** One request on its way. */
    interface Passage {
        void done(int code) throws InterruptedException;
    }

    void intercept(Interception next) {
        interception.set(next);
    }

    Passage enter(Request request) {
        String verb = verb(request);
        if (verb.isEmpty()) return _ -> {};
        return code -> {
            ApiWrite write = write(request, verb, code);
            synchronized (writes) {
                writes.add(write);
            }
            interception.get().answered(write);
        };
    }

    private static String verb(Request request) {
        return switch (request.method()) {
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> tail(request).size() > 1 ? "delete" : "deletecollection";
            default -> "";
        };
    }

    private static ApiWrite write(Request request, String verb, int code) {
        List<String> tail = tail(request);
        return new ApiWrite(
                verb.toLowerCase(Locale.ROOT),
                part(tail, 0),
                part(tail, 2),
                namespace(request),
                part(tail, 1),
                request.userAgent(),
                code);
    }

    private static String part(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : "";
    }

    private static Address address(Request request) {
        List<String> path = request.path();
        boolean core = !path.isEmpty() && path.getFirst().equals("api");
        int skipped = Math.min(core ? 2 : 3, path.size());
        return new Address("", "", path.subList(skipped, path.size()));
    }

    private static boolean isInNamespace(List<String> rest) {
        return rest.size() >= 3
                && rest.getFirst().equals("namespaces")
                && !(rest.size() == 3
                        && (rest.get(2).equals("status") || rest.get(2).equals("finalize")));
    }

    private static List<String> tail(Request request) {
        List<String> rest = address(request).rest();
        return isInNamespace(rest) ? rest.subList(2, rest.size()) : rest;
    }

    private static String namespace(Request request) {
        List<String> rest = address(request).rest();
        return isInNamespace(rest) ? rest.get(1) : "";
    }

    @Override
    public List<ApiWrite> writes() {
        synchronized (writes) {
            return List.copyOf(writes);
        }
    }
}
