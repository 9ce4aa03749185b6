// Command portal writes the browser client as an archive for a portal: see package
// archive. Run it after scripts/wasm, from the root of the module.
//
//	go run ./scripts/portal -server https://play.example.com [-sound off] [-chat off]
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"perihelion/scripts/portal/archive"
)

func main() {
	var opt archive.Options
	web := flag.String("web", ".build/web", "`folder` of the built client")
	out := flag.String("o", ".build/portal/perihelion-portal.zip", "`file` to write")
	flag.StringVar(&opt.Server, "server", "", "`URL` of the server, as players reach it")
	flag.StringVar(&opt.Sound, "sound", "on", "`off`: silent until the portal calls perihelion.mute(false)")
	flag.StringVar(&opt.Chat, "chat", "on", "`off`: without chat until the portal calls perihelion.chat(true)")
	flag.Parse()
	if err := writeArchive(*web, *out, opt); err != nil {
		fmt.Fprintln(os.Stderr, "portal:", err)
		os.Exit(1)
	}
}

func writeArchive(web, out string, opt archive.Options) error {
	var z bytes.Buffer // first to memory: after an error there must be no incomplete file
	if err := archive.WriteZip(&z, web, opt); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(out, z.Bytes(), 0o644); err != nil {
		return err
	}
	fmt.Printf("wrote %s, %.1f MB, for %s\n", out, float64(z.Len())/1e6, opt.Server)
	fmt.Println("That server lets the page in if PERIHELION_ALLOWED_ORIGINS names the origin from which the portal serves it, or is *.")
	return nil
}
