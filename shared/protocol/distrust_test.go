package protocol

import (
	"bytes"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/vmihailenco/msgpack/v5"

	"perihelion/shared/bitio"
	"perihelion/sim"
)

// frame writes what no Append function would.
func frame(t testing.TB, values ...any) []byte {
	t.Helper()
	b, err := msgpack.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// payload is one of Inputs, with the given bits where the inputs belong.
func payload(ack uint32, first int32, n int32, inputs uint32, width uint) []byte {
	var w bitio.Writer
	w.Golomb(ack, ackOrder)
	w.Golomb(bitio.Zigzag(first), firstOrder)
	w.Golomb(bitio.Zigzag(n-usualInputs), countOrder)
	w.Put(inputs, width)
	w.Align()
	return w.Buf
}

// statePayload is one of State without a body.
func statePayload(tick uint32, slack int32, held uint32) []byte {
	var w bitio.Writer
	w.Flag(true)
	w.Golomb(tick, stateTickOrder)
	w.Golomb(0, newestOrder)
	w.Golomb(held, heldOrder)
	w.Golomb(bitio.Zigzag(slack-likelySlack(usualLead, held)), slackOrder)
	w.Golomb(0, sendRateOrder)
	w.Align()
	return w.Buf
}

// deflated is a text of so many letters.
func deflated(letters int) []byte {
	frame := appendDeflated(nil, strings.Repeat("x", letters))
	r := reader{b: frame}
	return bytes.Clone(r.bin(MaxServerFrame))
}

func TestBadFramesAreRefused(t *testing.T) {
	line := []any{1, "Ada", 0, 30, 7, 2, 1}
	config := []any{"ships", 1, "skirmish", 1, 16, 60, 0, 0, []byte{}, false}
	for name, c := range map[string]struct {
		typ    Type
		values []any
		want   error
	}{
		"a field too many":                    {TypeSay, []any{4, 0, 0, "hi", 1}, errFields},
		"a field too few":                     {TypeSay, []any{4, 0, 0}, errFields},
		"an array for an extension":           {TypeInputs, []any{2, payload(5, +1, 0, 0, 0)}, ErrMessage},
		"more fields than any message has":    {TypeSay, make([]any, 16), errTooMany},
		"nil where a number belongs":          {TypeHello, []any{1, Version, "b", nil, true}, errType},
		"a float where a number belongs":      {TypeHello, []any{1, Version, "b", 960.0, true}, errType},
		"not a number":                        {TypeHello, []any{1, Version, "b", math.NaN(), true}, errType},
		"a negative width":                    {TypeHello, []any{1, Version, "b", -1, true}, errRange},
		"a width of 33 bits":                  {TypeHello, []any{1, Version, "b", uint64(1) << 32, true}, errRange},
		"a width of 64 bits":                  {TypeHello, []any{1, Version, "b", uint64(math.MaxUint64), true}, errRange},
		"a build of a kilobyte":               {TypeHello, []any{1, Version, strings.Repeat("b", 1024), 1, true}, errTooMany},
		"another version, other fields":       {TypeHello, []any{1, Version + 1, "who", "knows"}, ErrVersion},
		"a map for a text":                    {TypeSay, []any{4, 0, 0, map[string]int{}}, errType},
		"bytes for a text":                    {TypeSay, []any{4, 0, 0, []byte("hi")}, errType},
		"a text that is not UTF-8":            {TypeSay, []any{4, 0, 0, "\xff\xfe"}, errText},
		"a text a rune too long":              {TypeSay, []any{4, 0, 0, strings.Repeat("é", MaxChat+1)}, errTooMany},
		"a round of no match":                 {TypeRound, []any{23, "", 1}, errRange},
		"a roster longer than a frame holds":  {TypeRoster, []any{18, true, make([]any, maxRoster+1), []any{}}, errTooMany},
		"an arena that grows too long":        {TypeArena, []any{28, 1, 0, 0, deflated(sim.MaxArenaBytes + 1)}, errTooMany},
		"an arena that ends early":            {TypeArena, []any{28, 1, 0, 0, deflated(100)[:3]}, errTruncated},
		"an arena with something behind it":   {TypeArena, []any{28, 1, 0, 0, append(deflated(100), 1)}, errTrailing},
		"an arena that is not UTF-8":          {TypeArena, []any{28, 1, 0, 0, []byte{1, 1, 0, 0xfe, 0xff, 0xff}}, errText},
		"a change that is too long":           {TypeEdit, []any{9, 1, make([]byte, sim.MaxChangeBytes+1)}, errTooMany},
		"a role that there is not":            {TypeGrant, []any{11, 1, 7, 3}, errRange},
		"a cursor that has too much":          {TypeCursor, []any{10, true, 0, 0, make([]any, MaxSelected+1)}, errTooMany},
		"a refusal for no known reason":       {TypeEditDone, []any{30, 1, 6, ""}, errRange},
		"more changes than a frame holds":     {TypeEdited, []any{29, 1, make([]any, MaxEdited+1)}, errTooMany},
		"a change that was made by nobody":    {TypeEdited, []any{29, 1, []any{[]any{2048, 1, []byte{1}}}}, errRange},
		"a player without a ping":             {TypePings, []any{22, []any{1, 30, 2}}, errFields},
		"more pings than a frame may tell":    {TypePings, []any{22, make([]any, 2*MaxPings+2)}, errTooMany},
		"a ping of nobody":                    {TypePings, []any{22, []any{2048, 30}}, errRange},
		"a roster of nothing":                 {TypeRoster, []any{18, true, []any{nil}, []any{}}, errType},
		"a roster line too short":             {TypeRoster, []any{18, true, []any{line[:3]}, []any{}}, errFields},
		"a roster with a stranger's flag":     {TypeRoster, []any{18, true, []any{[]any{1, "Ada", 12, 30, 7, 2, 1, 0, 0}}, []any{}}, errRange},
		"a title of nine bits":                {TypeRoster, []any{18, true, []any{[]any{1, "Ada", 0, 30, 7, 256, 1, 0, 0}}, []any{}}, errRange},
		"a roster of number one":              {TypeRoster, []any{18, 1, []any{line}, []any{}}, errType},
		"a player beyond the last seat":       {TypeRoster, []any{18, true, []any{}, []any{2048}}, errRange},
		"a line to a channel there is not":    {TypeSay, []any{4, 2, 0, "hi"}, errRange},
		"a quick line there is not":           {TypeSay, []any{4, 0, int(LastQuick) + 1, ""}, errRange},
		"a quick line and words of one's own": {TypeSay, []any{4, 0, 1, "hi"}, errRange},
		"a line of chat from nobody":          {TypeChat, []any{19, []any{[]any{1, 2048, "Ada", 0, 0, "boo", 0, 7}}}, errRange},
		"a line of chat too short":            {TypeChat, []any{19, []any{[]any{1, 2, "Ada", 0, 0, "boo", 0}}}, errFields},
		"more lines than a frame holds":       {TypeChat, []any{19, make([]any, MaxLines+1)}, errTooMany},
		"a welcome to a seat there is not":    {TypeWelcome, []any{16, Version, "r", "", 16, 1, "", config, 1, 2}, errRange},
		"a welcome without an interval":       {TypeWelcome, []any{16, Version, "r", "", 1, 1, "", config, 1, 0}, errRange},
		"a game with a name like a novel's":   {TypeWelcome, []any{16, Version, "r", "", 1, 1, "", []any{strings.Repeat("g", maxGame+1), 1, "", 1, 16, 60, 0, 0, []byte{}, false}, 1, 2}, errTooMany},
		"a world of too many seats":           {TypeWelcome, []any{16, Version, "r", "", 1, 1, "", []any{"ships", 1, "skirmish", 1, 2049, 60, 0, 0, []byte{}, false}, 1, 2}, errRange},
	} {
		if _, err := messages[c.typ].decode(frame(t, c.values...)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestBadExtensionsAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		typ     Type
		payload []byte
		want    error
	}{
		"a payload that is too long":         {TypeInputs, make([]byte, maxPayload+1), errTooMany},
		"nine inputs":                        {TypeInputs, payload(5, +1, 9, 0, 0), errTooMany},
		"less than no input":                 {TypeInputs, payload(5, +1, -1, 0, 0), errTooMany},
		"an input that ends early":           {TypeInputs, payload(5, +1, 8, 0, 0), errRange},
		"a byte after the inputs":            {TypeInputs, append(payload(5, +1, 0, 0, 0), 0), errRange},
		"a stick pushed off its plate":       {TypeInputs, payload(5, +1, 1, 1<<1|0x80<<3, 14), errRange},
		"a button that there is not":         {TypeInputs, payload(5, +1, 1, 1<<4|7<<5|2<<9, 13), errRange},
		"inputs for tick zero":               {TypeInputs, payload(5, -5, 1, 1, 1), errRange},
		"inputs before tick zero":            {TypeInputs, payload(5, -6, 1, 1, 1), errRange},
		"inputs beyond the last tick":        {TypeInputs, payload(math.MaxUint32-(1<<16), 1<<16, 2, 3, 2), errRange},
		"a view before tick zero":            {TypeInputs, payload(5, +1, 1, 1<<4|1<<6|1<<7|3<<9, 21), errRange},
		"a state of no tick":                 {TypeState, statePayload(0, 0, 0), errRange},
		"a slack of nine bits":               {TypeState, statePayload(9, 200, 0), errRange},
		"inputs older than a quarter second": {TypeState, statePayload(9, 0, 256), errRange},
		"a state that ends early":            {TypeState, statePayload(9, 0, 0)[:2], errRange},
		"a state with bits before its body":  {TypeState, append(statePayload(9, 0, 16)[:4], 0xfc), errRange},
		"a state from before tick zero":      {TypeStateFrom, statePayload(9, 0, 0), errRange},
	} {
		if _, err := messages[c.typ].decode(endExtension(append(beginExtension(nil), c.payload...), 0, c.typ)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestFramesThatAreNoArrayAreRefused(t *testing.T) {
	for name, b := range map[string][]byte{
		"nothing": nil, "a map": {0x81, 1, 1}, "a number": {4}, "text": []byte("GET / HTTP/1.1"),
		"an endless array":                {0xdd, 0xff, 0xff, 0xff, 0xff, 4},
		"a text of four gigabytes":        {0x92, 4, 0xdb, 0xff, 0xff, 0xff, 0xff},
		"a payload of four gigabytes":     {0x96, 2, 1, 1, 0, 0, 0xc6, 0xff, 0xff, 0xff, 0xff},
		"a roster of four billion leaves": {0x94, 18, 0xc3, 0xdd, 0xff, 0xff, 0xff, 0xff},
	} {
		for typ, m := range messages {
			if _, err := m.decode(b); err == nil {
				t.Errorf("%s decodes as %s", name, typ)
			}
		}
	}
	if typ, err := Peek([]byte{0x81, 1, 1}); err == nil {
		t.Errorf("Peek takes a map for %v", typ)
	}
}

func TestAnotherVersionStillTellsItsNumber(t *testing.T) {
	for typ, b := range map[Type][]byte{
		TypeHello:   frame(t, 1, Version+1, "a build", 960, "and more"),
		TypeWelcome: frame(t, 16, Version+1),
	} {
		got, err := messages[typ].decode(b)
		if v := reflect.ValueOf(got).FieldByName("Version").Int(); v != Version+1 || !errors.Is(err, ErrVersion) {
			t.Errorf("%s of the next version: version %d, %v, want %d, ErrVersion", typ, v, err, Version+1)
		}
	}
}

func TestIntegersOfAnyWidthAreRead(t *testing.T) {
	for _, v := range []any{int8(9), int16(9), int32(9), int64(9), uint8(9), uint16(9), uint32(9), uint64(9)} {
		if h, err := DecodeHello(frame(t, 1, Version, "", v, true)); err != nil || h.Aspect != 9 {
			t.Errorf("%T: %d, %v, want 9", v, h.Aspect, err)
		}
	}
	for _, v := range []any{int8(-9), int16(-9), int32(-9), int64(-9)} {
		if _, err := DecodeHello(frame(t, 1, Version, "", v, true)); !errors.Is(err, errRange) {
			t.Errorf("%T of -9: %v, want errRange", v, err)
		}
	}
}
