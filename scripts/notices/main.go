// Command notices writes what a release owes to the work of others: NOTICES.txt,
// the licences of everything that is in its binaries, and sbom.cdx.json, the same
// parts as a CycloneDX document. Run it from the root of the module; the module
// cache holds the texts.
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
	if err := run(*out, *version, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "notices:", err)
		os.Exit(1)
	}
}

func run(out, version string, targets []string) error {
	parts, err := collect(targets)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(out, "NOTICES.txt"), notices(parts), 0o644); err != nil {
		return err
	}
	document, err := sbom(version, parts)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "sbom.cdx.json"), document, 0o644)
}
