package tidegate.api.hash;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import tidegate.api.hash.GoJson.Dialect;
import tidegate.api.json.Json;

/**
 * The name of a pod template: last part of its ReplicaSet's name, and value of its label.
 *
 * <p>The input is {@code spec.template} of the Rollout as stored (defaulted by the CRD), without anything that the
 * controller adds. Fields that Kubernetes 1.34 does not know do not count.
 */
public final class PodTemplateHash {
    private static final int COLLISION_BYTES = 8;

    private PodTemplateHash() {}

    /**
     * The hash that a new ReplicaSet gets.
     *
     * @param collisionCount {@code status.collisionCount}; zero counts too, only absence does not
     */
    public static String of(Json template, OptionalInt collisionCount) {
        return hash(template, collisionCount, Dialect.CURRENT);
    }

    /** The hash that releases up to 1.8 of the peer gave: ReplicaSets of that time carry it still. */
    public static String ofEarlierReleases(Json template, OptionalInt collisionCount) {
        return hash(template, collisionCount, Dialect.NULL_TIMES);
    }

    private static String hash(Json template, OptionalInt collisionCount, Dialect dialect) {
        SafeHash hash = new SafeHash().plus(GoJson.podTemplate(template, dialect));
        collisionCount.ifPresent(count -> hash.plus(collisionBytes(count)));
        return hash.text();
    }

    private static byte[] collisionBytes(int count) {
        return ByteBuffer.allocate(COLLISION_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(count)
                .array();
    }
}
