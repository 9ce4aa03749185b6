package account

import (
	"errors"
	"log/slog"
	"net/netip"
	"testing"
	"time"

	"perihelion/server/store"
)

func TestBanned(t *testing.T) {
	_, f, _ := newBook(t)
	b := NewBans(f, slog.New(slog.DiscardHandler))
	for _, ban := range []store.Ban{
		{ID: "1", Player: "ada", At: noon, Until: noon.Add(time.Hour)},
		{ID: "2", Network: netip.MustParsePrefix("192.0.2.7/32"), At: noon},
		{ID: "3", Network: netip.MustParsePrefix("2001:db8:1:2::/64"), At: noon},
	} {
		must(t, b.Put(t.Context(), ban))
	}
	tests := []struct {
		name   string
		player string
		from   string
		at     time.Duration
		want   string
	}{
		{"somebody else", "bob", "192.0.2.8", 0, ""},
		{"nobody in particular, from nowhere", "", "", 0, ""},
		{"the player", "ada", "192.0.2.8", 0, "1"},
		{"the player, once it is over", "ada", "192.0.2.8", time.Hour, ""},
		{"the address", "bob", "192.0.2.7", time.Hour, "2"},
		{"the address, dressed as IPv6", "bob", "::ffff:192.0.2.7", 0, "2"},
		{"the network", "bob", "2001:db8:1:2:3:4:5:6", 0, "3"},
		{"the network next door", "bob", "2001:db8:1:3::1", 0, ""},
	}
	reloaded := NewBans(f, slog.New(slog.DiscardHandler))
	must(t, reloaded.Reload(t.Context(), noon))
	for _, tt := range tests {
		from, _ := netip.ParseAddr(tt.from)
		for who, b := range map[string]*Bans{"who banned": b, "who has read it": reloaded} {
			if got, banned := b.Banned(tt.player, from, noon.Add(tt.at)); got.ID != tt.want || banned != (tt.want != "") {
				t.Errorf("%s, for %s: banned by %q, want %q", tt.name, who, got.ID, tt.want)
			}
		}
	}
}

func TestABanHoldsWithoutTheStore(t *testing.T) {
	_, f, _ := newBook(t)
	b := NewBans(f, slog.New(slog.DiscardHandler))
	f.gone = true
	must(t, b.Put(t.Context(), store.Ban{ID: "1", Player: "ada", At: noon}))
	must(t, b.Put(t.Context(), store.Ban{ID: "2", Player: "bob", At: noon}))
	must(t, b.Lift(t.Context(), "2"))
	if _, banned := b.Banned("ada", netip.Addr{}, noon); !banned || len(b.List()) != 1 {
		t.Errorf("bans = %+v, want Ada's", b.List())
	}
	if err := b.Reload(t.Context(), noon); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("Reload = %v, want ErrUnavailable", err)
	}
	f.gone = false
	must(t, b.Reload(t.Context(), noon))
	must(t, b.Reload(t.Context(), noon))
	if all, err := f.Bans(t.Context(), noon); err != nil || len(all) != 1 || all[0].Player != "ada" || len(b.List()) != 1 {
		t.Errorf("written down: %+v, %v; known: %+v; want Ada's in both", all, err, b.List())
	}
	must(t, b.Lift(t.Context(), "1"))
	if err := b.Lift(t.Context(), "1"); !errors.Is(err, store.ErrNotFound) || len(b.List()) != 0 {
		t.Errorf("lifted twice: %v, left %+v", err, b.List())
	}
}
