package tidegate.kube.schedule;

/** One look at one key. Anything it throws counts as a failure and is retried with backoff. */
@FunctionalInterface
public interface Pass<K> {
    Next run(K key) throws Exception;
}
