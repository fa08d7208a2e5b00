//go:build tools

// Package tools names the program that is built from here, so that go.mod keeps its modules.
package tools

import _ "go.etcd.io/etcd/server/v3"
