package tidegate.playground.apiserver.serve;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import tidegate.controlplane.Audit;
import tidegate.playground.apiserver.serve.ApiServer.WriteHook;
import tidegate.playground.apiserver.serve.Router.Address;

/** Notes every write that was answered, and lets tests stand in the way of any. */
final class Traffic implements Audit {
    private final List<ApiWrite> writes = new ArrayList<>();
    private final List<WriteHook> hooks = new CopyOnWriteArrayList<>();

    /** One request on its way. */
    interface Passage {
        Passage FREE = _ -> {};

        void done(int code) throws InterruptedException;
    }

    /** A hook let a write disappear: nothing is done and nothing answered. */
    static final class LostException extends Exception {
        LostException(ApiWrite write) {
            super(write.kind() + " was lost on its way");
        }
    }

    void add(WriteHook hook) {
        hooks.add(hook);
    }

    void remove(WriteHook hook) {
        hooks.remove(hook);
    }

    Passage enter(Request request) throws InterruptedException, LostException {
        String verb = verb(request);
        if (verb.isEmpty()) return Passage.FREE;
        Instant received = Instant.now();
        ApiWrite arrived = write(request, verb, 0, received);
        for (WriteHook hook : hooks) if (!hook.arrived(arrived)) throw new LostException(arrived);
        return code -> {
            ApiWrite write = write(request, verb, code, received);
            synchronized (writes) {
                writes.add(write);
            }
            for (WriteHook hook : hooks) hook.answering(write);
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

    private static ApiWrite write(Request request, String verb, int code, Instant received) {
        List<String> tail = tail(request);
        return new ApiWrite(
                verb.toLowerCase(Locale.ROOT),
                part(tail, 0),
                part(tail, 2),
                namespace(request),
                part(tail, 1),
                request.userAgent(),
                code,
                received);
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
