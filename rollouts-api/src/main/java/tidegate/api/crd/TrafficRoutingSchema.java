package tidegate.api.crd;

import static tidegate.api.crd.Field.field;
import static tidegate.api.crd.Field.required;
import static tidegate.api.crd.Schema.Scalar.BOOL;
import static tidegate.api.crd.Schema.Scalar.INT32;
import static tidegate.api.crd.Schema.Scalar.INT64;
import static tidegate.api.crd.Schema.Scalar.TEXT;
import static tidegate.api.crd.Schema.anyObject;
import static tidegate.api.crd.Schema.listOf;
import static tidegate.api.crd.Schema.object;
import static tidegate.api.crd.Schema.texts;

import tidegate.api.crd.Schema.ObjectOf;

/** {@code spec.strategy.canary.trafficRouting} of a Rollout. */
final class TrafficRoutingSchema {
    private TrafficRoutingSchema() {}

    static ObjectOf trafficRouting() {
        return object(
                field(
                        "maxTrafficWeight",
                        INT32,
                        "What all weights add up to; only with nginx or plugins; default 100."),
                field(
                        "managedRoutes",
                        listOf(required("name", TEXT, "Name of the route.")),
                        "Routes that steps may make; the first one wins."),
                field("istio", istio(), "Istio."),
                field("nginx", nginx(), "Ingresses of ingress-nginx."),
                field("alb", alb(), "Ingresses of the AWS Load Balancer Controller."),
                field("smi", smi(), "A TrafficSplit of the Service Mesh Interface."),
                field("ambassador", ambassador(), "Mappings of Ambassador."),
                field("appMesh", appMesh(), "AWS App Mesh."),
                field("traefik", traefik(), "A TraefikService of Traefik."),
                field("apisix", apisix(), "An ApisixRoute of Apache APISIX."),
                field("plugins", anyObject(), "Traffic router plugins by name, each with what it is given."));
    }

    private static ObjectOf istio() {
        return object(
                field("virtualService", virtualService(), "The VirtualService to edit."),
                field("virtualServices", listOf(virtualService()), "Several of them, instead of virtualService."),
                field("destinationRule", destinationRule(), "Splits by subsets of one host instead of by hosts."));
    }

    private static ObjectOf virtualService() {
        return object(
                required("name", TEXT, "NAME, or NAME.NAMESPACE."),
                field("routes", listOf(TEXT), "Names of its HTTP routes to edit; may be absent if there is one."),
                field(
                        "tlsRoutes",
                        listOf(
                                field("port", INT64, "Port of the route."),
                                field("sniHosts", listOf(TEXT), "Host names of the route.")),
                        "Its TLS routes to edit; may be absent if there is one."),
                field(
                        "tcpRoutes",
                        listOf(field("port", INT64, "Port of the route.")),
                        "Its TCP routes to edit; may be absent if there is one."));
    }

    private static ObjectOf destinationRule() {
        return object(
                required("name", TEXT, "Name of the DestinationRule."),
                required("canarySubsetName", TEXT, "Its subset for the new version."),
                required("stableSubsetName", TEXT, "Its subset for the stable version."),
                field("additionalSubsetNames", listOf(TEXT), "Subsets to leave as they are."));
    }

    private static ObjectOf nginx() {
        return object(
                field("annotationPrefix", TEXT, "Prefix of the annotations; default nginx.ingress.kubernetes.io."),
                field("stableIngress", TEXT, "The Ingress to split."),
                field("stableIngresses", listOf(TEXT), "Several of them, instead of stableIngress."),
                field(
                        "additionalIngressAnnotations",
                        texts(),
                        "Annotations of the canary Ingress; the prefix is put in front where it is missing."),
                field("canaryIngressAnnotations", texts(), "Annotations of the canary Ingress, taken as they are."));
    }

    private static ObjectOf alb() {
        return object(
                field("ingress", TEXT, "The Ingress to edit."),
                field("ingresses", listOf(TEXT), "Several of them, instead of ingress."),
                required("servicePort", INT32, "Port of the Services."),
                field("rootService", TEXT, "Service whose traffic is split; default stableService."),
                field("annotationPrefix", TEXT, "Prefix of the annotations; default alb.ingress.kubernetes.io."),
                field(
                        "stickinessConfig",
                        object(
                                required("enabled", BOOL, "Whether clients stay with the version they first got."),
                                required("durationSeconds", INT64, "For how many seconds.")),
                        "Stickiness of the target groups."));
    }

    private static ObjectOf smi() {
        return object(
                field("rootService", TEXT, "Service that clients call; default stableService."),
                field("trafficSplitName", TEXT, "Name of the TrafficSplit; default the Rollout's."));
    }

    private static ObjectOf ambassador() {
        return object(
                required("mappings", listOf(TEXT), "Names of the Mappings to copy for the canary; at least one."));
    }

    private static ObjectOf appMesh() {
        return object(
                field(
                        "virtualService",
                        object(
                                required("name", TEXT, "Name of the VirtualService."),
                                field("routes", listOf(TEXT), "Routes of its VirtualRouter to edit; default all.")),
                        "Whose router splits the traffic."),
                field(
                        "virtualNodeGroup",
                        object(
                                required(
                                        "canaryVirtualNodeRef",
                                        SharedTypes.named("Name of the VirtualNode."),
                                        "VirtualNode for the new version."),
                                required(
                                        "stableVirtualNodeRef",
                                        SharedTypes.named("Name of the VirtualNode."),
                                        "VirtualNode for the stable version.")),
                        "VirtualNodes that select the pods."));
    }

    private static ObjectOf traefik() {
        return object(required("weightedTraefikServiceName", TEXT, "Name of the weighted TraefikService."));
    }

    private static ObjectOf apisix() {
        return object(field(
                "route",
                object(
                        required("name", TEXT, "Name of the ApisixRoute."),
                        field("rules", listOf(TEXT), "Its rules to edit; may be absent if there is one.")),
                "The route to edit."));
    }
}
