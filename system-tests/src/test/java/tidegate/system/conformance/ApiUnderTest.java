package tidegate.system.conformance;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tidegate.api.crd.Crds;
import tidegate.api.json.Json;
import tidegate.controlplane.ControlPlane;
import tidegate.playground.EmbeddedControlPlane;
import tidegate.system.bench.ControlPlanes;

/**
 * The API that this run is about, with our definitions installed and nothing else: started at the first use in a JVM,
 * ended with the JVM.
 */
public final class ApiUnderTest {
    private static final Duration SERVED_WITHIN = Duration.ofSeconds(30);

    private static @Nullable ApiUnderTest shared;

    private final ControlPlane plane;
    private final Http http;

    private ApiUnderTest(ControlPlane plane) {
        this.plane = plane;
        this.http = new Http(plane.kubeconfig());
    }

    public static synchronized ApiUnderTest shared() {
        if (shared == null) {
            ControlPlane plane = ControlPlanes.start();
            Runtime.getRuntime().addShutdownHook(new Thread(plane::close, "api-under-test-end"));
            var started = new ApiUnderTest(plane);
            started.install();
            shared = started;
        }
        return shared;
    }

    private void install() {
        for (Json definition : Crds.definitions()) {
            Answer answer = call("POST", Kind.CRD.everywhere()).body(definition).send();
            if (answer.code() != 201) answer.refused(409, "AlreadyExists");
        }
        for (Kind kind : List.of(Kind.ROLLOUT, Kind.ANALYSIS_RUN, Kind.ANALYSIS_TEMPLATE, Kind.EXPERIMENT))
            awaitServed(kind.everywhere());
        awaitServed(Kind.CLUSTER_ANALYSIS_TEMPLATE.everywhere());
    }

    /** Until a path answers; just after its definition was created it is not found, and then answers 429 for a moment. */
    void awaitServed(String path) {
        Eventually.within(SERVED_WITHIN, () -> call("GET", path).send(), answer -> answer.code() == 200);
    }

    /** Makes version 1 one that a watch cannot begin at; a real API began to remember later anyway. */
    void forgetHistory() {
        if (plane instanceof EmbeddedControlPlane embedded) embedded.api().compact();
    }

    public ControlPlane plane() {
        return plane;
    }

    Call call(String method, String path) {
        return Call.to(http, method, path);
    }

    /** A namespace that nobody else uses. */
    Space newSpace(String title) {
        String name = uniqueName(title);
        call("POST", Kind.NAMESPACE.everywhere())
                .body(Json.object("metadata", Json.object("name", name)))
                .ok(201);
        return new Space(this, name);
    }

    /** A name that nobody else uses, for a namespace or any cluster-wide object. */
    static String uniqueName(String title) {
        String words =
                title.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String start = words.substring(0, Math.min(40, words.length())).replaceAll("^-+|-+$", "");
        byte[] random = new byte[4];
        ThreadLocalRandom.current().nextBytes(random);
        return start + "-" + HexFormat.of().formatHex(random);
    }
}
