package tidegate.controlplane;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tidegate.controlplane.Audit.ApiWrite;

/**
 * Writes that somebody pays for; whose they are, the caller decides.
 *
 * @param writes in the order of their answers, refused ones too
 */
public record Bill(List<ApiWrite> writes) {
    public Bill {
        writes = List.copyOf(writes);
    }

    /** Those of all writes that are on it. */
    public static Bill of(List<ApiWrite> all, Predicate<ApiWrite> isOn) {
        return new Bill(all.stream().filter(isOn).toList());
    }

    /** What came on top of an earlier bill of the same payer. */
    public Bill since(Bill earlier) {
        return new Bill(writes.subList(earlier.total(), total()));
    }

    public Bill events() {
        return of(writes, Bill::isEvent);
    }

    public Bill besidesEvents() {
        return of(writes, write -> !isEvent(write));
    }

    private static boolean isEvent(ApiWrite write) {
        return write.resource().equals("events");
    }

    public int total() {
        return writes.size();
    }

    /** How many the server refused because the object had changed, was there already or had gone. */
    public long refused() {
        return writes.stream().filter(write -> write.code() >= 400).count();
    }

    /** By verb and resource, as {@code patch rollouts/status}. */
    public Map<String, Long> byKind() {
        return writes.stream().collect(Collectors.groupingBy(ApiWrite::kind, TreeMap::new, Collectors.counting()));
    }

    /** A line for each verb and resource, and their sum. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        byKind().forEach((kind, count) -> text.append("%5d  %s%n".formatted(count, kind)));
        return text.append("%5d  in all, %d of them refused%n".formatted(total(), refused()))
                .toString();
    }
}
