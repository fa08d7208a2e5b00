#!/bin/sh
# Starts rollout-controller on a JDK of version 25 or newer; arguments are the controller's flags.
self=$0
while [ -h "$self" ]; do
  link=$(readlink "$self")
  case $link in /*) self=$link ;; *) self=$(dirname "$self")/$link ;; esac
done
home=$(cd "$(dirname "$self")" && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
command -v "$java" >/dev/null || { echo "rollout-controller: no java at $java (expected: JAVA_HOME of a JDK 25 or newer)" >&2; exit 1; }
release=$(dirname "$(dirname "$(readlink -f "$(command -v "$java")")")")/release
major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$release" 2>/dev/null)
[ -n "$major" ] || major=$("$java" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p')
[ "${major:-0}" -ge 25 ] || { echo "rollout-controller: Java ${major:-unknown} at $java (expected: 25 or newer)" >&2; exit 1; }

# Heap: half of what the container may have; 352 MiB outside one, enough for 20,000 Rollouts. Without a limit this collector
# lets garbage pile up to a quarter of the machine. At most 48 MiB of it for objects that are young.
limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || echo max)
case $limit in
  max | *[!0-9]* | "") heap="-Xms80m -Xmx352m" ;;
  *) heap="-XX:MaxRAMPercentage=50" ;;
esac

# the same flags in training and later, else the cache is not used
flags="-XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xss512k -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData -XX:TrimNativeHeapInterval=5000 -XX:CICompilerCount=2
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
cache=$home/rollout-controller.aot
if [ -n "${TRAIN_START_UP_CACHE:-}" ]; then
  flags="$flags -XX:AOTCacheOutput=$cache"
elif [ -f "$cache" ]; then
  flags="$flags -XX:AOTCache=$cache -Xlog:aot=off -Xlog:cds=off"
fi
exec "$java" $flags $heap -XX:MaxNewSize=48m ${ROLLOUT_CONTROLLER_JAVA_OPTIONS:-} -jar "$home/app/rollout-controller.jar" "$@"
