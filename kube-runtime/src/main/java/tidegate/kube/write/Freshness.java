package tidegate.kube.write;

import java.util.List;
import tidegate.kube.client.KubeError;
import tidegate.kube.client.ObjectRef;
import tidegate.kube.client.ResourceVersion;

/** Whether the caches show a key's own writes. */
public sealed interface Freshness {
    /** Writes that the caches do not show yet. */
    List<Unseen> unseen();

    /** All of them are there. */
    record CaughtUp() implements Freshness {
        @Override
        public List<Unseen> unseen() {
            return List.of();
        }
    }

    /** @param unseen at least one */
    record Behind(List<Unseen> unseen) implements Freshness {
        public Behind {
            unseen = List.copyOf(unseen);
        }
    }

    /** A write of which no cache has told. */
    sealed interface Unseen {
        /** What was written; without a name, any object of that resource may have been. */
        ObjectRef ref();

        /** Whether it says anything about this object. */
        default boolean concerns(ObjectRef object) {
            boolean isAny = ref().name().isEmpty();
            return isAny ? ref().resource().equals(object.resource()) : ref().equals(object);
        }

        /** @param version UNKNOWN for a deletion whose version the server did not tell */
        record Written(ObjectRef ref, ResourceVersion version) implements Unseen {}

        /**
         * Nobody knows whether it happened.
         *
         * @param error what the server answered when it was asked just now
         */
        record InDoubt(ObjectRef ref, KubeError error) implements Unseen {}
    }
}
