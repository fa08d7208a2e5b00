package tidegate.playground.apiserver.resource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tidegate.playground.apiserver.failure.FieldError;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.node.ObjectNode;

/** Services, with addresses out of 10.96.0.0/16 and node ports from 30000. */
final class ServiceRules implements Rules {
    private static final int FIRST_NODE_PORT = 30000;
    private static final int LAST_NODE_PORT = 32767;

    private final Set<String> addresses = new HashSet<>();
    private final Set<Integer> nodePorts = new HashSet<>();
    private int lastAddress = 9;
    private int lastNodePort = FIRST_NODE_PORT - 1;

    @Override
    public void defaults(ObjectNode object) {
        ObjectNode spec = Tree.make(object, "spec");
        Tree.putIfAbsent(spec, "type", "ClusterIP");
        Tree.putIfAbsent(spec, "sessionAffinity", "None");
        for (ObjectNode port : Tree.objectsAt(spec, "ports")) {
            Tree.putIfAbsent(port, "protocol", "TCP");
            if (!port.has("targetPort") && port.has("port")) port.set("targetPort", port.get("port"));
        }
        if (isExternalName(spec)) return;
        Tree.putIfAbsent(spec, "internalTrafficPolicy", "Cluster");
        if (wantsNodePorts(spec)) Tree.putIfAbsent(spec, "externalTrafficPolicy", "Cluster");
    }

    private static boolean isExternalName(ObjectNode spec) {
        return Tree.textAt(spec, "type").equals("ExternalName");
    }

    private static boolean wantsNodePorts(ObjectNode spec) {
        String type = Tree.textAt(spec, "type");
        return type.equals("NodePort") || type.equals("LoadBalancer");
    }

    @Override
    public void beforeCreate(ObjectNode object) {
        allocate(Tree.make(object, "spec"));
    }

    @Override
    public void beforeUpdate(ObjectNode now, ObjectNode before) {
        ObjectNode spec = Tree.make(now, "spec");
        for (String kept : new String[] {"clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"}) {
            var value = Tree.at(before, "spec", kept);
            if (value != null && !spec.has(kept)) spec.set(kept, value.deepCopy());
        }
        keepNodePorts(spec, before);
        allocate(spec);
    }

    private static void keepNodePorts(ObjectNode spec, ObjectNode before) {
        if (!wantsNodePorts(spec)) return;
        for (ObjectNode port : Tree.objectsAt(spec, "ports"))
            for (ObjectNode old : Tree.objectsAt(before, "spec", "ports"))
                if (!port.has("nodePort") && old.has("nodePort") && Tree.same(old.get("port"), port.get("port")))
                    port.set("nodePort", old.get("nodePort"));
    }

    private synchronized void allocate(ObjectNode spec) {
        if (isExternalName(spec)) return;
        String given = Tree.textAt(spec, "clusterIP");
        String address = given.isEmpty() ? nextAddress() : given;
        if (!address.equals("None")) addresses.add(address);
        spec.put("clusterIP", address);
        if (Tree.at(spec, "clusterIPs") == null) spec.putArray("clusterIPs").add(address);
        if (Tree.at(spec, "ipFamilies") == null) spec.putArray("ipFamilies").add("IPv4");
        Tree.putIfAbsent(spec, "ipFamilyPolicy", "SingleStack");
        if (wantsNodePorts(spec))
            for (ObjectNode port : Tree.objectsAt(spec, "ports"))
                if (!port.has("nodePort")) port.put("nodePort", nextNodePort());
    }

    private String nextAddress() {
        while (true) {
            lastAddress = lastAddress >= 65_533 ? 10 : lastAddress + 1;
            String address = "10.96." + (lastAddress >> 8) + "." + (lastAddress & 255);
            if (!addresses.contains(address)) return address;
        }
    }

    private int nextNodePort() {
        while (true) {
            lastNodePort = lastNodePort >= LAST_NODE_PORT ? FIRST_NODE_PORT : lastNodePort + 1;
            if (nodePorts.add(lastNodePort)) return lastNodePort;
        }
    }

    @Override
    public synchronized void afterDelete(ObjectNode last) {
        addresses.remove(Tree.textAt(last, "spec", "clusterIP"));
        for (ObjectNode port : Tree.objectsAt(last, "spec", "ports"))
            nodePorts.remove((int) Tree.longAt(port, 0, "nodePort"));
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var errors = new ArrayList<FieldError>();
        boolean mayHaveNone = isExternalName(Tree.make(object, "spec"))
                || Tree.textAt(object, "spec", "clusterIP").equals("None");
        List<ObjectNode> ports = Tree.objectsAt(object, "spec", "ports");
        if (ports.isEmpty() && !mayHaveNone) errors.add(FieldError.required("spec.ports", ""));
        for (int i = 0; i < ports.size(); i++) {
            long port = Tree.longAt(ports.get(i), 0, "port");
            if (port < 1 || port > 65535)
                errors.add(FieldError.invalid(
                        "spec.ports[" + i + "].port", Long.toString(port), "must be between 1 and 65535, inclusive"));
            if (ports.size() > 1 && Tree.textAt(ports.get(i), "name").isEmpty())
                errors.add(FieldError.required("spec.ports[" + i + "].name", ""));
        }
        WorkloadRules.uniqueNames(ports, "spec.ports", errors);
        return errors;
    }

    @Override
    public List<FieldError> validateUpdate(ObjectNode now, ObjectNode before) {
        String old = Tree.textAt(before, "spec", "clusterIP");
        String given = Tree.textAt(now, "spec", "clusterIP");
        boolean changed = !old.isEmpty() && !isExternalName(Tree.make(now, "spec")) && !given.equals(old);
        return changed
                ? List.of(FieldError.invalid("spec.clusterIPs[0]", "[\"" + given + "\"]", "may not change once set"))
                : List.of();
    }
}
