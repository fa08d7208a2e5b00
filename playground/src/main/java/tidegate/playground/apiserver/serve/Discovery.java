package tidegate.playground.apiserver.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tidegate.playground.apiserver.resource.Catalog;
import tidegate.playground.apiserver.resource.ResourceType;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the API says it serves: the old documents a group each, and the aggregated one. */
final class Discovery {
    static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
    private static final List<String> PART_VERBS = List.of("get", "patch", "update");

    private final Catalog catalog;

    Discovery(Catalog catalog) {
        this.catalog = catalog;
    }

    static boolean wantsAggregated(String accept) {
        return accept.contains("as=APIGroupDiscoveryList") && accept.contains("v=v2;");
    }

    ObjectNode coreVersions() {
        ObjectNode versions = Tree.object();
        versions.put("kind", "APIVersions");
        versions.putArray("versions").add("v1");
        ObjectNode address = versions.putArray("serverAddressByClientCIDRs").addObject();
        address.put("clientCIDR", "0.0.0.0/0").put("serverAddress", "127.0.0.1");
        return versions;
    }

    ObjectNode groups() {
        ObjectNode list = Tree.object();
        list.put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = list.putArray("groups");
        allGroups().stream().filter(group -> !group.isEmpty()).forEach(group -> groups.add(groupBody(group)));
        return list;
    }

    private List<String> allGroups() {
        var groups = new ArrayList<>(catalog.groups());
        VirtualResources.groups().stream()
                .filter(group -> !groups.contains(group))
                .forEach(groups::add);
        return groups;
    }

    private List<String> versions(String group) {
        List<String> versions = catalog.versions(group);
        return versions.isEmpty() ? List.of("v1") : versions;
    }

    ObjectNode group(String group) {
        ObjectNode body = groupBody(group);
        body.put("kind", "APIGroup").put("apiVersion", "v1");
        return body;
    }

    private ObjectNode groupBody(String group) {
        ObjectNode body = Tree.object();
        body.put("name", group);
        ArrayNode versions = body.putArray("versions");
        for (String version : versions(group)) versions.add(groupVersion(group, version));
        body.set("preferredVersion", versions.get(0).deepCopy());
        return body;
    }

    private static ObjectNode groupVersion(String group, String version) {
        ObjectNode body = Tree.object();
        body.put("groupVersion", group + "/" + version).put("version", version);
        return body;
    }

    boolean knows(String group, String version) {
        return catalog.serves(group, version) || VirtualResources.serves(group, version);
    }

    boolean knows(String group) {
        return catalog.servesGroup(group) || VirtualResources.groups().contains(group);
    }

    ObjectNode resources(String group, String version) {
        ObjectNode list = Tree.object();
        list.put("kind", "APIResourceList");
        list.put("apiVersion", "v1");
        list.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
        ArrayNode resources = list.putArray("resources");
        for (ResourceType type : catalog.in(group, version)) {
            resources.add(resource(type));
            for (String part : new TreeSet<>(Subresources.of(type))) resources.add(part(type, part));
        }
        for (VirtualResources virtual : VirtualResources.in(group, version)) {
            ObjectNode body = resources.addObject();
            body.put("name", virtual.plural()).put("singularName", virtual.singular());
            body.put("namespaced", virtual.namespaced()).put("kind", virtual.kind());
            verbs(body, List.of("create"));
        }
        return list;
    }

    private static ObjectNode resource(ResourceType type) {
        ObjectNode body = Tree.object();
        body.put("name", type.plural()).put("singularName", type.singular());
        body.put("namespaced", type.namespaced()).put("kind", type.kind());
        verbs(body, VERBS);
        texts(body, "shortNames", type.shortNames());
        texts(body, "categories", type.categories());
        body.put("storageVersionHash", Integer.toHexString(type.qualified().hashCode()));
        return body;
    }

    private static ObjectNode part(ResourceType type, String part) {
        ObjectNode body = Tree.object();
        body.put("name", type.plural() + "/" + part).put("singularName", "");
        body.put("namespaced", type.namespaced());
        Subresources.Kind kind = Subresources.kindOf(type, part);
        if (!kind.group().equals(type.group())) body.put("group", kind.group()).put("version", kind.version());
        body.put("kind", kind.kind());
        verbs(body, Subresources.verbs(part));
        return body;
    }

    private static void verbs(ObjectNode body, List<String> verbs) {
        ArrayNode array = body.putArray("verbs");
        verbs.forEach(array::add);
    }

    private static void texts(ObjectNode body, String key, List<String> texts) {
        if (texts.isEmpty()) return;
        ArrayNode array = body.putArray(key);
        texts.forEach(array::add);
    }

    // ---- aggregated

    /** @param core the core group alone, or all the others */
    ObjectNode aggregated(boolean core) {
        ObjectNode list = Tree.object();
        list.put("kind", "APIGroupDiscoveryList").put("apiVersion", "apidiscovery.k8s.io/v2");
        list.putObject("metadata");
        ArrayNode items = list.putArray("items");
        for (String group : allGroups()) if (group.isEmpty() == core) items.add(aggregatedGroup(group));
        return list;
    }

    private ObjectNode aggregatedGroup(String group) {
        ObjectNode item = Tree.object();
        ObjectNode meta = item.putObject("metadata");
        if (!group.isEmpty()) meta.put("name", group);
        ArrayNode versions = item.putArray("versions");
        for (String version : versions(group)) {
            ObjectNode body = versions.addObject();
            body.put("version", version);
            ArrayNode resources = body.putArray("resources");
            for (ResourceType type : catalog.in(group, version)) resources.add(aggregatedResource(type));
            for (VirtualResources virtual : VirtualResources.in(group, version)) {
                ObjectNode resource = resources.addObject();
                resource.put("resource", virtual.plural());
                resource.set("responseKind", kind(group, version, virtual.kind()));
                resource.put("scope", virtual.namespaced() ? "Namespaced" : "Cluster");
                resource.put("singularResource", virtual.singular());
                verbs(resource, List.of("create"));
            }
            body.put("freshness", "Current");
        }
        return item;
    }

    private static ObjectNode aggregatedResource(ResourceType type) {
        ObjectNode body = Tree.object();
        body.put("resource", type.plural());
        body.set("responseKind", kind(type.group(), type.version(), type.kind()));
        body.put("scope", type.namespaced() ? "Namespaced" : "Cluster");
        body.put("singularResource", type.singular());
        verbs(body, VERBS);
        texts(body, "shortNames", type.shortNames());
        texts(body, "categories", type.categories());
        Set<String> parts = new TreeSet<>(Subresources.of(type));
        if (parts.isEmpty()) return body;
        ArrayNode subresources = body.putArray("subresources");
        for (String part : parts) {
            ObjectNode each = subresources.addObject();
            each.put("subresource", part);
            Subresources.Kind kind = Subresources.kindOf(type, part);
            each.set("responseKind", kind(kind.group(), kind.version(), kind.kind()));
            verbs(each, Subresources.verbs(part));
        }
        return body;
    }

    private static ObjectNode kind(String group, String version, String kind) {
        ObjectNode body = Tree.object();
        return body.put("group", group).put("version", version).put("kind", kind);
    }

    static List<String> partVerbs() {
        return PART_VERBS;
    }
}
