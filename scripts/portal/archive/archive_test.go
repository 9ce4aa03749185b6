package archive

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// builtSite makes a folder like that of a built client, with other contents in its files.
func builtSite(t *testing.T) string {
	t.Helper()
	page, err := os.ReadFile("../../../assets/web/index.html")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"index.html": string(page), "loader.1234.js": "load()", "loader.1234.js.br": "br", "client.1234.wasm": "wasm", "app.1234.webmanifest": "{}",
		"manifest.json": `{"files":[{"name":"index.html","source":"index.html"},{"name":"loader.1234.js"},{"name":"app.1234.webmanifest"},{"name":"client.1234.wasm"}]}`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// outwardLink matches links that leave the folder of the page.
var outwardLink = regexp.MustCompile(`(?:href|src)="(?:/|[a-z]+:)[^"]*"`)

func TestTheArchiveIsAPageThatNamesItsServer(t *testing.T) {
	var out bytes.Buffer
	if err := WriteZip(&out, builtSite(t), Options{Server: `https://example.com/"game"/`, Sound: "off", Chat: "on"}); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
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
	if out := outwardLink.FindAllString(page, -1); len(out) > 0 {
		t.Errorf("the page leads out of its folder: %q", out)
	}
}

func TestErrorsSayWhatToDo(t *testing.T) {
	const server = "https://a.example"
	for name, tt := range map[string]struct {
		web  string
		opt  Options
		want string
	}{
		"no server":        {builtSite(t), Options{Sound: "on", Chat: "on"}, "make portal SERVER="},
		"half a server":    {builtSite(t), Options{Server: "a.example", Sound: "on", Chat: "on"}, "looks like https://"},
		"half a switch":    {builtSite(t), Options{Server: server, Sound: "on", Chat: "maybe"}, "chat can be on or off"},
		"nothing is built": {t.TempDir(), Options{Server: server, Sound: "on", Chat: "on"}, "run make wasm"},
	} {
		if err := WriteZip(io.Discard, tt.web, tt.opt); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want it to say %q", name, err, tt.want)
		}
	}
}
