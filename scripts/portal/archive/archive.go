// Package archive packs the built browser client as a zip file for a portal, such as
// itch.io, which serves the files from its own origin: so paths are relative, and the page
// names the server to play on. scripts/portal and a browser test use it.
package archive

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// Options are settings of the page in the archive.
type Options struct {
	Server string // its URL, as players reach it
	Sound  string // on, or off: silent until the portal calls perihelion.mute(false)
	Chat   string // on, or off: without chat until the portal calls perihelion.chat(true)
}

// WriteZip packs the client that was built into a folder.
func WriteZip(out io.Writer, web string, opt Options) error {
	attributes, err := opt.rootAttributes()
	if err != nil {
		return err
	}
	z := zip.NewWriter(out)
	if err := packFiles(z, web, attributes); err != nil {
		return err
	}
	return z.Close()
}

// rootAttributes are the attributes of the page's root element; see client/options_js.go.
func (o *Options) rootAttributes() (string, error) {
	u, err := url.Parse(o.Server)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("%q is no URL of a server; one looks like https://play.example.com (make portal SERVER=…)", o.Server)
	}
	text := fmt.Sprintf(` data-server="%s"`, html.EscapeString(strings.TrimRight(o.Server, "/")))
	for _, turn := range [][2]string{{"sound", o.Sound}, {"chat", o.Chat}} {
		switch name, value := turn[0], turn[1]; value {
		case "on":
		case "off":
			text += fmt.Sprintf(` data-%s="off"`, name)
		default:
			return "", fmt.Errorf("%s can be on or off, not %q", name, value)
		}
	}
	return text, nil
}

// packFiles packs the files that the build lists, without the compressed copies: portals
// compress the files themselves.
func packFiles(z *zip.Writer, web, attributes string) error {
	text, err := os.ReadFile(filepath.Join(web, "manifest.json"))
	if err != nil {
		return fmt.Errorf("the browser client is not built, run make wasm: %w", err)
	}
	var built struct{ Files []struct{ Name string } }
	if err := json.Unmarshal(text, &built); err != nil {
		return fmt.Errorf("read what was built: %w", err)
	}
	for _, f := range built.Files {
		if filepath.Ext(f.Name) == ".webmanifest" {
			continue // see rewritePage
		}
		if err := packFile(z, web, f.Name, attributes); err != nil {
			return err
		}
	}
	return nil
}

// packFile packs one file, with the time at which it was built.
func packFile(z *zip.Writer, web, name, attributes string) error {
	path := filepath.Join(web, name)
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(path)
	if err == nil && name == "index.html" {
		data, err = rewritePage(data, attributes)
	}
	if err != nil {
		return err
	}
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: info.ModTime()})
	if err == nil {
		_, err = w.Write(data)
	}
	return err
}

// rewritePage adds the attributes and removes the web manifest: an app that a browser
// installs from a portal's frame would be the portal's app.
func rewritePage(page []byte, attributes string) ([]byte, error) {
	const root = `<html lang="en"`
	if strings.Count(string(page), root) != 1 {
		return nil, fmt.Errorf("the page has no %s>", root)
	}
	var kept strings.Builder
	for line := range strings.Lines(strings.Replace(string(page), root, root+attributes, 1)) {
		if !strings.Contains(line, `rel="manifest"`) {
			kept.WriteString(line)
		}
	}
	return []byte(kept.String()), nil
}
