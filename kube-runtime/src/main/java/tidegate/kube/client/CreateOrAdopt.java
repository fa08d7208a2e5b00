package tidegate.kube.client;

import java.util.function.Predicate;
import tidegate.api.json.Json;

/**
 * Creates an object under a name that follows from what it is for, so that a second attempt finds the first.
 *
 * <p>Any earlier process may have created it and died before saying so; a taken name is therefore read live and judged.
 */
public final class CreateOrAdopt {
    private CreateOrAdopt() {}

    /** What is there now. */
    public sealed interface Outcome {
        /** Made by this call. */
        record Created(Json object) implements Outcome {}

        /** It was there, and it is ours. */
        record Adopted(Json object) implements Outcome {}

        /** The name belongs to something else, which was not touched. */
        record Collision(Json object) implements Outcome {}
    }

    /**
     * Creates, or finds what has the name.
     *
     * @param isOurs judges the live object that has the name
     * @throws KubeException if a call fails for another reason, or the name was taken and free again at once (a
     *     conflict: try again)
     */
    public static Outcome run(
            KubeClient client, Resource resource, String namespace, Json body, Predicate<Json> isOurs) {
        try {
            return new Outcome.Created(client.create(resource, namespace, body));
        } catch (KubeException e) {
            if (!(e.error() instanceof KubeError.AlreadyExists)) throw e;
        }
        String name = body.at("metadata", "name").stringOrEmpty();
        Json live = client.find(resource.named(namespace, name))
                .orElseThrow(() -> new KubeException(
                        "create " + resource.named(namespace, name),
                        new KubeError.Conflict("the name was taken and is free again")));
        return isOurs.test(live) ? new Outcome.Adopted(live) : new Outcome.Collision(live);
    }
}
