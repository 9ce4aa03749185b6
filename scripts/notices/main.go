// Command notices writes two files of a release: NOTICES.txt, the licences of all
// third-party parts of its binaries, and sbom.cdx.json, the same parts as a CycloneDX
// document. Run it from the root of the module. It reads the licences in the module
// cache.
//
//	go run ./scripts/notices -version v1.2.3 -o .build/dist linux/amd64 js/wasm
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	out := flag.String("o", ".build/dist", "`folder` to write into")
	version := flag.String("version", "dev", "version of the release")
	flag.Parse()
	if err := writeNotices(*out, *version, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "notices:", err)
		os.Exit(1)
	}
}

func writeNotices(out, version string, targets []string) error {
	parts, err := collectParts(targets)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, "NOTICES.txt"), renderNotices(parts), 0o644); err != nil {
		return err
	}
	document, err := renderSBOM(version, parts)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "sbom.cdx.json"), document, 0o644)
}
