package scene

import (
	"fmt"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/client/audio"
	"perihelion/client/game/faces"
	"perihelion/client/input"
	"perihelion/client/online"
	"perihelion/client/online/onlinetest"
	"perihelion/client/prefs"
	"perihelion/client/ui"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/games"
)

var enterKey = ui.Input{Accept: true}

// testClient is a client without a window, with a fake server and platform.
type testClient struct {
	t        *testing.T
	deps     *Deps
	stack    *stack
	server   *onlinetest.Server
	platform *fakePlatform
	history  *fakeHistory
	frame    frame
}

func newTestClient(t *testing.T, opt Options) *testClient {
	p, err := prefs.Load(&onlinetest.Store{})
	if err != nil {
		t.Fatal(err)
	}
	s := &onlinetest.Server{T: t, Match: sim.Match{Game: "ships", Rules: games.Ships.About().Rules, Mode: "skirmish", Seed: 1, Seats: 4, Rate: 60}}
	platform, history := &fakePlatform{}, &fakeHistory{}
	deps := &Deps{
		Options: opt, Games: games.All, Faces: faces.All, audio: &audio.Audio{}, Devices: input.New(faces.All[0].Controls()), Prefs: p, Platform: platform, History: history,
		Log: slog.New(slog.DiscardHandler), LobbyClient: s.LobbyClient, Dial: s.Dial, Now: time.Now,
	}
	return &testClient{t: t, deps: deps, stack: newStack(newTitle(deps)), server: s, platform: platform, history: history, frame: frame{w: 1280, h: 720, unit: 1, dt: 1. / 60}}
}

// saveGuest saves a guest that the server knows.
func (tc *testClient) saveGuest(name, token string) {
	g := prefs.Guest{ID: "me", Name: name, Token: token, Server: tc.deps.Options.Server, IssuedAt: time.Now().Unix()}
	if err := tc.deps.Prefs.SetGuest(g); err != nil {
		tc.t.Fatal(err)
	}
}

// ageToken makes the saved token old.
func (tc *testClient) ageToken() {
	g := tc.deps.Prefs.CurrentGuest()
	g.IssuedAt -= 2 * int64(online.RefreshTokenAfter/time.Second)
	if err := tc.deps.Prefs.SetGuest(g); err != nil {
		tc.t.Fatal(err)
	}
}

// playFrame plays one frame with the player's input in.
func (tc *testClient) playFrame(in ui.Input) {
	tc.frame.now, tc.frame.in = time.Now(), &in
	tc.stack.updateScenes(&tc.frame)
	time.Sleep(time.Second / 60)
	synctest.Wait()
}

// waitForScene plays frames until the top scene is called name.
func (tc *testClient) waitForScene(name string, within time.Duration) {
	tc.t.Helper()
	for end := time.Now().Add(within); tc.stack.top().Name() != name; {
		if time.Now().After(end) {
			tc.t.Fatalf("scene is %s after %v, want %s", tc.stack.top().Name(), within, name)
		}
		tc.playFrame(ui.Input{})
	}
}

// runFor plays frames for a while.
func (tc *testClient) runFor(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); {
		tc.playFrame(ui.Input{})
	}
}

// closeAll ends what still runs.
func (tc *testClient) closeAll() {
	for _, sc := range tc.stack.scenes {
		switch sc := sc.(type) {
		case *matchScene:
			sc.session.Quit()()
		case *matchmakingScene:
			sc.onExit()
		}
	}
	tc.server.CloseConn(transport.Normal)
	synctest.Wait()
}

type fakePlatform struct{ copied string }

func (*fakePlatform) Fullscreen() bool        { return false }
func (*fakePlatform) SetFullscreen(bool)      {}
func (p *fakePlatform) Copy(text string) bool { p.copied = text; return true }
func (*fakePlatform) Paste(func(string))      {}
func (*fakePlatform) ReplayLink(match string, at time.Duration) string {
	return fmt.Sprintf("http://game.test/?replay=%s#t=%.1f", match, at.Seconds())
}
func (*fakePlatform) ShowLanguage(string) {}

func (*fakePlatform) ArenaLink(id string) string   { return "http://game.test/?arena=" + id }
func (*fakePlatform) WatchLink(room string) string { return "http://game.test/?watch=" + room }
func (*fakePlatform) Invite(code, key string) string {
	if key != "" {
		key = "&edit=" + key
	}
	return "http://game.test/?room=" + code + key
}

// fakeHistory is a browser's history that records what was asked of it.
type fakeHistory struct {
	captured bool
	pressed  bool
	cleared  bool // ClearAddress was called
}

func (h *fakeHistory) CaptureBack(on bool) { h.captured, h.pressed = on, false }
func (h *fakeHistory) BackPressed() bool   { was := h.pressed; h.pressed = false; return was }
func (h *fakeHistory) ClearAddress()       { h.cleared = true }
