package main

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// site is a built client, but for what is in its files.
func site(t *testing.T) string {
	t.Helper()
	page, err := os.ReadFile("../../assets/web/index.html")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"index.html": string(page), "loader.1234.js": "load()", "loader.1234.js.br": "br", "client.1234.wasm": "wasm",
		"manifest.json": `{"files":[{"name":"index.html","source":"index.html"},{"name":"loader.1234.js"},{"name":"client.1234.wasm"}]}`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// outward are links that leave the folder of the page.
var outward = regexp.MustCompile(`(?:href|src)="(?:/|[a-z]+:)[^"]*"`)

func TestTheArchiveIsAPageThatNamesItsServer(t *testing.T) {
	out := filepath.Join(t.TempDir(), "deep", "portal.zip")
	if err := run(site(t), out, options{server: `https://example.com/"game"/`, sound: "off", chat: "on"}); err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(out)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var names []string
	page := ""
	for _, f := range z.File {
		names = append(names, f.Name)
		if f.Name == "index.html" {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			text, _ := io.ReadAll(r)
			page = string(text)
		}
	}
	if want := []string{"index.html", "loader.1234.js", "client.1234.wasm"}; !slices.Equal(names, want) {
		t.Errorf("the archive holds %q, want %q", names, want)
	}
	if !strings.Contains(page, `<html lang="en" data-server="https://example.com/&#34;game&#34;" data-sound="off">`) || strings.Contains(page, "manifest") {
		t.Errorf("the page is %s", page)
	}
	if out := outward.FindAllString(page, -1); len(out) > 0 {
		t.Errorf("the page leads out of its folder: %q", out)
	}
}

func TestWhatCannotBeWrittenSaysWhatToDo(t *testing.T) {
	good := options{server: "https://a.example", sound: "on", chat: "on"}
	for name, tt := range map[string]struct {
		web  string
		opt  options
		want string
	}{
		"no server":        {site(t), options{sound: "on", chat: "on"}, "make portal SERVER="},
		"half a server":    {site(t), options{server: "a.example", sound: "on", chat: "on"}, "looks like https://"},
		"half a switch":    {site(t), options{server: good.server, sound: "on", chat: "maybe"}, "neither on nor off"},
		"nothing is built": {t.TempDir(), good, "run make wasm"},
	} {
		if err := run(tt.web, filepath.Join(t.TempDir(), "a.zip"), tt.opt); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want it to say %q", name, err, tt.want)
		}
	}
}
