package main

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestMain(m *testing.M) {
	if err := os.Chdir("../.."); err != nil { // the folder that the command runs in
		panic(err)
	}
	os.Exit(m.Run())
}

func TestEveryPartComesWithItsLicence(t *testing.T) {
	parts, err := collectParts([]string{"linux/amd64", "js/wasm"})
	if err != nil {
		t.Fatal(err)
	}
	text := string(renderNotices(parts))
	for _, want := range []string{"github.com/jackc/pgx/v5", "github.com/hajimehoshi/ebiten/v2", "modernc.org/sqlite", "Go standard library", "Oxanium (font)", "Share Tech Mono (font)"} {
		i := slices.IndexFunc(parts, func(p part) bool { return p.Name == want })
		if i < 0 || parts[i].SPDX == "" || !strings.Contains(text, strings.TrimSpace(parts[i].Texts[0])) {
			t.Errorf("%s is not there with its licence", want)
		}
	}
	document, err := renderSBOM("v1", parts)
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		BomFormat, SpecVersion string
		Components             []struct{ Name, Version, Purl string }
	}
	if err := json.Unmarshal(document, &d); err != nil || d.BomFormat != "CycloneDX" || len(d.Components) != len(parts) {
		t.Errorf("the document = %+v, %v; want %d parts", d, err, len(parts))
	}
}

func TestAPartOfUnknownLicenceIsNotShipped(t *testing.T) {
	dir := t.TempDir()
	p := part{Name: "example.com/secret"}
	if err := p.readLicences(dir, licenceFile); err == nil {
		t.Error("a part without a licence is accepted")
	}
	if err := os.WriteFile(dir+"/LICENSE", []byte("All rights reserved."), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := p.readLicences(dir, regexp.MustCompile("LICENSE")); err == nil {
		t.Error("a part of an unknown licence is accepted")
	}
}
