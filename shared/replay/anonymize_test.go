package replay

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"perihelion/sim"
)

// visited is a match of 25 s in which ada had the second seat for a while.
func visited() []byte {
	m := newMatch(duo(25))
	for tick := range 25 * m.cfg.TicksPerSecond() {
		switch tick {
		case 100:
			m.seats[1] = Seat{Holder: Player, Account: "id-of-ada", Name: "Ada", Epoch: 2, Rating: 25}
			m.w.Seat(1, &m.seats[1])
		case 500:
			m.w.Leaver(1, &Leaver{Account: "id-of-ada", Name: "Ada", Points: 3})
			m.seats[1] = Seat{Holder: Player, Account: "id-of-bob", Name: "Bob"}
			m.w.Seat(1, &m.seats[1])
		}
		m.step()
	}
	return m.w.Bytes()
}

func TestALogCanDoWithoutAPlayer(t *testing.T) {
	log := visited()
	var out bytes.Buffer
	if err := Anonymize(&out, bytes.NewReader(log), installed, "id-of-ada"); err != nil {
		t.Fatal(err)
	}
	if strings.Count(string(log), "Ada") < 3 || strings.Contains(out.String(), "ada") || strings.Contains(out.String(), "Ada") || !strings.Contains(out.String(), "id-of-bob") {
		t.Error("ada is still in the log, or bob is not")
	}
	rep, err := Verify(bytes.NewReader(out.Bytes()), installed)
	want, _ := Verify(bytes.NewReader(log), installed)
	if err != nil || rep != want || rep.States < 2 {
		t.Errorf("it proves %+v, %v, want %+v", rep, err, want)
	}
	x, err := Scan(bytes.NewReader(out.Bytes()), installed)
	if err != nil {
		t.Fatal(err)
	}
	p, err := Seek(bytes.NewReader(out.Bytes()), x, installed, 450)
	if err != nil || p.Seats[1] != (Seat{Holder: Player, Name: anonymous, Epoch: 2, Rating: 25}) {
		t.Errorf("her seat: %+v, %v", p.Seats[1], err)
	}
	if err := p.To(550); err != nil || len(p.Leavers) != 1 || p.Leavers[0].Leaver != (Leaver{Name: anonymous, Points: 3}) {
		t.Errorf("who left: %+v, %v", p.Leavers, err)
	}
}

func TestAnonymizeLeavesOthersAndWhatItDoesNotUnderstand(t *testing.T) {
	log := visited()
	var out bytes.Buffer
	if err := Anonymize(&out, bytes.NewReader(log), installed, "nobody"); err != nil || !bytes.Equal(out.Bytes(), log) {
		t.Errorf("without somebody who is not in it, a log is another: %v", err)
	}
	out.Reset()
	if err := Anonymize(&out, bytes.NewReader(log[:len(log)-3]), installed, "nobody"); err != nil || !bytes.HasPrefix(log, out.Bytes()) || len(log)-out.Len() > 12 {
		t.Errorf("of a log that was cut short %d bytes of %d are copied: %v", out.Len(), len(log), err)
	}
	if err := Anonymize(&out, strings.NewReader("no log at all"), sim.Games{}, "ada"); !errors.Is(err, ErrFormat) {
		t.Errorf("no log: %v", err)
	}
}
