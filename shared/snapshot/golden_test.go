package snapshot_test

import (
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"testing"

	"perihelion/shared/snapshot"
	"perihelion/sim"
	"perihelion/sim/ships"
)

var update = flag.Bool("update", false, "rewrite the golden vectors")

const goldenFile = "testdata/golden.json"

// vector is one frame of the golden conversation: a body, and all that a client
// holds after it. Words beyond the schema of a kind are left out.
type vector struct {
	About    string     `json:"about"`
	Tick     sim.Tick   `json:"tick"`
	Body     string     `json:"body"` // hex
	Entities []thing    `json:"entities"`
	Events   []thing    `json:"events,omitempty"`
	Own      []int32    `json:"own"`
	Radar    [][2]uint8 `json:"radar"`
}

type thing struct {
	ID    sim.EntityID  `json:"id"`
	Kind  sim.Kind      `json:"kind"`
	Tick  sim.Tick      `json:"tick,omitempty"` // of an event
	To    *sim.PlayerID `json:"to,omitempty"`   // of an event for one player
	Words []int32       `json:"words"`
}

// The vectors are what FORMAT.md promises to decoders in other languages. A
// change of them is a change of the wire: raise protocol.Version.
func TestGoldenVectors(t *testing.T) {
	if *update {
		writeGolden(t)
	}
	raw, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatal(err)
	}
	var want []vector
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	got := converse(t)
	if len(got) != len(want) {
		t.Fatalf("%d frames, want %d", len(got), len(want))
	}
	for i := range want {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Errorf("%s:\n got %+v\nwant %+v", want[i].About, got[i], want[i])
		}
	}
}

// converse plays the golden conversation through both ends.
func converse(t *testing.T) (vs []vector) {
	cfg := sim.Config{Seed: 1, Seats: 4}
	pub, replica := snapshot.NewPublisher(ships.Rules, cfg), snapshot.NewClientState(ships.Rules, cfg)
	var feed snapshot.ClientEncoder
	for _, scene := range goldenScenes() {
		snap := pub.Publish(scene.tick, scene.entities, scene.events)
		if scene.about == "" { // published, but not sent to this client
			snap.Release()
			continue
		}
		if scene.reset {
			feed.Reset()
		}
		body := feed.Append(nil, snap, &scene.share)
		snap.Release()
		v := vector{About: scene.about, Tick: scene.tick, Body: hex.EncodeToString(body)}
		body, err := hex.DecodeString(v.Body)
		if err == nil {
			err = replica.Apply(v.Tick, body)
		}
		if err != nil {
			t.Fatalf("%s: %v", v.About, err)
		}
		vs = append(vs, v.holding(replica))
	}
	return vs
}

func (v vector) holding(r *snapshot.ClientState) vector {
	for _, e := range r.Entities() {
		v.Entities = append(v.Entities, thing{ID: e.ID, Kind: e.Kind, Words: e.Words[:len(ships.SchemaOf(e.Kind))]})
	}
	for _, e := range r.Events() {
		th := thing{ID: e.ID, Kind: e.Kind, Tick: e.Tick, Words: e.Words[:len(ships.SchemaOf(e.Kind))]}
		if e.To != sim.NoPlayer {
			th.To = &e.To
		}
		v.Events = append(v.Events, th)
	}
	own := r.Own()
	v.Own = own[:]
	for _, b := range r.Radar() {
		v.Radar = append(v.Radar, [2]uint8{b.X, b.Y})
	}
	return v
}

func writeGolden(t *testing.T) {
	raw, err := json.MarshalIndent(converse(t), "", " ")
	if err == nil {
		err = os.WriteFile(goldenFile, append(raw, '\n'), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// scene is one published snapshot of the golden conversation.
type scene struct {
	about    string
	tick     sim.Tick
	reset    bool
	entities []sim.Entity
	events   []sim.Event
	share    snapshot.PlayerView
}

// goldenScenes use no kind that moves, but for one ship that comes and goes: the
// vectors are about the format, not about how ships fly.
func goldenScenes() []scene {
	view := snapshot.View{HalfW: 960, HalfH: 560}
	at := func(id sim.EntityID, k sim.Kind, words ...int32) (e sim.Entity) {
		e = sim.Entity{ID: id, Kind: k, Global: k >= ships.KindRock, Radar: k == ships.KindShip}
		copy(e.Words[:], words)
		return e
	}
	ship := at(0, ships.KindShip, 1600, -33000, -40, 2000, 250, 1, -1, 100, 50, ships.FlagBoost)
	mine, match := at(49160, ships.KindMine, -800, 16, 1), at(5120, ships.KindMatch, 2, 7200, 1, 0xffff, 20)
	pulse, second := at(8193, ships.KindPulse, 100, 16, -16, 3600, -3600), at(8210, ships.KindPulse, 101, 40000, 5, 0, 1)
	rock, broken := at(4096, ships.KindRock, 100), at(4096, ships.KindRock, 0)
	score := func(points int32) sim.Entity { return at(2048, ships.KindScore, points, 3, 1, 0, 2) }
	hit := sim.Event{Entity: at(0, ships.EventHit, 0, 1, 2, 45, 100, -100, 7, 0), Tick: 101, To: 0}
	kill := sim.Event{Entity: at(8193, ships.EventKill, 0, 1, 2), Tick: 104, To: sim.NoPlayer}
	kill.Global = true
	own := func(n int32) snapshot.PlayerView {
		return snapshot.PlayerView{View: view, Own: sim.Private{1, n * 1000, -n * n, 7, 500 - n}}
	}
	return []scene{
		{about: "a keyframe", tick: 100, share: own(0), entities: []sim.Entity{ship, score(5), rock, match, pulse, mine}},
		{
			about: "a ship and a mine go, a pulse comes, someone scores, the receiver is told of a hit",
			tick:  102, share: own(1), entities: []sim.Entity{score(6), rock, match, pulse, second}, events: []sim.Event{hit},
		},
		{about: "nothing changes", tick: 104, share: own(2), entities: []sim.Entity{score(6), rock, match, pulse, second}},
		{tick: 106, entities: []sim.Entity{score(6), rock, match, pulse, second}, events: []sim.Event{kill}},
		{tick: 108, entities: []sim.Entity{score(6), broken, match, pulse, second}},
		{about: "two snapshots were skipped", tick: 110, share: own(5), entities: []sim.Entity{score(-7), broken, match, pulse, mine}},
		{
			about: "somebody asked for a keyframe", tick: 112, reset: true,
			share: snapshot.PlayerView{View: view}, entities: []sim.Entity{score(-7), broken, match, pulse, mine},
		},
	}
}
