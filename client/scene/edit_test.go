package scene

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/game"
	"perihelion/client/game/ships/editor"
	"perihelion/client/input"
	"perihelion/client/netcode"
	"perihelion/client/online"
	"perihelion/client/online/onlinetest"
	"perihelion/client/ui"
	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/ships"
	"perihelion/sim/ships/layout"
)

// editTest is the editor over a match on a server that the test plays.
type editTest struct {
	t    *testing.T
	s    *editScene
	c    *netcode.Client
	p    *screenCheck
	sent [][]byte
	now  time.Time
}

func newEditTest(t *testing.T) *editTest {
	k := &editTest{t: t, now: time.Unix(1_800_000_000, 0)}
	k.c = netcode.New(func(frame []byte) error {
		k.sent = append(k.sent, bytes.Clone(frame))
		return nil
	}, netcode.Options{Games: games.All})
	a, _ := ships.Rules.About().Arenas.Named("gates")
	match := sim.Describe(games.Ships, sim.Config{Seed: 1, Seats: 4, Mode: ships.Skirmish, Arenas: &sim.Arenas{a}, Editable: true})
	k.receive(protocol.AppendWelcome(nil, &protocol.Welcome{Version: protocol.Version, Room: "r", Code: "NOVA42", Match: match, Interval: 2}))
	k.receive(protocol.AppendArena(nil, &protocol.Arena{Tick: 1, Text: a.Text}))
	k.receive(protocol.AppendRoster(nil, &protocol.Roster{Full: true, Players: []protocol.Player{{ID: 0, Name: "Ada", Role: protocol.RoleOwner}, {ID: 1, Name: "Bob", Account: 7}}}))

	k.p = newScreenCheck(t, newPen(t), nil, viewport{1280, 720, false}, 1)
	m := k.p.editedMatch()
	m.session = &online.Session{Client: k.c, Played: true}
	m.view = k.c.View(k.now)
	k.s = k.p.editor(m)
	k.p.stack.scenes = []scene{k.p.stack.base(), m, k.s}
	return k
}

func (k *editTest) receive(frame []byte) {
	k.t.Helper()
	if err := k.c.Receive(frame, k.now); err != nil {
		k.t.Fatal(err)
	}
}

// play plays a frame with the player's input in, and returns where that leads.
func (k *editTest) play(in ui.Input) transition {
	k.now = k.now.Add(time.Second / 60)
	k.s.match.view = k.c.View(k.now)
	f := &k.p.frame
	f.now, f.dt, f.in, f.top = k.now, 1./60, &in, true
	tr := k.s.Update(f)
	clear(k.raw().JustPressed[:])
	return tr
}

func (k *editTest) raw() *input.Raw { return k.p.deps.Devices.Raw() }

// press plays a frame in which a key goes down.
func (k *editTest) press(key ebiten.Key) transition {
	k.raw().JustPressed[input.Key(key)] = true
	return k.play(ui.Input{})
}

// drag drags with the mouse from a point of the window to another.
func (k *editTest) drag(x, y, toX, toY float32) {
	k.play(ui.Input{X: x, Y: y, Down: true, Pressed: true})
	k.play(ui.Input{X: toX, Y: toY, Down: true})
	k.play(ui.Input{X: toX, Y: toY, Released: true})
	k.play(ui.Input{X: toX, Y: toY})
}

// gate is where a gate is drawn.
func (k *editTest) gate(n int) (x, y float32) {
	v := k.s.match.view
	at := ships.GatesAt(&v.Config, v.Tick)
	g := at.All()[n].At
	return k.s.match.cam.ToScreen(float32(g.X)/65536, float32(g.Y)/65536)
}

// changes are what was sent since the last call.
func (k *editTest) changes() (list []protocol.Edit) {
	for _, frame := range k.sent {
		if kind, _ := protocol.Peek(frame); kind == protocol.TypeEdit {
			e, err := protocol.DecodeEdit(frame)
			if err != nil {
				k.t.Fatal(err)
			}
			list = append(list, e)
		}
	}
	k.sent = nil
	return list
}

// made is a change that the server makes, for everyone.
func (k *editTest) made(e protocol.Edit, by sim.PlayerID) {
	k.receive(protocol.AppendEdited(nil, &protocol.Edited{Tick: 2, Made: []protocol.MadeEdit{{By: by, Number: e.Number, Change: e.Change}}}))
}

func (k *editTest) east() layout.Gate {
	return k.s.match.view.Config.Arena.Layout.(*layout.Arena).Gates[0]
}

func TestADragIsOneChangeThatIsSentAndCanBeUndone(t *testing.T) {
	k := newEditTest(t)
	k.play(ui.Input{})
	before := k.east()
	x, y := k.gate(0)
	k.drag(x, y, x-90, y-60)
	sent := k.changes()
	if len(sent) != 1 || len(k.s.state.Selected) != 1 || k.s.state.Selected[0] != "east" {
		t.Fatalf("%d changes were sent, %v is selected", len(sent), k.s.state.Selected)
	}
	if got := k.east(); got.Distance >= before.Distance {
		t.Errorf("it is at %+v, and was at %+v", got.Orbit, before.Orbit)
	}
	k.made(sent[0], 0)
	k.play(ui.Input{})
	k.s.do(game.EditUndo)
	k.play(ui.Input{})
	if undone := k.changes(); len(undone) != 1 {
		t.Fatalf("%d changes undo it", len(undone))
	} else {
		k.made(undone[0], 0)
	}
	k.play(ui.Input{})
	if k.east() != before {
		t.Errorf("undone it is at %+v, want %+v", k.east().Orbit, before.Orbit)
	}
}

func TestARefusalIsSaidAndTakenBack(t *testing.T) {
	k := newEditTest(t)
	k.play(ui.Input{})
	before := k.east()
	x, y := k.gate(0)
	k.drag(x, y, x-90, y-60)
	k.receive(protocol.AppendEditDone(nil, &protocol.EditDone{Number: k.changes()[0].Number, Refusal: protocol.EditGone, Detail: "the object east was removed meanwhile"}))
	k.play(ui.Input{})
	k.play(ui.Input{})
	if k.s.trouble.text != "east was removed meanwhile" || k.s.trouble.left <= 0 {
		t.Errorf("the player reads %q", k.s.trouble.text)
	}
	if k.east() != before || k.s.state.Undo {
		t.Errorf("it is at %+v, and can be undone: %v", k.east().Orbit, k.s.state.Undo)
	}
}

func TestWhatOthersDoShowsWhileOneEdits(t *testing.T) {
	k := newEditTest(t)
	k.play(ui.Input{})
	theirs := layout.AppendChange(nil, []layout.Edit{{Op: layout.Set, Object: "east", Field: "radius", Value: "100"}})
	k.made(protocol.Edit{Number: 1, Change: theirs}, 1)
	k.receive(protocol.AppendCursors(nil, []protocol.PlayerCursor{{Player: 1, Cursor: protocol.Cursor{Here: true, X: 50, Selected: []string{"east"}}}}))
	k.play(ui.Input{})
	if got := k.east().Radius; got != 100 {
		t.Errorf("the radius is %d, want 100", got)
	}
	if o := k.s.link.others; len(o) != 1 || len(o[0].Selected) != 1 {
		t.Errorf("others have selected %v", o)
	}
}

func TestTheKeyLeadsBackToTheShip(t *testing.T) {
	k := newEditTest(t)
	if !k.s.match.editing {
		t.Error("the ship is in play")
	}
	if tr := k.press(ebiten.KeyF2); tr.op != opPop {
		t.Fatalf("F2 leads to %v", tr.op)
	}
	k.s.onExit()
	if k.s.match.editing {
		t.Error("the ship is out of play still")
	}
	last := k.sent[len(k.sent)-1]
	if c, err := protocol.DecodeCursor(last); err != nil || c.Here {
		t.Errorf("the others were told %+v, %v", c, err)
	}
}

func TestWhoMayNoLongerEditFlies(t *testing.T) {
	k := newEditTest(t)
	k.receive(protocol.AppendRoster(nil, &protocol.Roster{Players: []protocol.Player{{ID: 0, Name: "Ada"}}}))
	if tr := k.play(ui.Input{}); tr.op != opPop {
		t.Errorf("it goes on: %v", tr.op)
	}
}

func TestTypingIsNoCommand(t *testing.T) {
	k := newEditTest(t)
	k.s.side = sideArena
	k.play(ui.Input{})
	k.s.setFocus(k.s.panel.rows[0])
	k.s.form.ByPointer = false
	k.raw().JustPressed[input.Key(ebiten.KeyM)] = true
	k.raw().JustPressed[input.Key(ebiten.KeyBackspace)] = true
	k.play(ui.Input{Runes: []rune("m1")})
	if k.s.state.Mirror || k.s.state.Tool != 0 {
		t.Errorf("mirror %v, tool %d", k.s.state.Mirror, k.s.state.Tool)
	}
	k.play(ui.Input{Accept: true})
	k.play(ui.Input{})
	if title := k.s.match.view.Config.Arena.Title; title != "Ring Gatesm1" {
		t.Errorf("the title is %q", title)
	}
}

func TestFingersLookAround(t *testing.T) {
	k := newEditTest(t)
	k.play(ui.Input{})
	k.s.camera.x, k.s.camera.y = 0, 0
	before := k.s.camera
	k.play(ui.Input{X: 640, Y: 700, Touch: true, Down: true, Pressed: true})
	k.play(ui.Input{X: 680, Y: 690, Touch: true, Down: true})
	k.play(ui.Input{X: 680, Y: 690, Touch: true, Released: true})
	if k.s.camera.x >= before.x || k.s.camera.y <= before.y {
		t.Errorf("a drag over nothing leads from %v, %v to %v, %v", before.x, before.y, k.s.camera.x, k.s.camera.y)
	}
	r := k.raw()
	for _, apart := range []float32{100, 200} {
		r.Fingers = []input.Finger{{ID: 1, X: 640 - apart, Y: 400}, {ID: 2, X: 640 + apart, Y: 400}}
		k.play(ui.Input{X: 640 - apart, Y: 400, Touch: true, Down: true})
	}
	if got := k.s.camera.zoom / before.zoom; got < 1.9 || got > 2.1 {
		t.Errorf("two fingers that part to twice the distance enlarge by %v", got)
	}
	if n := len(k.changes()); n != 0 {
		t.Errorf("%d changes were sent", n)
	}
}

func TestTheOwnerLetsOthersEdit(t *testing.T) {
	k := newEditTest(t)
	k.s.side = sidePeople
	k.play(ui.Input{})
	b := k.s.roster.buttons[1]
	x, y := b.CenterX(), b.CenterY()
	k.play(ui.Input{X: x, Y: y, Down: true, Pressed: true})
	k.play(ui.Input{X: x, Y: y, Released: true})
	g, err := protocol.DecodeGrant(k.sent[len(k.sent)-1])
	if err != nil || g != (protocol.Grant{Player: 1, Account: 7, Role: protocol.RoleEditor}) {
		t.Errorf("granted %+v, %v", g, err)
	}
}

func TestAnArenaIsKeptInTheLibraryAndThenItsNextVersion(t *testing.T) {
	k := newEditTest(t)
	var asked []string
	answer := func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method+" "+r.Header.Get("If-Match"))
		onlinetest.RespondJSON(map[string]any{"id": "a1", "newest": 1, "version": 2})(w, r)
	}
	k.p.server.Handle("POST arenas", answer)
	k.p.server.Handle("PUT arenas/a1", answer)
	k.s.side = sideSave
	k.play(ui.Input{})
	for version := range 2 {
		k.s.saving.handleSaving(k.s, &k.s.saving.keep)
		for k.s.saving.call != nil {
			k.play(ui.Input{})
			time.Sleep(time.Millisecond)
		}
		if got := k.s.match.entry.kept; got.ID != "a1" || got.Version != version+1 || k.s.note.text != "Saved" {
			t.Errorf("kept %+v, the player reads %q and %q", got, k.s.note.text, k.s.trouble.text)
		}
	}
	if want := []string{"POST ", "PUT \"1\""}; !slices.Equal(asked, want) {
		t.Errorf("asked %q, want %q", asked, want)
	}
}

// TestANewArenaBeginsByTheMouseAlone selects all and deletes it, but for what an arena needs.
func TestANewArenaBeginsByTheMouseAlone(t *testing.T) {
	k := newEditTest(t)
	k.s.camera.x, k.s.camera.zoom, k.s.camera.showAll = 9_000, 2, true
	k.play(ui.Input{})
	if x, _ := k.s.match.cam.ToScreen(0, 0); x < 0 || x > 1280 {
		t.Errorf("the middle of the arena is at %v, want it in sight", x)
	}
	for _, b := range []*editButton{&k.s.arena, &k.s.panel.all, &k.s.panel.remove} {
		k.play(ui.Input{X: b.CenterX(), Y: b.CenterY(), Down: true, Pressed: true})
		k.play(ui.Input{X: b.CenterX(), Y: b.CenterY(), Released: true})
		k.play(ui.Input{})
	}
	a := k.s.match.view.Config.Arena.Layout.(*layout.Arena)
	if n := len(a.Rocks) + len(a.Belts) + len(a.Gates) + len(a.Pads) + len(a.Zones); n > 0 || len(a.Stars) != 1 || len(a.Spawns) != 1 {
		t.Errorf("%d objects are left, %d stars and %d places to start", n, len(a.Stars), len(a.Spawns))
	}
	if !k.s.state.Undo {
		t.Error("that cannot be undone")
	}
}

func TestTheEditLinkOfTheOwnerIsCopied(t *testing.T) {
	k := newEditTest(t)
	k.s.side = sidePeople
	k.play(ui.Input{})
	if slices.Contains(k.s.widgets, ui.Widget(&k.s.roster.let)) {
		t.Error("there is a link to edit without a key")
	}
	k.receive(protocol.AppendRights(nil, &protocol.Rights{Role: protocol.RoleOwner, Key: "KEYKEY"}))
	k.play(ui.Input{})
	x, y := k.s.roster.let.CenterX(), k.s.roster.let.CenterY()
	k.play(ui.Input{X: x, Y: y, Down: true, Pressed: true})
	k.play(ui.Input{X: x, Y: y, Released: true})
	if got, want := k.p.deps.Platform.(*fakePlatform).copied, "http://game.test/?room=NOVA42&edit=KEYKEY"; got != want {
		t.Errorf("copied %q, want %q", got, want)
	}
}

// TestWhoFollowsAnEditLinkClaimsAndBuilds follows a link whose key is right, and one whose key is not.
func TestWhoFollowsAnEditLinkClaimsAndBuilds(t *testing.T) {
	for _, tt := range []struct {
		key  string
		to   protocol.Role
		says bool
	}{{"KEYKEY", protocol.RoleEditor, false}, {"OLD", protocol.RoleFlyer, true}} {
		synctest.Test(t, func(t *testing.T) {
			tc, m := joinedMatch(t, Options{Room: "NOVA42", Edit: tt.key})
			defer tc.closeAll()
			if heard := tc.server.Received; slices.Contains(heard, protocol.TypeClaim) {
				t.Errorf("%s: the server heard %v before it told what the player may do", tt.key, heard)
			}
			rights := func(role protocol.Role) {
				if err := tc.server.Conn.Send(protocol.AppendRights(nil, &protocol.Rights{Role: role})); err != nil {
					t.Fatal(err)
				}
				tc.runFor(time.Second / 5)
				m.view = m.session.Client.View(time.Now()) // as after the first snapshot
				m.share.tellOfLinks(m, 1)
				m.view = nil
			}
			rights(protocol.RoleFlyer)
			rights(tt.to)
			claims := 0
			for _, kind := range tc.server.Received {
				if kind == protocol.TypeClaim {
					claims++
				}
			}
			if claims != 1 || m.share.text != "" != tt.says {
				t.Errorf("%s: claimed %d times, the player reads %q", tt.key, claims, m.share.text)
			}
			rights(protocol.RoleFlyer) // the owner takes it back
			if m.share.text != "" != tt.says {
				t.Errorf("%s: later the player reads %q", tt.key, m.share.text)
			}
		})
	}
}

func TestToolsThatSetSeveralThingsSaySo(t *testing.T) {
	for tool, want := range map[editor.Tool][2]string{
		editor.Gates:      {"Gates come in pairs", "Both gates are set"},
		editor.Checkpoint: {"A race needs three checkpoints", "Checkpoints are passed in their order"},
		editor.Rock:       {"ROCK: press where it goes", "Drag: move"},
	} {
		k := newEditTest(t)
		k.play(ui.Input{})
		k.s.do(game.EditSelectAll)
		k.s.do(game.EditRemove)
		k.play(ui.Input{})
		k.changes()
		k.s.editor.ChooseTool(int(tool))
		k.play(ui.Input{})
		if got := k.s.hint(); !strings.HasPrefix(got, want[0]) {
			t.Errorf("tool %d says %q", tool, got)
		}
		k.drag(740, 250, 740, 250)
		k.play(ui.Input{})
		if got := k.s.hint(); len(k.changes()) != 1 || !strings.HasPrefix(got, want[1]) {
			t.Errorf("after tool %d it says %q", tool, got)
		}
		k.s.do(game.EditSelectNone)
		k.s.editor.ChooseTool(int(editor.Checkpoint))
		k.play(ui.Input{})
		if got := k.s.hint(); tool == editor.Checkpoint && got != "Press where the next checkpoint goes: it becomes number 4" {
			t.Errorf("the next one says %q", got)
		}
	}
}
