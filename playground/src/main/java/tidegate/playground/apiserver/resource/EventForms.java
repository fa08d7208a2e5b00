package tidegate.playground.apiserver.resource;

import tools.jackson.databind.node.ObjectNode;

/** Events are stored in the core form; {@code events.k8s.io} shows the same objects with other field names. */
final class EventForms {
    private static final String[][] NAMES = {
        {"involvedObject", "regarding"},
        {"message", "note"},
        {"reportingComponent", "reportingController"},
        {"firstTimestamp", "deprecatedFirstTimestamp"},
        {"lastTimestamp", "deprecatedLastTimestamp"},
        {"count", "deprecatedCount"},
        {"source", "deprecatedSource"},
    };

    private EventForms() {}

    static ObjectNode toNew(ObjectNode event) {
        for (String[] pair : NAMES) rename(event, pair[0], pair[1]);
        return event.put("apiVersion", "events.k8s.io/v1");
    }

    static ObjectNode toCore(ObjectNode event) {
        for (String[] pair : NAMES) rename(event, pair[1], pair[0]);
        return event.put("apiVersion", "v1");
    }

    private static void rename(ObjectNode object, String from, String to) {
        var value = object.remove(from);
        if (value != null) object.set(to, value);
    }
}
