package live

import (
	_ "embed"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"perihelion/server/people/chat"
	"perihelion/shared/api"
)

//go:embed LIVE.md
var page string

// Programmers of pages rely on LIVE.md, so it must be right.
func TestThePageTellsWhatThereIs(t *testing.T) {
	field, _ := reflect.TypeFor[api.Live]().FieldByName("Kind")
	for kind := range strings.SplitSeq(field.Tag.Get("enum"), ",") {
		if !strings.Contains(page, "\n| `"+kind+"` |") {
			t.Errorf("no line for the kind %s", kind)
		}
	}
	for _, want := range []string{
		"`GET " + Path + "`", subprotocol.Name, subprotocol.TokenPrefix + "TOKEN",
		fmt.Sprintf("up to %d missed events", recentEvents), fmt.Sprintf("every %d s when nothing", keepAliveEvery/time.Second),
		fmt.Sprintf("`party:CODE`; %d at most", maxChannels), fmt.Sprintf("wait for one listener | %d |", subscriberQueueSize),
		fmt.Sprintf("The last %d of each channel", chat.MaxHistory),
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
