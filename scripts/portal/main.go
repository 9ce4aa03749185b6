// Command portal writes the browser client as an archive for a portal, such as
// itch.io, which serves its files from an origin of the portal's own: a page with
// relative paths that names the server to play on. Run it after scripts/wasm, from
// the root of the module.
//
//	go run ./scripts/portal -server https://play.example.com [-sound off] [-chat off]
package main

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"html"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// options say what the page of the archive is to be like.
type options struct {
	server      string
	sound, chat string // on, off
}

func main() {
	var opt options
	web := flag.String("web", ".build/web", "`folder` of the built client")
	out := flag.String("o", ".build/portal/perihelion-portal.zip", "`archive` to write")
	flag.StringVar(&opt.server, "server", "", "`URL` of the server, as players reach it")
	flag.StringVar(&opt.sound, "sound", "on", "`off`: silent until the portal calls perihelion.mute(false)")
	flag.StringVar(&opt.chat, "chat", "on", "`off`: without chat until the portal calls perihelion.chat(true)")
	flag.Parse()
	if err := run(*web, *out, opt); err != nil {
		fmt.Fprintln(os.Stderr, "portal:", err)
		os.Exit(1)
	}
}

func run(web, out string, opt options) error {
	attributes, err := opt.attributes()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return err
	}
	f, err := os.Create(out)
	if err != nil {
		return err
	}
	defer f.Close()
	z := zip.NewWriter(f)
	if err := pack(z, web, attributes); err != nil {
		return err
	}
	if err := errors.Join(z.Close(), f.Close()); err != nil {
		return err
	}
	info, err := os.Stat(out)
	if err != nil {
		return err
	}
	fmt.Printf("wrote %s, %d bytes, for %s\n", out, info.Size(), opt.server)
	fmt.Printf("that server lets the page in if PERIHELION_ALLOWED_ORIGINS names the origin from which the portal serves it, or is *\n")
	return nil
}

// attributes are those of the page's root element; see client/options_js.go.
func (o *options) attributes() (string, error) {
	u, err := url.Parse(o.server)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("-server %q is no URL of a server; one looks like https://play.example.com (make portal SERVER=…)", o.server)
	}
	text := fmt.Sprintf(` data-server="%s"`, html.EscapeString(strings.TrimRight(o.server, "/")))
	for _, turn := range [][2]string{{"sound", o.sound}, {"chat", o.chat}} {
		switch name, value := turn[0], turn[1]; value {
		case "on":
		case "off":
			text += fmt.Sprintf(` data-%s="off"`, name)
		default:
			return "", fmt.Errorf("-%s %q is neither on nor off", name, value)
		}
	}
	return text, nil
}

// pack writes the files that the build lists, uncompressed siblings left out: portals
// compress by themselves.
func pack(z *zip.Writer, web, attributes string) error {
	text, err := os.ReadFile(filepath.Join(web, "manifest.json"))
	if err != nil {
		return fmt.Errorf("the browser client is not built, run make wasm: %w", err)
	}
	var built struct{ Files []struct{ Name string } }
	if err := json.Unmarshal(text, &built); err != nil {
		return fmt.Errorf("read what was built: %w", err)
	}
	for _, f := range built.Files {
		data, err := os.ReadFile(filepath.Join(web, f.Name))
		if err != nil {
			return err
		}
		if f.Name == "index.html" {
			if data, err = address(data, attributes); err != nil {
				return err
			}
		}
		w, err := z.Create(f.Name)
		if err != nil {
			return err
		}
		if _, err := w.Write(data); err != nil {
			return err
		}
	}
	return nil
}

// address gives the page the attributes. Its web manifest goes: an app that a browser
// installs from a portal's frame would be the portal's.
func address(page []byte, attributes string) ([]byte, error) {
	const root = `<html lang="en"`
	if strings.Count(string(page), root) != 1 {
		return nil, fmt.Errorf("the page has no %s>", root)
	}
	var kept []string
	for line := range strings.Lines(strings.Replace(string(page), root, root+attributes, 1)) {
		if !strings.Contains(line, `rel="manifest"`) {
			kept = append(kept, line)
		}
	}
	return []byte(strings.Join(kept, "")), nil
}
