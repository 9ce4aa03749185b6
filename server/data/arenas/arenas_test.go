package arenas

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/server/data/store"
	"perihelion/shared/api"
	"perihelion/sim"
	"perihelion/sim/simtest"
	"perihelion/sim/toy"
)

type fakeMetrics struct{ fates []string }

func (m *fakeMetrics) ArenaChecked(fate string, _ time.Duration) { m.fates = append(m.fates, fate) }

// noWeeds is a filter that does not like weeds.
type noWeeds struct{}

func (noWeeds) Clean(text string) (string, bool) {
	return strings.ReplaceAll(text, "weed", "****"), !strings.Contains(text, "weed")
}

var ada, bob = Player{"ada", "Ada"}, Player{"bob", "Bob"}

type fixture struct {
	*Service
	store   *store.Store
	metrics fakeMetrics
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	s, err := store.Open(t.Context(), store.Config{URL: store.FileURL(filepath.Join(t.TempDir(), "test.db"))}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	f := &fixture{store: s}
	f.Service = New(Config{
		Games: sim.Games{simtest.WithArenas(toy.Game)}, Node: "n1", Store: s, Filter: noWeeds{}, Queue: 4, Metrics: &f.metrics, Log: slog.New(slog.DiscardHandler),
		Limits: store.ArenaLimits{Drafts: 4, Published: 2, Versions: 3, Bytes: 10_000},
	})
	return f
}

// titled is the text of an arena.
func titled(title string) string { return fmt.Sprintf(`{"name": "mine", "title": %q}`, title) }

// mustCreate keeps an arena of ada.
func (f *fixture) mustCreate(t *testing.T, title string) store.Arena {
	t.Helper()
	a, err := f.Create(t.Context(), ada, titled(title))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// checkAll publishes arenas of ada and lets f work until nothing waits.
func (f *fixture) checkAll(t *testing.T, all ...store.Arena) {
	t.Helper()
	for _, a := range all {
		if _, err := f.Publish(t.Context(), ada, a.ID, 0); err != nil {
			t.Fatal(err)
		}
	}
	for {
		switch err := f.checkNext(t.Context()); {
		case errors.Is(err, store.ErrNotFound):
			return
		case err != nil:
			t.Fatal(err)
		}
	}
}

func TestBotsDecideWhatIsPublished(t *testing.T) {
	f := newFixture(t)
	for title, want := range map[string]struct{ state, fate, verdict string }{
		"Fine":                  {store.ArenaPublished, fateGood, api.FindingOK},
		simtest.TitleUnfair:     {store.ArenaPublished, fateGood, api.FindingWarning},
		simtest.TitleUnplayable: {store.ArenaDraft, fateUnplayable, api.FindingUnplayable},
	} {
		f.metrics.fates = nil
		made := f.mustCreate(t, title)
		f.checkAll(t, made)
		a, err := f.Arena(t.Context(), ada.ID, made.ID)
		if err != nil || a.State != want.state || !slices.Equal(f.metrics.fates, []string{want.fate}) {
			t.Fatalf("%s: %+v, %v, counted %v", title, a, err, f.metrics.fates)
		}
		var r api.ArenaReport
		if err := json.Unmarshal([]byte(a.Shown.Report), &r); err != nil || r.Findings[0].Verdict != want.verdict || r.Findings[1].Name != "tick-cost" || r.Trials[0].Flown != 10 {
			t.Errorf("%s: report %s, %v", title, a.Shown.Report, err)
		}
		if err := f.Delete(t.Context(), ada.ID, made.ID); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAnEditDuringACheckIsAnotherVersion(t *testing.T) {
	f := newFixture(t)
	a := f.mustCreate(t, "One")
	if _, err := f.Publish(t.Context(), ada, a.ID, 0); err != nil {
		t.Fatal(err)
	}
	if v, err := f.Edit(t.Context(), ada, a.ID, 1, titled("Two")); err != nil || v.Version != 2 {
		t.Fatalf("%+v, %v", v, err)
	}
	f.checkAll(t)
	theirs, err := f.Version(t.Context(), bob.ID, a.ID)
	if err != nil || theirs.Version != 1 || theirs.Title != "One" {
		t.Errorf("others see %+v, %v", theirs, err)
	}
	mine, err := f.Version(t.Context(), ada.ID, a.ID)
	if err != nil || mine.Version != 2 || mine.Title != "Two" {
		t.Errorf("the author sees %+v, %v", mine, err)
	}
	if _, err := f.Edit(t.Context(), ada, a.ID, 1, titled("Three")); !errors.Is(err, store.ErrArenaChanged) {
		t.Errorf("an edit of an old version: %v", err)
	}
}

func TestOthersSeeOnlyWhatIsPublished(t *testing.T) {
	f := newFixture(t)
	ctx := t.Context()
	draft, a := f.mustCreate(t, "Draft"), f.mustCreate(t, "Shown")
	f.checkAll(t, a)
	if _, err := f.Edit(ctx, ada, a.ID, 1, titled("Later")); err != nil {
		t.Fatal(err)
	}
	fork, err := f.Fork(ctx, bob, a.ID)
	if err != nil || fork.Owner != bob.ID || fork.Parent != (store.ArenaParent{Arena: a.ID, Version: 1}) || fork.Shown.Title != "Shown" || fork.Shown.Hash == a.Shown.Hash {
		t.Errorf("a fork: %+v, %v", fork, err)
	}
	one := func(_ store.Arena, err error) error { return err }
	version := func(_ store.ArenaVersion, err error) error { return err }
	for what, got := range map[string]struct{ err, want error }{
		"a draft":                    {one(f.Arena(ctx, bob.ID, draft.ID)), store.ErrNotFound},
		"nothing":                    {one(f.Arena(ctx, bob.ID, "nothing")), store.ErrNotFound},
		"a fork of a draft":          {one(f.Fork(ctx, bob, draft.ID)), store.ErrNotFound},
		"a later version":            {version(f.Version(ctx, bob.ID, a.ID+"@2")), store.ErrNotFound},
		"no version":                 {version(f.Version(ctx, ada.ID, a.ID+"@x")), store.ErrNotFound},
		"the published one":          {version(f.Version(ctx, bob.ID, a.ID+"@1")), nil},
		"an edit of another's":       {version(f.Edit(ctx, bob, a.ID, 2, titled("Mine"))), ErrNotOwner},
		"an edit of another's draft": {version(f.Edit(ctx, bob, draft.ID, 1, titled("Mine"))), store.ErrNotFound},
		"publish another's":          {one(f.Publish(ctx, bob, a.ID, 0)), ErrNotOwner},
		"delete another's":           {f.Delete(ctx, bob.ID, a.ID), ErrNotOwner},
		"report a draft":             {f.Report(ctx, bob.ID, draft.ID, "other", ""), store.ErrNotFound},
		"report one's own":           {f.Report(ctx, ada.ID, a.ID, "other", ""), ErrOwn},
		"report":                     {f.Report(ctx, bob.ID, a.ID, "abuse", "it spells\na word"), nil},
	} {
		if !errors.Is(got.err, got.want) || got.want == nil && got.err != nil {
			t.Errorf("%s: %v, want %v", what, got.err, got.want)
		}
	}
	if all, err := f.Versions(ctx, bob.ID, a.ID); err != nil || len(all) != 1 || all[0].Version != 1 {
		t.Errorf("versions that others see: %+v, %v", all, err)
	}
	reports, err := f.store.Reports(ctx, 5)
	if err != nil || len(reports) != 1 || reports[0].Accused != ada.ID || reports[0].Text != "it spells a word" || !strings.Contains(reports[0].Context, a.ID) {
		t.Errorf("reports %+v, %v", reports, err)
	}
	if err := f.SetState(ctx, store.ArenaSetting{ID: a.ID, State: store.ArenaHidden}); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Arena(ctx, bob.ID, a.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("hidden: %v", err)
	}
	if _, err := f.Picture(ctx, bob.ID, a.Shown.Hash); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the picture of a hidden one: %v", err)
	}
	for what, k := range map[string]struct {
		by Player
		of string
	}{"its author": {ada, a.ID}, "whoever has a fork": {bob, fork.ID}} {
		if k.by == ada {
			_, err = f.Fork(ctx, k.by, k.of)
		} else {
			_, err = f.Create(ctx, k.by, titled("Shown"))
		}
		if !errors.Is(err, store.ErrArenaHidden) {
			t.Errorf("%s copies what is hidden: %v", what, err)
		}
	}
	if _, err := f.Publish(ctx, bob, fork.ID, 0); !errors.Is(err, store.ErrArenaHidden) {
		t.Errorf("a fork of what is hidden is published: %v", err)
	}
	if v, err := f.Version(ctx, ada.ID, a.ID); err != nil || !strings.Contains(v.Text, "Later") {
		t.Errorf("its author plays %+v, %v", v, err)
	}
}

// What one may not see is not there, whichever way one asks for it.
func TestArenasOfBannedPlayersAndDraftsAreForTheirOwnerAlone(t *testing.T) {
	f := newFixture(t)
	ctx := t.Context()
	draft, bad := f.mustCreate(t, "Draft"), f.mustCreate(t, "Bad")
	f.checkAll(t, bad)
	if _, err := f.Picture(ctx, "", bad.Shown.Hash); err != nil {
		t.Errorf("the picture of a published one: %v", err)
	}
	if err := f.store.PutBan(ctx, store.Ban{ID: "b", Player: ada.ID, At: time.Now()}); err != nil {
		t.Fatal(err)
	}
	for _, a := range []store.Arena{draft, bad} {
		ways := map[string]func(by Player) error{
			"read":     func(by Player) error { _, err := f.Version(ctx, by.ID, a.ID); return err },
			"versions": func(by Player) error { _, err := f.Versions(ctx, by.ID, a.ID); return err },
			"fork":     func(by Player) error { _, err := f.Fork(ctx, by, a.ID); return err },
			"picture":  func(by Player) error { _, err := f.Picture(ctx, by.ID, a.Shown.Hash); return err },
		}
		for what, way := range ways {
			if err := way(bob); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("%s of %s by another: %v", what, a.Shown.Title, err)
			}
			if err := way(Player{}); !errors.Is(err, store.ErrNotFound) && what != "fork" {
				t.Errorf("%s of %s by nobody: %v", what, a.Shown.Title, err)
			}
			if err := way(ada); err != nil && what != "fork" {
				t.Errorf("%s of %s by its owner: %v", what, a.Shown.Title, err)
			}
		}
	}
}

func TestTextsThatAreNoArenas(t *testing.T) {
	f := newFixture(t)
	for name, text := range map[string]string{
		"nothing": "", "no JSON": "{", "deep": strings.Repeat("[", 9000), "no title": `{"name":"a"}`,
		"not welcome": titled("weeds"), "too long": titled(strings.Repeat("x", sim.MaxArenaBytes)),
	} {
		_, err := f.Create(t.Context(), ada, text)
		if _, bad := errors.AsType[Bad](err); !bad {
			t.Errorf("%s: %v", name, err)
		}
	}
	a := f.mustCreate(t, "Fine")
	if v, err := f.Version(t.Context(), ada.ID, a.ID); err != nil || !strings.Contains(v.Text, a.ID) || strings.Contains(v.Text, "mine") {
		t.Errorf("its name is not its id: %s, %v", v.Text, err)
	}
	if p, err := f.Picture(t.Context(), ada.ID, a.Shown.Hash); err != nil || string(p) != "picture of Fine" {
		t.Errorf("its picture: %s, %v", p, err)
	}
}

func TestFeaturedArenasInRotation(t *testing.T) {
	f := newFixture(t)
	a, b := f.mustCreate(t, "A"), f.mustCreate(t, "B")
	f.checkAll(t, a, b)
	for id, rotation := range map[string]bool{a.ID: true, b.ID: false} {
		if err := f.SetState(t.Context(), store.ArenaSetting{ID: id, State: store.ArenaFeatured, Rotation: rotation, Version: 1}); err != nil {
			t.Fatal(err)
		}
	}
	if all := f.Rotation(); len(all) != 1 || all[0].Name != a.ID {
		t.Errorf("%d in rotation, want %s", len(all), a.ID)
	}
	// What the operator has not seen is not played in public rooms.
	if _, err := f.Edit(t.Context(), ada, a.ID, 1, titled("Swapped")); err != nil {
		t.Fatal(err)
	}
	f.checkAll(t, a)
	f.readRotation(t.Context(), time.Now())
	if all := f.Rotation(); len(all) != 0 {
		t.Errorf("in rotation is %s", all[0].Title)
	}
	if now, err := f.Arena(t.Context(), bob.ID, a.ID); err != nil || now.State != store.ArenaPublished || now.Published != 2 || now.Rotation {
		t.Errorf("another version is published: %+v, %v", now, err)
	}
	again := store.ArenaSetting{ID: a.ID, State: store.ArenaFeatured, Version: 1}
	if err := f.SetState(t.Context(), again); !errors.Is(err, store.ErrArenaChanged) {
		t.Errorf("a version that is not published any more is featured: %v", err)
	}
}

func TestAnArenaThatIsTakenDownIsInRotationNoMore(t *testing.T) {
	heard := 0
	f := newFixture(t)
	f.cfg.OnRotation = func() { heard++ }
	for name, takeDown := range map[string]func(id string) error{
		"hidden by the operator": func(id string) error {
			return f.SetState(t.Context(), store.ArenaSetting{ID: id, State: store.ArenaHidden})
		},
		"deleted by its author": func(id string) error { return f.Delete(t.Context(), ada.ID, id) },
	} {
		a := f.mustCreate(t, name)
		f.checkAll(t, a)
		if err := f.SetState(t.Context(), store.ArenaSetting{ID: a.ID, State: store.ArenaFeatured, Rotation: true, Version: 1}); err != nil || len(f.Rotation()) != 1 {
			t.Fatalf("%d in rotation, %v", len(f.Rotation()), err)
		}
		before := heard
		if err := takeDown(a.ID); err != nil || len(f.Rotation()) != 0 || heard != before+1 {
			t.Errorf("%s: %d in rotation, heard %d times, %v", name, len(f.Rotation()), heard-before, err)
		}
	}
}

// slowStore has arenas of ada, and takes a second to read those in rotation.
type slowStore struct {
	Store
	state map[string]store.ArenaSetting // by id
	reads int
}

func (f *slowStore) Arena(_ context.Context, id, _ string, _ time.Time) (store.Arena, error) {
	return store.Arena{ID: id, Owner: ada.ID, Rotation: f.state[id].Rotation}, nil
}

func (f *slowStore) DeleteArena(_ context.Context, id, _ string) error {
	delete(f.state, id)
	return nil
}

func (f *slowStore) SetArenaState(_ context.Context, k store.ArenaSetting) error {
	f.state[k.ID] = k
	return nil
}

func (f *slowStore) RotationArenas(ctx context.Context, _ int, _ time.Time) (texts []string, err error) {
	for id, k := range f.state {
		if k.Rotation {
			texts = append(texts, titled(id))
		}
	}
	if f.reads++; f.reads == 1 {
		time.Sleep(time.Second)
	}
	return texts, ctx.Err()
}

func TestAnOlderListOfTheRotationDoesNotReplaceANewerOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &slowStore{state: map[string]store.ArenaSetting{"a": {ID: "a", Rotation: true}, "draft": {ID: "draft"}}}
		s := New(Config{Games: sim.Games{simtest.WithArenas(toy.Game)}, Store: f, Filter: noWeeds{}, Log: slog.New(slog.DiscardHandler)})
		go s.readRotation(t.Context(), time.Now())
		synctest.Wait() // its list has the arena
		hungUp, hangUp := context.WithCancel(t.Context())
		hangUp()
		if err := s.SetState(hungUp, store.ArenaSetting{ID: "a", State: store.ArenaHidden}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Second)
		if all := s.Rotation(); len(all) != 0 || f.reads != 2 {
			t.Errorf("%d in rotation after %d reads", len(all), f.reads)
		}
		if err := s.Delete(t.Context(), ada.ID, "draft"); err != nil || f.reads != 2 {
			t.Errorf("a draft is deleted: %d reads, %v", f.reads, err)
		}
		f.state["a"] = store.ArenaSetting{ID: "a", Rotation: true}
		s.readRotation(t.Context(), time.Now())
		if err := s.Delete(hungUp, ada.ID, "a"); err != nil || len(s.Rotation()) != 0 || f.reads != 4 {
			t.Errorf("one in rotation is deleted: %d in rotation after %d reads, %v", len(s.Rotation()), f.reads, err)
		}
	})
}

// fakeStore has checks to do, and nothing else.
type fakeStore struct {
	Store
	checks, released int
	title, report    string
	tries            int
	good             bool
	until            []time.Time // of the renewed claims
	stolen           bool        // another server has the check
}

func (f *fakeStore) RotationArenas(context.Context, int, time.Time) ([]string, error) {
	return nil, store.ErrUnavailable
}

func (f *fakeStore) ArenaChecks(context.Context) (int, time.Time, error) {
	return f.checks, time.Now(), nil
}

func (f *fakeStore) ClaimArenaCheck(context.Context, string, time.Time, time.Time) (store.ArenaCheck, error) {
	return store.ArenaCheck{Arena: "a", Version: 1, Tries: f.tries}, nil
}

func (f *fakeStore) ArenaVersion(context.Context, string, int) (store.ArenaVersion, error) {
	return store.ArenaVersion{Arena: "a", Version: 1, Text: titled(f.title)}, nil
}

func (f *fakeStore) RenewArenaCheck(_ context.Context, _ store.ArenaCheck, until time.Time) error {
	f.until = append(f.until, until)
	if f.stolen {
		return store.ErrConflict
	}
	return nil
}

func (f *fakeStore) FinishArenaCheck(_ context.Context, _ store.ArenaCheck, report string, good bool, _ time.Time) error {
	f.checks, f.report, f.good = f.checks-1, report, good
	return nil
}

func (f *fakeStore) ReleaseArenaCheck(ctx context.Context, _ store.ArenaCheck) error {
	f.released++
	return ctx.Err()
}

// runWith lets a service with a fake store work for a while.
func runWith(t *testing.T, f *fakeStore, d time.Duration) *fakeMetrics {
	t.Helper()
	m := &fakeMetrics{}
	s := New(Config{Games: sim.Games{simtest.WithArenas(toy.Game)}, Store: f, Queue: 1, Metrics: m, Log: slog.New(slog.DiscardHandler)})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { s.Run(ctx); close(done) }()
	time.Sleep(d)
	cancel()
	<-done
	return m
}

func TestACheckThatIsNotDoneIsGivenBackAndOneThatCrashesServersIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fakeStore{checks: 1, title: "Fine", tries: mostTries + 1}
		if m := runWith(t, f, time.Minute); f.good || !strings.Contains(f.report, api.CheckBroken) || !slices.Equal(m.fates, []string{api.CheckBroken}) {
			t.Errorf("report %s, counted %v", f.report, m.fates)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		f := &fakeStore{checks: 1, title: simtest.TitleCrash, tries: 1}
		if m := runWith(t, f, time.Minute); f.good || !strings.Contains(f.report, api.CheckBroken) || !slices.Equal(m.fates, []string{api.CheckBroken}) {
			t.Errorf("one that panics: report %s, counted %v", f.report, m.fates)
		}
	})
	f := &fakeStore{checks: 1, title: simtest.TitleEndless, tries: 1}
	if m := runWith(t, f, 20*time.Millisecond); f.released != 1 || f.report != "" || len(m.fates) > 0 {
		t.Errorf("given back %d times, report %q, counted %v", f.released, f.report, m.fates)
	}
}

func TestACheckWorksHalfOfTheTimeAndNotForever(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began, renewed := time.Now(), 0
		p := &pace{ctx: t.Context(), began: began, renewed: began, renew: func() bool { renewed++; return true }}
		for p.goOn() {
			time.Sleep(workTime) // what a tick takes
		}
		if took := time.Since(began); took < 2*mostWork || took > 2*mostWork+time.Second || p.worked < mostWork {
			t.Errorf("it took %v, of which %v were work", took, p.worked)
		}
		if least := int(2 * mostWork / (renewTime + time.Second)); renewed < least || 3*renewTime > claimTime {
			t.Errorf("the claim was renewed %d times, want %d; a claim of %v may miss two", renewed, least, claimTime)
		}
	})
}

// A server that works keeps its claim, and one whose claim another has ends without a report.
func TestAClaimThatAnotherServerHasEndsTheCheck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fakeStore{stolen: true}
		s := New(Config{Store: f, Log: slog.New(slog.DiscardHandler)})
		p := &pace{ctx: t.Context(), began: time.Now(), renewed: time.Now(), renew: s.renewal(t.Context(), &store.ArenaCheck{})}
		for p.goOn() {
			time.Sleep(workTime)
		}
		if len(f.until) != 1 || !p.lost || p.worked > renewTime || f.until[0].Before(time.Now().Add(claimTime-time.Second)) {
			t.Errorf("claims until %v, lost %v after %v of work", f.until, p.lost, p.worked)
		}
	})
}
