#!/bin/sh
# dist.sh JAVA_HOME: after "mvn package", makes target/dist: the launcher, the extracted jar and its start-up cache.
# The cache belongs to that very JDK build; another one runs without it, only slower to start.
set -eu
cd "$(dirname "$0")"
java=$1/bin/java
jar=$(ls target/rollout-controller-*-app.jar)
rm -rf target/dist
mkdir -p target/dist
"$java" -Djarmode=tools -jar "$jar" extract --destination target/dist/app
mv target/dist/app/rollout-controller-*-app.jar target/dist/app/rollout-controller.jar
cp rollout-controller.sh target/dist/rollout-controller
chmod +x target/dist/rollout-controller

# The training is a whole release on the playground's cluster; ended by SIGTERM, the JVM writes the cache.
training="target/test-classes:target/classes:../playground/target/classes:../playground/target/lib/*"
JAVA_HOME=$1 TRAIN_START_UP_CACHE=1 "$java" -cp "$training" tidegate.rollout.runtime.TrainingMain \
  "$PWD/target/dist/rollout-controller"
[ -s target/dist/rollout-controller.aot ] || { echo "dist.sh: the training wrote no start-up cache" >&2; exit 1; }
JAVA_HOME=$1 "$java" -cp "$training" tidegate.rollout.runtime.TrainingMain "$PWD/target/dist/rollout-controller"
