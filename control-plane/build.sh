#!/usr/bin/env bash
# Builds etcd, kube-apiserver, kube-controller-manager (and kubectl where asked) from their Go modules, once, into a
# cache outside the tree, and prints the folder that holds them. The folder's name carries the versions and a checksum
# of the module files, so a changed pin builds anew and old binaries stay usable.
#
#   control-plane/build.sh             what is missing is built; the last line on stdout is the folder
#   control-plane/build.sh --where     only print the folder, build nothing
#   control-plane/build.sh --kubectl   kubectl too
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

kubernetes=$(sed -n 's|^require k8s.io/kubernetes v||p' "$here/kubernetes/go.mod")
[ -n "$kubernetes" ] || kubernetes=$(sed -n 's|^[[:space:]]*k8s.io/kubernetes v\([0-9.]*\).*|\1|p' "$here/kubernetes/go.mod" | head -n 1)
pins=$(cat "$here"/{kubernetes,etcd}/go.{mod,sum} | cksum | cut -d' ' -f1)
cache=${TIDEGATE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tidegate}
folder=$cache/control-plane/kubernetes-$kubernetes-$pins

with_kubectl=false
for word in "$@"; do
  case $word in
    --where) echo "$folder"; exit 0 ;;
    --kubectl) with_kubectl=true ;;
    *) echo "control-plane/build.sh: unknown argument '$word' (expected --where or --kubectl)" >&2; exit 2 ;;
  esac
done

say() { printf '%s\n' "$*" >&2; }

# build NAME MODULE-FOLDER PACKAGE [LDFLAGS]: to a temporary name first, so that a killed build leaves nothing half done
build() {
  local name=$1 module=$2 package=$3 flags=${4:--s -w}
  [ -x "$folder/$name" ] && return 0
  command -v go >/dev/null || { say "control-plane: $name is not built and there is no go on PATH to build it with"; exit 3; }
  say "control-plane: building $name $(date +%H:%M:%S) (once; minutes on a cold machine)"
  (cd "$here/$module" && CGO_ENABLED=0 GOFLAGS="-mod=readonly -buildvcs=false" \
    go build -trimpath -ldflags "$flags" -o "$folder/.$name.$$" "$package")
  mv "$folder/.$name.$$" "$folder/$name"
}

mkdir -p "$folder"
exec 9>"$folder/.lock"
flock 9
trap 'rm -f "$folder"/.*.$$' EXIT

version=k8s.io/component-base/version
minor=${kubernetes#1.}; minor=${minor%%.*}
flags="-s -w -X $version.gitVersion=v$kubernetes -X $version.gitMajor=1 -X $version.gitMinor=$minor -X $version.gitTreeState=clean"
build etcd etcd go.etcd.io/etcd/server/v3
build kube-apiserver kubernetes k8s.io/kubernetes/cmd/kube-apiserver "$flags"
build kube-controller-manager kubernetes k8s.io/kubernetes/cmd/kube-controller-manager "$flags"
if $with_kubectl; then build kubectl kubernetes k8s.io/kubernetes/cmd/kubectl "$flags"; fi
echo "$folder"
