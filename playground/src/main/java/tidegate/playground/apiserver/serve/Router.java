package tidegate.playground.apiserver.serve;

import java.util.List;
import java.util.Optional;
import tidegate.playground.apiserver.failure.ApiFailure;
import tidegate.playground.apiserver.resource.Catalog;
import tidegate.playground.apiserver.resource.ResourceType;
import tidegate.playground.apiserver.serve.Resources.Target;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.node.ObjectNode;

/** Finds who answers a path. */
final class Router {
    private final Catalog catalog;
    private final Discovery discovery;
    private final Resources resources;
    private final OpenApi openApi;

    Router(Catalog catalog, Resources resources) {
        this.catalog = catalog;
        this.discovery = new Discovery(catalog);
        this.resources = resources;
        this.openApi = new OpenApi(catalog);
    }

    /** An address below a group and version. */
    record Address(String group, String version, List<String> rest) {}

    Reply answer(Request request) {
        List<String> path = request.path();
        String first = path.isEmpty() ? "" : path.getFirst();
        return switch (first) {
            case "version" -> Reply.json(200, version());
            case "healthz", "readyz", "livez" -> Reply.text(200, "ok");
            case "" -> Reply.json(200, paths());
            case "api" -> core(request, path);
            case "apis" -> groups(request, path);
            case "openapi" -> openApi(path);
            default -> throw new UnknownPathException();
        };
    }

    /** A path outside the API: answered as plain text, as the real server does. */
    static final class UnknownPathException extends RuntimeException {}

    /** Version 2 is not offered: clients that still know it ask for version 3 first. */
    private Reply openApi(List<String> path) {
        if (path.size() < 2 || !path.get(1).equals("v3")) throw new UnknownPathException();
        return Reply.json(200, path.size() == 2 ? openApi.index() : openApi.document(path.subList(2, path.size())));
    }

    private Reply core(Request request, List<String> path) {
        if (path.size() == 1)
            return Discovery.wantsAggregated(request.accept())
                    ? aggregated(discovery.aggregated(true))
                    : Reply.json(200, discovery.coreVersions());
        return version(request, new Address("", path.get(1), path.subList(2, path.size())));
    }

    private Reply groups(Request request, List<String> path) {
        if (path.size() == 1)
            return Discovery.wantsAggregated(request.accept())
                    ? aggregated(discovery.aggregated(false))
                    : Reply.json(200, discovery.groups());
        String group = path.get(1);
        if (path.size() == 2) {
            if (!discovery.knows(group)) throw new UnknownPathException();
            return Reply.json(200, discovery.group(group));
        }
        return version(request, new Address(group, path.get(2), path.subList(3, path.size())));
    }

    private static Reply aggregated(ObjectNode document) {
        return new Reply.Body(200, Discovery.AGGREGATED, Tree.bytes(document), List.of());
    }

    private Reply version(Request request, Address address) {
        if (!discovery.knows(address.group(), address.version())) throw new UnknownPathException();
        if (address.rest().isEmpty()) return Reply.json(200, discovery.resources(address.group(), address.version()));
        Optional<VirtualResources> virtual = VirtualResources.find(
                address.group(), address.version(), address.rest().getLast());
        if (virtual.isPresent()) return question(virtual.get(), request);
        Target target = target(address).orElseThrow(() -> nothingThere(address));
        return resources.answer(target, request);
    }

    /** In a group of custom resources there is nobody to answer as the API would. */
    private RuntimeException nothingThere(Address address) {
        boolean custom = catalog.in(address.group(), address.version()).stream().allMatch(ResourceType::custom);
        return custom ? new UnknownPathException() : ApiFailure.noSuchResource();
    }

    private static Reply question(VirtualResources virtual, Request request) {
        if (!request.method().equals("POST")) throw ApiFailure.methodNotAllowed(request.method());
        if (!(request.document().tree() instanceof ObjectNode question))
            throw ApiFailure.badRequest("a " + virtual.kind() + " is expected");
        return Reply.json(201, virtual.answer(question));
    }

    /** {@code [namespaces/NS/]PLURAL[/NAME[/PART]]}; empty when nothing is served there. */
    Optional<Target> target(Address address) {
        List<String> rest = address.rest();
        boolean inNamespace =
                rest.size() >= 3 && rest.getFirst().equals("namespaces") && !isNamespacePart(address, rest);
        String namespace = inNamespace ? rest.get(1) : "";
        List<String> tail = inNamespace ? rest.subList(2, rest.size()) : rest;
        if (tail.isEmpty() || tail.size() > 3) return Optional.empty();
        Optional<ResourceType> type = catalog.find(address.group(), address.version(), tail.getFirst());
        return type.filter(found -> found.namespaced() == inNamespace || found.namespaced() && tail.size() == 1)
                .map(found -> new Target(
                        found, namespace, tail.size() > 1 ? tail.get(1) : "", tail.size() > 2 ? tail.get(2) : ""));
    }

    /** {@code /api/v1/namespaces/NAME/status} is about the namespace itself. */
    private static boolean isNamespacePart(Address address, List<String> rest) {
        return address.group().isEmpty()
                && rest.size() == 3
                && (rest.get(2).equals("status") || rest.get(2).equals("finalize"));
    }

    private static ObjectNode version() {
        ObjectNode version = Tree.object();
        version.put("major", "1").put("minor", "36").put("gitVersion", "v1.36.3+tidegate-playground");
        version.put("gitCommit", "").put("gitTreeState", "clean").put("buildDate", "2026-01-01T00:00:00Z");
        version.put("goVersion", "none").put("compiler", "javac").put("platform", "jvm");
        return version;
    }

    private ObjectNode paths() {
        ObjectNode root = Tree.object();
        var paths = root.putArray("paths");
        for (String path : new String[] {
            "/api", "/api/v1", "/apis", "/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version"
        }) paths.add(path);
        for (String group : catalog.groups())
            if (!group.isEmpty())
                for (String version : catalog.versions(group)) paths.add("/apis/" + group + "/" + version);
        return root;
    }
}
