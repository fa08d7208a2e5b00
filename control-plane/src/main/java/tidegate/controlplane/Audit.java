package tidegate.controlplane;

import java.time.Instant;
import java.util.List;

/** What an API server says about the writes it answered: the honest way to count them. */
public interface Audit {

    /** Every write answered so far, in the order of its answer. Reads are not kept. */
    List<ApiWrite> writes();

    /**
     * One answered write.
     *
     * @param verb create, update, patch, delete or deletecollection
     * @param resource the plural, {@code rollouts}
     * @param subresource {@code status}, {@code scale}, …; empty for the object itself
     * @param namespace empty for cluster-wide objects
     * @param name empty where the request named none (a create)
     * @param userAgent as sent
     * @param code the HTTP status of the answer
     * @param received when the API server had read the request, by its clock
     */
    record ApiWrite(
            String verb,
            String resource,
            String subresource,
            String namespace,
            String name,
            String userAgent,
            int code,
            Instant received) {

        /** {@code patch rollouts/status}. */
        public String kind() {
            return verb + " " + resource + (subresource.isEmpty() ? "" : "/" + subresource);
        }
    }
}
