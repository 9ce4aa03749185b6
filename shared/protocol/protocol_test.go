package protocol

import (
	"bytes"
	"errors"
	"io"
	"math"
	"reflect"
	"testing"
	"time"

	"perihelion/shared/transport"
	"perihelion/sim"

	"github.com/vmihailenco/msgpack/v5"
)

// message is one kind of frame, so that one test can be written for all.
type message struct {
	name   string
	typ    Type
	client bool // who sends it, and so how big it may be
	encode func(dst []byte, v any) []byte
	decode func(frame []byte) (any, error)
}

// kind builds a message out of its two functions.
func kind[M any](t Type, enc func([]byte, *M) []byte, dec func([]byte) (M, error)) message {
	return message{
		name:   t.String(),
		typ:    t,
		client: t < TypeWelcome,
		encode: func(dst []byte, v any) []byte { m := v.(M); return enc(dst, &m) },
		decode: func(frame []byte) (any, error) { return dec(frame) },
	}
}

// into adapts a decoder that writes where it is told.
func into[M any](dec func([]byte, *M) error) func([]byte) (M, error) {
	return func(frame []byte) (m M, err error) { return m, dec(frame, &m) }
}

type nothing struct{}

var messages = map[Type]message{
	TypeHello:  kind(TypeHello, AppendHello, DecodeHello),
	TypeInputs: kind(TypeInputs, appendInputs, into(decodeInputs)),
	TypeKeyframe: kind(TypeKeyframe,
		func(dst []byte, _ *nothing) []byte { return AppendKeyframe(dst) },
		func(frame []byte) (nothing, error) { return nothing{}, DecodeKeyframe(frame) }),
	TypeSay:     kind(TypeSay, AppendSay, DecodeSay),
	TypeBye:     kind(TypeBye, AppendBye, DecodeBye),
	TypeWindow:  kind(TypeWindow, AppendWindow, DecodeWindow),
	TypeWelcome: kind(TypeWelcome, AppendWelcome, DecodeWelcome),
	TypeState:   kind(TypeState, appendState, into(decodeState)),
	TypeRoster:  kind(TypeRoster, AppendRoster, DecodeRoster),
	TypeChat:    kind(TypeChat, AppendChat, DecodeChat),
	TypeNotice:  kind(TypeNotice, AppendNotice, DecodeNotice),
	TypeLoad:    kind(TypeLoad, AppendLoad, DecodeLoad),
	TypeRound:   kind(TypeRound, AppendRound, DecodeRound),
	TypeOffer:   kind(TypeOffer, AppendOffer, DecodeOffer),
	TypeDatagrams: kind(TypeDatagrams,
		func(dst []byte, _ *nothing) []byte { return AppendDatagrams(dst) },
		func(frame []byte) (nothing, error) { return nothing{}, DecodeDatagrams(frame) }),
	TypeStateFrom: kind(TypeStateFrom, AppendStateFrom, into(DecodeStateFrom)),
	TypeProbe:     kind(TypeProbe, func(dst []byte, n *uint32) []byte { return AppendProbe(dst, *n) }, DecodeProbe),
	TypeEcho:      kind(TypeEcho, func(dst []byte, n *uint32) []byte { return AppendEcho(dst, *n) }, DecodeEcho),
	TypeMove:      kind(TypeMove, AppendMove, DecodeMove),
	TypeEdit:      kind(TypeEdit, AppendEdit, DecodeEdit),
	TypeCursor:    kind(TypeCursor, AppendCursor, DecodeCursor),
	TypeGrant:     kind(TypeGrant, AppendGrant, DecodeGrant),
	TypeArena:     kind(TypeArena, AppendArena, DecodeArena),
	TypeEdited:    kind(TypeEdited, AppendEdited, DecodeEdited),
	TypeEditDone:  kind(TypeEditDone, AppendEditDone, DecodeEditDone),
	TypeCursors: kind(TypeCursors,
		func(dst []byte, all *[]PlayerCursor) []byte { return AppendCursors(dst, *all) },
		DecodeCursors),
	TypeClaim:  kind(TypeClaim, AppendClaim, DecodeClaim),
	TypeRights: kind(TypeRights, AppendRights, DecodeRights),
	TypePings: kind(TypePings,
		func(dst []byte, pings *[]Ping) []byte { return AppendPings(dst, *pings) },
		DecodePings),
}

// examples are the golden vectors: see testdata.
var examples = []struct {
	Name string
	Type Type
	Mean any
}{
	{"hello", TypeHello, Hello{Version: Version, Build: "desktop 1.0", Aspect: 1778, Predicts: true}},
	{"inputs-ack-only", TypeInputs, Inputs{Ack: 70000, First: 70004}},
	{"inputs-two-equal", TypeInputs, inputs(70000, 69996, 128, 70004,
		sim.Input{Axes: axes(127, 0, 0x4000), Buttons: buttonBoost}, sim.Input{Axes: axes(127, 0, 0x4000), Buttons: buttonBoost})},
	{"inputs-every-field-changes", TypeInputs, inputs(3, 2, 7, 9,
		sim.Input{Axes: axes(-127, 8, 0xfff0), Buttons: buttonPulse},
		sim.Input{Axes: axes(127, -8, 0x10), Buttons: buttonRail | buttonBoost})},
	{"inputs-without-buttons", TypeInputs, inputs(70000, 0, 0, 70004, sim.Input{Axes: axes(0, 0, 0x4000)}, sim.Input{Axes: axes(-64, 0, 0x4230)})},
	{"inputs-before-the-first-snapshot", TypeInputs, inputs(0, 0, 0, 1, sim.Input{Buttons: buttonItem})},
	{"keyframe", TypeKeyframe, nothing{}},
	{"say", TypeSay, Say{Text: "gg 🚀"}},
	{"say-quick-to-the-team", TypeSay, Say{Channel: ChannelTeam, Quick: QuickFollowMe}},
	{"bye", TypeBye, Bye{Reason: uint16(transport.Normal), Text: "back to the menu"}},
	{"window", TypeWindow, Window{Aspect: 462}},
	{"welcome", TypeWelcome, Welcome{
		Version: Version, Room: "r-7f3a", Code: "KEPLER", Me: 3, Epoch: 2, Resume: "header.claims.signature",
		Match: sim.Match{Game: "ships", Rules: 1, Mode: "skirmish", Seed: 0xfeedfacecafebeef, Seats: 16, Rate: 60, Points: 5, Seconds: 90, Arenas: "{\"name\":\"far\"}\n{\"name\":\"near\"}"}, Tick: 123456, Interval: 2,
	}},
	{"state", TypeState, State{Tick: 123458, Newest: 123461, Slack: 12, Held: 7 * time.Millisecond, Body: []byte{1, 2, 3}}},
	{"state-no-input-yet", TypeState, State{Tick: 123458, SendRate: 2, Body: []byte{}}},
	{"state-late-input", TypeState, State{Tick: 200, Newest: 190, Slack: -90, Held: 255 * time.Millisecond, Body: []byte{0xff}}},
	{"roster-full", TypeRoster, Roster{Full: true, Players: []Player{
		{ID: 0, Name: "Ada", Ping: 31, Account: AccountOf("ada"), Looks: Looks{Title: 2, Trail: 255, Lines: 3, KillSound: 4}}, {ID: 1, Name: "Halley", Bot: true}, {ID: 300, Name: "Ωmega", Away: true, Role: RoleOwner, Ping: 65535, Account: math.MaxUint64},
	}}},
	{"roster-change", TypeRoster, Roster{Players: []Player{{ID: 2, Name: "Bob", Ping: 200}}, Left: []sim.PlayerID{1, 1000}}},
	{"chat", TypeChat, Chat{Lines: []Line{{Number: 9, From: 4, Name: "Ada", Text: "mind the star", Account: AccountOf("ada")}}}},
	{"chat-quick-to-the-team", TypeChat, Chat{Lines: []Line{{Number: 10, From: 4, Name: "Ada", Channel: ChannelTeam, Quick: QuickHelp}}}},
	{"chat-of-the-server", TypeChat, Chat{Lines: []Line{{From: sim.NoPlayer, Text: "there are no teams in this mode"}}}},
	{"chat-history", TypeChat, Chat{Lines: []Line{
		{Number: 7, From: sim.NoPlayer, Name: "Ωmega", Quick: QuickGoodGame, Ago: 9 * time.Minute},
		{Number: 8, From: 300, Name: "Bob", Text: "hi", Ago: time.Second},
	}}},
	{"notice", TypeNotice, Notice{Text: "the server restarts", In: 90 * time.Second}},
	{"load", TypeLoad, Load{Typical: 31 * time.Microsecond, Slow: 2400 * time.Microsecond}},
	{"round", TypeRound, Round{Match: "018f0000-0000-7000-8000-000000000000", Tick: 123000}},
	{"datagrams", TypeDatagrams, nothing{}},
	{"probe", TypeProbe, uint32(70000)},
	{"echo", TypeEcho, uint32(70000)},
	{"offer", TypeOffer, Offer{Host: "eu.example.com", Port: 4433, Path: DatagramPath, Token: "5f1c", Hashes: [][]byte{bytes.Repeat([]byte{7}, 32)}}},
	{"offer-of-none", TypeOffer, Offer{}},
	{"state-from", TypeStateFrom, State{Tick: 123458, Base: 123450, Lost: 9, Newest: 123461, Slack: 12, Held: 7 * time.Millisecond, Body: []byte{1, 2, 3}}},
	{"move", TypeMove, Move{URL: "wss://n2.example.com/v1/play", Token: "header.claims.signature", Tick: 70000}},
	{"move-nowhere", TypeMove, Move{}},
	{"edit", TypeEdit, Edit{Number: 70000, Change: []byte{1, 2, 3}}},
	{"cursor", TypeCursor, Cursor{Here: true, X: -1200, Y: 70000, Selected: []string{"rock-3", "star"}}},
	{"cursor-away", TypeCursor, Cursor{}},
	{"grant", TypeGrant, Grant{Player: 1000, Account: math.MaxUint64, Role: RoleEditor}},
	{"claim", TypeClaim, Claim{Key: "abcdefghijkl"}},
	{"rights", TypeRights, Rights{Role: RoleEditor, Key: "abcdefghijkl"}},
	{"arena", TypeArena, Arena{Tick: 70000, Made: sim.EditsMade{Last: 3, Mask: 5}, Text: `{"name":"new"}`}},
	{"edited", TypeEdited, Edited{Tick: 70001, Made: []MadeEdit{{By: 3, Number: 4, Change: []byte{1, 2, 3}}, {By: 1000, Number: 70000, Change: []byte{4}}}}},
	{"edit-done", TypeEditDone, EditDone{Number: 4}},
	{"edit-refused", TypeEditDone, EditDone{Number: 5, Refusal: EditGone, Detail: "the object rock-3 was removed meanwhile"}},
	{"cursors", TypeCursors, []PlayerCursor{{Player: 2, Cursor: Cursor{Here: true, X: 1, Y: -1, Selected: []string{"rock-3"}}}, {Player: 1000}}},
	{"pings", TypePings, []Ping{{Player: 0, Ping: 31}, {Player: 1000, Ping: 65535}}},
}

// inputs is what DecodeInputs makes of these: with the views filled in.
func inputs(ack, view sim.Tick, fraction uint8, first sim.Tick, held ...sim.Input) Inputs {
	in := Inputs{Ack: ack, View: view, Fraction: fraction, First: first, N: copy(new([MaxInputs]sim.Input)[:], held)}
	copy(in.Held[:], held)
	in.spreadView()
	return in
}

func TestDecodeReturnsWhatAppendWasGiven(t *testing.T) {
	for _, e := range examples {
		m := messages[e.Type]
		frame := m.encode([]byte("before"), e.Mean)
		frame, ok := bytes.CutPrefix(frame, []byte("before"))
		if !ok {
			t.Errorf("%s: Append forgot what was there", e.Name)
		}
		if typ, err := Peek(frame); err != nil || typ != e.Type {
			t.Errorf("%s: Peek = %v, %v, want %v", e.Name, typ, err, e.Type)
		}
		if got, err := m.decode(frame); err != nil || !reflect.DeepEqual(got, e.Mean) {
			t.Errorf("%s: got %+v, %v\nwant %+v", e.Name, got, err, e.Mean)
		}
	}
}

func TestNothingButTheWholeFrameDecodes(t *testing.T) {
	for _, e := range examples {
		m := messages[e.Type]
		frame := m.encode(nil, e.Mean)
		for n := range frame {
			if _, err := m.decode(frame[:n]); err == nil {
				t.Errorf("%s: the first %d of %d bytes decode", e.Name, n, len(frame))
			}
		}
		if _, err := m.decode(append(frame, 0)); !errors.Is(err, errTrailing) {
			t.Errorf("%s with a byte too many: %v, want ErrTrailing", e.Name, err)
		}
		for typ, other := range messages {
			if _, err := other.decode(frame); typ != e.Type && !errors.Is(err, ErrMessage) {
				t.Errorf("%s decoded as %s: %v, want ErrMessage", e.Name, typ, err)
			}
		}
	}
}

func TestTheLibraryReadsWhatWeWrite(t *testing.T) {
	for _, e := range examples {
		frame := messages[e.Type].encode(nil, e.Mean)
		if isExtension(frame) {
			testExtension(t, e.Type, frame)
			continue
		}
		var values []any
		if err := msgpack.Unmarshal(frame, &values); err != nil {
			t.Errorf("%s: %v", e.Name, err)
			continue
		}
		again, err := msgpack.Marshal(values)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := messages[e.Type].decode(again); err != nil || !reflect.DeepEqual(got, e.Mean) {
			t.Errorf("%s, written again by the library: %+v, %v", e.Name, got, err)
		}
	}
}

// testExtension lets the library read the header of an extension.
func testExtension(t *testing.T, want Type, frame []byte) {
	d := msgpack.NewDecoder(bytes.NewReader(frame))
	kind, n, err := d.DecodeExtHeader()
	if err != nil || Type(kind) != want {
		t.Errorf("%s is an extension of type %d, %v", want, kind, err)
	}
	if rest, err := io.ReadAll(d.Buffered()); err != nil || len(rest) != n {
		t.Errorf("%s has %d bytes, and its header says %d", want, len(rest), n)
	}
}

// The buttons of testInputs.
const (
	buttonPulse sim.Buttons = 1 << iota
	buttonRail
	buttonBoost
	buttonItem
)

// testInputs are the inputs of a game with axes of both sizes, as the golden frames have
// them.
var testInputs = &sim.InputSchema{
	Axes:     []sim.InputAxis{{Name: "thrust", Signed: true}, {Name: "strafe", Signed: true, Coarse: 3}, {Name: "aim", Wide: true, Kept: true, Coarse: 4}},
	Buttons:  4,
	Repeated: buttonBoost | buttonItem,
	Merged:   buttonPulse | buttonRail | buttonItem,
}

func axes(thrust, strafe int8, aim uint16) [sim.InputAxes]int32 {
	return [sim.InputAxes]int32{int32(thrust), int32(strafe), int32(aim)}
}

// goldenStream is before each State of the golden frames.
func goldenStream() *StateStream { return &StateStream{Interval: 2, last: 123456} }

func appendState(dst []byte, s *State) []byte { return goldenStream().Append(dst, s) }

func decodeState(frame []byte, s *State) error { return goldenStream().Decode(frame, s) }

func appendInputs(dst []byte, in *Inputs) []byte {
	return AppendInputs(dst, testInputs, in)
}

func decodeInputs(frame []byte, in *Inputs) error {
	return DecodeInputs(frame, testInputs, in)
}
