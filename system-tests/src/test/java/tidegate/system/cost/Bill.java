package tidegate.system.cost;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tidegate.controlplane.Audit.ApiWrite;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.Shard;

/**
 * The writes that our controllers sent about the objects of one namespace. The lease is kept elsewhere: it is not on
 * the bill.
 *
 * @param writes in the order of their answers, refused ones too
 */
record Bill(List<ApiWrite> writes) {

    static Bill of(Scenario on) {
        return new Bill(on.controlPlane().audit().orElseThrow().writes().stream()
                .filter(write ->
                        Shard.isByController(write) && write.namespace().equals(on.namespace()))
                .toList());
    }

    /** What came on top of an earlier bill. */
    Bill since(Bill before) {
        return new Bill(writes.subList(before.writes.size(), writes.size()));
    }

    Bill events() {
        return only(true);
    }

    Bill besidesEvents() {
        return only(false);
    }

    private Bill only(boolean events) {
        return new Bill(writes.stream()
                .filter(write -> write.resource().equals("events") == events)
                .toList());
    }

    /** Writes that were refused because somebody else had been faster. */
    long conflicts() {
        return writes.stream().filter(write -> write.code() == 409).count();
    }

    int total() {
        return writes.size();
    }

    /** A line for each verb and resource, and their sum. */
    @Override
    public String toString() {
        Map<String, Long> counts =
                writes.stream().collect(Collectors.groupingBy(ApiWrite::kind, TreeMap::new, Collectors.counting()));
        var text = new StringBuilder();
        counts.forEach((kind, count) -> text.append("%5d  %s%n".formatted(count, kind)));
        return text.append("%5d  in all, %d of them conflicts%n".formatted(total(), conflicts()))
                .toString();
    }
}
