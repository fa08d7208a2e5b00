#!/bin/sh
# dist.sh JAVA_HOME: after "mvn package", makes target/dist: the launcher and the extracted jar.
set -eu
cd "$(dirname "$0")"
java=$1/bin/java
jar=$(ls target/rollout-controller-*-app.jar)
rm -rf target/dist
mkdir -p target/dist
"$java" -Djarmode=tools -jar "$jar" extract --destination target/dist/app
mv target/dist/app/*-app.jar target/dist/app/rollout-controller.jar
cp rollout-controller.sh target/dist/rollout-controller
chmod +x target/dist/rollout-controller
