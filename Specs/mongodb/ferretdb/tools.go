//go:build tools

// Package ferretdb names the program that build.sh builds, so that its module and all that it needs are pinned here.
package ferretdb

import _ "github.com/FerretDB/FerretDB/cmd/ferretdb"
