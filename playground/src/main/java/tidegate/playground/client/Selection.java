package tidegate.playground.client;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which objects of a kind a list or a watch is about; {@code ""} everywhere means all.
 *
 * @param labels a label selector in its URL form, as in {@code app=shop,tier!=cache}
 * @param fields a field selector, as in {@code spec.nodeName=node-1}
 */
public record Selection(String namespace, String labels, String fields) {
    public static final Selection EVERYTHING = new Selection("", "", "");

    public static Selection inNamespace(String namespace) {
        return new Selection(namespace, "", "");
    }

    Map<String, String> parameters() {
        var parameters = new LinkedHashMap<String, String>();
        if (!labels.isEmpty()) parameters.put("labelSelector", labels);
        if (!fields.isEmpty()) parameters.put("fieldSelector", fields);
        return parameters;
    }
}
