package blob

import (
	"errors"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// onBoth runs a test with a store in a folder, and one in a bucket of a server that speaks S3.
func onBoth(t *testing.T, f func(t *testing.T, s Store)) {
	t.Run("folder", func(t *testing.T) { f(t, open(t, FolderURL(filepath.Join(t.TempDir(), "new", "ß folder")))) })
	t.Run("bucket", func(t *testing.T) {
		backend := s3mem.New()
		if err := backend.CreateBucket("replays"); err != nil {
			t.Fatal(err)
		}
		server := httptest.NewServer(gofakes3.New(backend).Server())
		t.Cleanup(server.Close)
		f(t, open(t, "s3://key:se%2Fcret@"+strings.TrimPrefix(server.URL, "http://")+"/replays/below/here?region=eu-1&tls=false"))
	})
}

func open(t *testing.T, url string) Store {
	t.Helper()
	s, err := New(url)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func put(t *testing.T, s Store, name, text string) {
	t.Helper()
	if err := s.Put(t.Context(), name, strings.NewReader(text), int64(len(text))); err != nil {
		t.Fatal(err)
	}
}

// wantBlob checks what is stored under a name; empty: nothing.
func wantBlob(t *testing.T, s Store, name, want string) {
	t.Helper()
	data, size, err := s.Get(t.Context(), name)
	if want == "" {
		if !errors.Is(err, ErrNotFound) {
			t.Errorf("get %s = %v, want ErrNotFound", name, err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	defer data.Close()
	if got, err := io.ReadAll(data); err != nil || string(got) != want || size != int64(len(want)) {
		t.Errorf("%s is %q of %d bytes, %v, want %q", name, got, size, err, want)
	}
}

func TestBlobsArePutOpenedAndDeleted(t *testing.T) {
	onBoth(t, func(t *testing.T, s Store) {
		wantBlob(t, s, "a.zst", "")
		put(t, s, "a.zst", "one")
		put(t, s, "b.zst", strings.Repeat("x", 1<<20))
		wantBlob(t, s, "a.zst", "one")
		put(t, s, "a.zst", "another one")
		wantBlob(t, s, "a.zst", "another one")
		for range 2 {
			if err := s.Delete(t.Context(), "a.zst"); err != nil {
				t.Fatal(err)
			}
		}
		wantBlob(t, s, "a.zst", "")
		wantBlob(t, s, "b.zst", strings.Repeat("x", 1<<20))
	})
}

func TestNamesLeadNowhereElse(t *testing.T) {
	onBoth(t, func(t *testing.T, s Store) {
		for _, name := range []string{"", ".", "..", "../a", "a/b", `a\b`, "A", "a\x00", strings.Repeat("a", 101)} {
			if err := s.Put(t.Context(), name, strings.NewReader("x"), 1); err == nil {
				t.Errorf("put %q", name)
			}
			if err := s.Delete(t.Context(), name); err == nil {
				t.Errorf("deleted %q", name)
			}
			wantBlob(t, s, name, "")
		}
	})
}

func TestABlobThatIsCutShortIsNotStored(t *testing.T) {
	onBoth(t, func(t *testing.T, s Store) {
		if err := s.Put(t.Context(), "a.zst", strings.NewReader("one"), 5); err == nil {
			t.Error("three bytes of five are stored")
		}
		wantBlob(t, s, "a.zst", "")
	})
}

func TestNothingPartialIsLeft(t *testing.T) {
	dir := t.TempDir()
	s := open(t, FolderURL(dir))
	_ = s.Put(t.Context(), "a.zst", strings.NewReader("one"), 5)
	put(t, s, "b.zst", "two")
	if all, err := os.ReadDir(dir); err != nil || len(all) != 1 {
		t.Errorf("the folder holds %v, %v, want one file", all, err)
	}
}

func TestURLsThatMeanNothing(t *testing.T) {
	for _, url := range []string{
		"", "/var/lib", "file://", "file:///x?y=1", "ftp://host/x", "s3://host/bucket", "s3://key@host/bucket",
		"s3://key:sec:ret@host", "s3://key:hush/hush@host/bucket", "s3://key:hush@host/bucket?tls=perhaps", "s3://key:hush@host/bucket?acl=public", "s3://key:hush@/bucket",
	} {
		if _, err := New(url); err == nil || strings.Contains(err.Error(), "hush") {
			t.Errorf("%q = %v, want an error without the secret", url, err)
		}
	}
}

func TestAServiceThatIsAwayIsNotABlobThatIsNotThere(t *testing.T) {
	server := httptest.NewServer(nil)
	server.Close()
	s := open(t, "s3://key:secret@"+strings.TrimPrefix(server.URL, "http://")+"/replays?tls=false&region=eu-1")
	ctx := t.Context()
	if _, _, err := s.Get(ctx, "a"); err == nil || errors.Is(err, ErrNotFound) {
		t.Errorf("get = %v", err)
	}
}
