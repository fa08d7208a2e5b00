#!/usr/bin/env python3
"""Derives the schemas of the built-in kinds that the embedded API serves from Kubernetes' published OpenAPI.

    go mod download -json k8s.io/kubernetes@v1.36.3    # says where the module is ("Dir")
    src/script/kubernetes-schemas.py <Dir> > src/main/resources/tidegate/playground/apiserver/kubernetes-schemas.json

Keeps the definitions that the kinds below need, and drops what the server does not read.
"""
import json
import pathlib
import sys

KINDS = {
    "api__v1": "Namespace Pod Service Endpoints ConfigMap Secret ServiceAccount Event Node PodTemplate "
               "PersistentVolumeClaim PersistentVolume ResourceQuota LimitRange ReplicationController Binding",
    "apis__apps__v1": "ReplicaSet Deployment StatefulSet DaemonSet ControllerRevision",
    "apis__batch__v1": "Job CronJob",
    "apis__autoscaling__v1": "Scale HorizontalPodAutoscaler",
    "apis__autoscaling__v2": "HorizontalPodAutoscaler",
    "apis__policy__v1": "PodDisruptionBudget Eviction",
    "apis__networking.k8s.io__v1": "Ingress IngressClass NetworkPolicy",
    "apis__discovery.k8s.io__v1": "EndpointSlice",
    "apis__coordination.k8s.io__v1": "Lease",
    "apis__events.k8s.io__v1": "Event",
    "apis__rbac.authorization.k8s.io__v1": "Role RoleBinding ClusterRole ClusterRoleBinding",
    "apis__authorization.k8s.io__v1": "SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview "
                                      "LocalSubjectAccessReview",
    "apis__authentication.k8s.io__v1": "SelfSubjectReview TokenReview",
    "apis__apiextensions.k8s.io__v1": "CustomResourceDefinition",
    "apis__scheduling.k8s.io__v1": "PriorityClass",
    "apis__storage.k8s.io__v1": "StorageClass",
}
ALWAYS = ["io.k8s.apimachinery.pkg.apis.meta.v1." + name
          for name in ("ObjectMeta", "ListMeta", "Status", "DeleteOptions", "LabelSelector")]
PREFIX = "#/components/schemas/"


def references(node):
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str):
                yield value.removeprefix(PREFIX)
            else:
                yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def main(module):
    documents = pathlib.Path(module, "api/openapi-spec/v3")
    kept = {}
    for document, kinds in KINDS.items():
        schemas = json.loads((documents / f"{document}_openapi.json").read_text())["components"]["schemas"]
        wanted = list(ALWAYS)
        group = document.removeprefix("apis__").split("__")[0] if document.startswith("apis") else ""
        for name, schema in schemas.items():
            for gvk in schema.get("x-kubernetes-group-version-kind", []):
                if gvk["group"] == group and gvk["kind"] in kinds.split():
                    wanted.append(name)
        while wanted:
            name = wanted.pop()
            if name not in kept and name in schemas:
                kept[name] = schemas[name]
                wanted.extend(references(schemas[name]))
    for schema in kept.values():
        gvks = schema.get("x-kubernetes-group-version-kind", [])
        if len(gvks) > 3:  # DeleteOptions and the like list every group
            schema["x-kubernetes-group-version-kind"] = [g for g in gvks if g["group"] == ""]
    print("{")
    lines = [f"{json.dumps(name)}: {json.dumps(kept[name], separators=(',', ':'), sort_keys=True)}" for name in sorted(kept)]
    print(",\n".join(lines))
    print("}")


main(sys.argv[1])
