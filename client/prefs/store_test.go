package prefs

import (
	"os"
	"path/filepath"
	"testing"
)

func TestSaveFileWritesToDownloadsOrHome(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	for _, dir := range []string{home, filepath.Join(home, "Downloads")} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		want := filepath.Join(dir, "data.json")
		where, err := SaveFile("data.json", []byte("{}"))
		if got, _ := os.ReadFile(want); err != nil || where != want || string(got) != "{}" {
			t.Errorf("saved at %s, %v, with %q; want it at %s", where, err, got, want)
		}
	}
}
