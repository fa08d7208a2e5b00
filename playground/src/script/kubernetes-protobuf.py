#!/usr/bin/env python3
"""Derives how the built-in kinds are written as protobuf, from the struct tags of Kubernetes' Go types.

    go mod download -json k8s.io/api@v0.36.3 k8s.io/apimachinery@v0.36.3    # says where the modules are ("Dir")
    src/script/kubernetes-protobuf.py <api> <apimachinery> \
        > src/main/resources/tidegate/playground/apiserver/kubernetes-protobuf.json

One message a line: field number to "<json name> <type>". A type is a scalar, a message, or one of these behind "*"
(may be absent), "[]" or "map "; an empty name means that the fields are those of the message around it. A "!" at the
end marks what JSON shows even when it is empty.
"""
import json
import pathlib
import re
import sys

PACKAGES = ["core/v1", "apps/v1", "batch/v1", "autoscaling/v1", "autoscaling/v2", "policy/v1", "networking/v1",
            "discovery/v1", "coordination/v1", "events/v1", "rbac/v1", "authorization/v1", "authentication/v1",
            "scheduling/v1", "storage/v1"]
SCALARS = {"string", "int32", "int64", "int", "uint32", "uint64", "bool", "float64", "byte"}
SPECIAL = {"Time", "MicroTime", "Quantity", "IntOrString", "FieldsV1", "RawExtension", "Duration"}

FIELD = re.compile(r'^\s*(?:\w+\s+)?([\w.*\[\]]+)\s+`([^`]*protobuf:"[^`]*)`')
STRUCT = re.compile(r"^type (\w+) struct \{")
NAMED = re.compile(r"^type (\w+) (string|int32|int64|bool|\[\]string|map\[.*)$")
IMPORT = re.compile(r'^\s*(\w+)?\s*"(k8s\.io/[^"]+)"')


def shorten(package):
    return package.removeprefix("k8s.io/api/").removeprefix("k8s.io/apimachinery/pkg/").replace("apis/meta/v1", "meta/v1")


class Package:
    def __init__(self, name, directory):
        self.name, self.structs, self.named, self.imports = name, {}, {}, {}
        for file in sorted(directory.glob("*.go")):
            if not file.name.endswith("_test.go") and "generated" not in file.name:
                self.read(file.read_text())

    def read(self, text):
        current = None
        for line in text.splitlines():
            imported = IMPORT.match(line)
            if imported:
                self.imports[imported[1] or imported[2].split("/")[-1]] = shorten(imported[2])
            if STRUCT.match(line):
                current = self.structs.setdefault(STRUCT.match(line)[1], [])
            elif line.startswith("}"):
                current = None
            elif current is None and NAMED.match(line):
                self.named[NAMED.match(line)[1]] = NAMED.match(line)[2]
            elif current is not None:
                field = FIELD.match(line)
                if field:
                    current.append((field[1], field[2]))


def resolve(packages, package, go):
    if go.startswith("*"):
        return "*" + resolve(packages, package, go[1:])
    if go == "[]byte":
        return "bytes"
    if go.startswith("[]"):
        return "[]" + resolve(packages, package, go[2:])
    if go.startswith("map["):
        return "map " + resolve(packages, package, go[go.index("]") + 1:])
    if go in SCALARS:
        return go
    name = go.split(".")[-1]
    if name in SPECIAL:
        return name
    home = package
    if "." in go:
        home = packages.get(package.imports.get(go.split(".")[0]))
        if home is None:
            return "string"  # types.UID and the like
    if name == "ExtraValue":
        return "ExtraValue"
    if name in home.named:
        return resolve(packages, home, home.named[name])
    return home.name + "." + name


def describe(packages, package, struct):
    fields = {}
    for go, tag in package.structs[struct]:
        protobuf = re.search(r'protobuf:"([^"]*)"', tag)[1].split(",")
        name = re.search(r'json:"([^",]*)', tag)[1]
        inline = ",inline" in tag
        kind = resolve(packages, package, go)
        fields[protobuf[1]] = ("" if inline else name) + " " + kind + ("!" if always_shown(tag, kind) else "")
    return fields


def always_shown(tag, kind):
    options = re.search(r'json:"([^"]*)', tag)[1].split(",")[1:]
    is_struct = "/" in kind and kind[0] not in "*[m" or kind.startswith("meta/") or kind in SPECIAL
    return "omitzero" not in options and "inline" not in options and ("omitempty" not in options or is_struct)


def main(api, apimachinery):
    packages = {name: Package(name, pathlib.Path(api, name)) for name in PACKAGES}
    packages["meta/v1"] = Package("meta/v1", pathlib.Path(apimachinery, "pkg/apis/meta/v1"))
    lines = []
    for package in packages.values():
        for struct in sorted(package.structs):
            if package.structs[struct] and struct not in SPECIAL:
                fields = describe(packages, package, struct)
                lines.append(f'"{package.name}.{struct}": {json.dumps(fields, separators=(",", ":"))}')
    print("{\n" + ",\n".join(lines) + "\n}")


main(*sys.argv[1:])
