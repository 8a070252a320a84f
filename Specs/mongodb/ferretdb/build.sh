#!/usr/bin/env bash
# Builds FerretDB from its Go modules, which go.mod and go.sum pin. Usage: build.sh <program to write>
# Its sources are copied first, since the program wants its version in a file that only release builds have.
set -euo pipefail

readonly module=github.com/FerretDB/FerretDB
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
program=$(realpath -m "$1")
sources=$(mktemp -d)
trap 'rm -rf "$sources"' EXIT

cp "$here"/go.mod "$here"/go.sum "$here"/tools.go "$sources"
cd "$sources"
version=$(sed -nE "s#^require $module (v[0-9.]+)\$#\1#p" go.mod)
[[ -n $version ]] || {
    echo "$here/go.mod does not require one version of $module" >&2
    exit 1
}
go mod vendor
echo "$version" >"vendor/$module/build/version/version.txt"
mkdir -p "$(dirname "$program")"
go build -mod=vendor -buildvcs=false -trimpath -o "$program" "$module/cmd/ferretdb"
"$program" --version
