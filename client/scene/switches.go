package scene

import "sync/atomic"

// Switches are what the page around the game turns off, whatever the player has set: an
// advertisement wants silence, and some portals want no chat. The zero value turns off
// nothing. They are safe for concurrent use, and hold from the next frame on.
type Switches struct {
	mute, noChat atomic.Bool
}

// Mute ends all sound, or lets it be as loud as the player wants it.
func (s *Switches) Mute(on bool) { s.mute.Store(on) }

// Chat lets players read and write lines of chat, or not. The wheel of ready words stays.
func (s *Switches) Chat(on bool) { s.noChat.Store(!on) }

// chatOff is what somebody is told who wants to say something where they may not.
const chatOff = "Chat is off here."

// heed makes true what the page has switched since the last frame.
func (g *Game) heed() {
	k := g.kit
	if muted := k.Switches.mute.Load(); muted != g.muted {
		g.muted = muted
		k.apply()
	}
	if off := k.Switches.noChat.Load(); off != g.noChat {
		g.noChat = off
		k.lounge.lobby.stale, k.lounge.party.talk.stale = true, true
	}
}
