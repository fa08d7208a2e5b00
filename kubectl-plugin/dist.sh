#!/bin/sh
# dist.sh JAVA_HOME: completes target/dist after "mvn package": launchers, and the start-up cache for that JDK.
# Without the cache the command line works too, only slower.
set -eu
java_home=${1:?usage: dist.sh JAVA_HOME}
here=$(cd "$(dirname "$0")" && pwd)
dist=$here/target/dist
[ -f "$dist/lib/all.jar" ] || { echo "dist.sh: $dist/lib/all.jar is missing (expected: mvn package before)" >&2; exit 1; }

for launcher in kubectl-argo-rollouts kubectl_complete-argo-rollouts; do
  cp "$here/src/main/dist/$launcher" "$dist/$launcher"
  chmod 755 "$dist/$launcher"
done

"$java_home/bin/java" "$here/src/build/ModernClassFiles.java" "$dist/lib/all.jar" "$dist/lib/modern.jar"
mv "$dist/lib/modern.jar" "$dist/lib/all.jar"

# A training run of the usual commands, over http and https, tells the JDK what to prepare. The flags are those of the
# launcher: with others the cache would not be used.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$java_home/bin/keytool" -genkeypair -alias server -keyalg EC -groupname secp256r1 -dname CN=localhost \
  -ext san=dns:localhost,ip:127.0.0.1 -validity 2 -storetype PKCS12 -keystore "$work/server.p12" -storepass training \
  >/dev/null 2>&1
"$java_home/bin/keytool" -exportcert -rfc -alias server -keystore "$work/server.p12" -storepass training \
  >"$work/server.pem" 2>/dev/null
rm -f "$dist/lib/cli.aot" "$dist/lib/cli.aot.jdk"
"$java_home/bin/java" -XX:AOTCacheOutput="$dist/lib/cli.aot" \
  -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+UseCompactObjectHeaders -XX:-UsePerfData \
  -Xmx256m --enable-native-access=ALL-UNNAMED -cp "$dist/lib/all.jar" tidegate.cli.training.Training "$work"
[ -f "$dist/lib/cli.aot" ] || { echo "dist.sh: the JDK wrote no start-up cache" >&2; exit 1; }
printf '%s\n' "$java_home" >"$dist/lib/cli.aot.jdk"
