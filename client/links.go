package main

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"perihelion/client/scene"
)

// inviteLink is the link to a private room on a server. With a key whoever follows it may edit the arena.
func inviteLink(server, code, key string) string {
	link := server + "/?room=" + url.QueryEscape(code)
	if key != "" {
		link += "&edit=" + url.QueryEscape(key)
	}
	return link
}

// replayLink is the link to a moment of a recorded match on a server.
func replayLink(server, match string, at time.Duration) string {
	return fmt.Sprintf("%s/?replay=%s#t=%.1f", server, url.QueryEscape(match), at.Seconds())
}

// parseReplay reads a link of replayLink, or the end of one: an id, with or without
// #t=SECONDS. That of an operator also says whom to look at (player=ACCOUNT), and whether as
// their client had it (seen=1); its pass is behind the #, where no log of a server has it.
func parseReplay(link string) (r scene.ReplayTarget) {
	r.Match, link, _ = strings.Cut(link, "#")
	if moment, err := url.ParseQuery(link); err == nil {
		if seconds, err := strconv.ParseFloat(moment.Get("t"), 64); err == nil && seconds > 0 && seconds < 1e6 {
			r.At = time.Duration(seconds * float64(time.Second))
		}
		r.Pass = moment.Get("pass")
	}
	if u, err := url.Parse(r.Match); err == nil && u.Query().Has("replay") {
		q := u.Query()
		r.Match, r.Account, r.Sight = q.Get("replay"), q.Get("player"), q.Get("seen") == "1"
	}
	return r
}
