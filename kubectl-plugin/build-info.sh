#!/bin/sh
# build-info.sh FILE VERSION: writes what the command line is built from. A tree without git is no failure.
set -eu
file=$1
version=${2%-SNAPSHOT}
here=$(cd "$(dirname "$0")" && pwd)
commit=$(git -C "$here" rev-parse HEAD 2>/dev/null) || commit=unknown
state=unknown
date=unknown
if [ "$commit" != unknown ]; then
  date=$(TZ=UTC git -C "$here" log -1 --format=%cd --date=format-local:%Y-%m-%dT%H:%M:%SZ)
  if [ -z "$(git -C "$here" status --porcelain --untracked-files=no)" ]; then state=clean; else state=dirty; fi
fi
mkdir -p "$(dirname "$file")"
printf 'version=%s\ncommit=%s\ntreeState=%s\ndate=%s\n' "$version" "$commit" "$state" "$date" >"$file"
