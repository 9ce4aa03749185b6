//go:build !js

package main

import (
	"net/url"
	"os/exec"
	"strings"
	"time"

	"github.com/hajimehoshi/ebiten/v2"
)

// platform is the scene.Platform of the desktop. It uses the clipboard through programs
// that most desktops have.
type platform struct{ server string }

func newPlatform(server string) platform { return platform{server} }

func (platform) Fullscreen() bool { return ebiten.IsFullscreen() }

func (platform) SetFullscreen(on bool) { ebiten.SetFullscreen(on) }

// ShowLanguage does nothing: a window has no language.
func (platform) ShowLanguage(string) {}

// copyCommands copy their standard input to the clipboard. The first that succeeds is used.
var copyCommands = [][]string{{"pbcopy"}, {"wl-copy"}, {"xclip", "-selection", "clipboard"}, {"xsel", "-ib"}, {"clip.exe"}}

// pasteCommands print the text of the clipboard. The first that succeeds is used.
var pasteCommands = [][]string{{"pbpaste"}, {"wl-paste", "-n"}, {"xclip", "-selection", "clipboard", "-o"}, {"xsel", "-ob"}, {"powershell.exe", "-NoProfile", "-Command", "Get-Clipboard"}}

func (platform) Copy(text string) bool {
	for _, c := range copyCommands {
		cmd := exec.Command(c[0], c[1:]...)
		cmd.Stdin = strings.NewReader(text)
		if cmd.Run() == nil {
			return true
		}
	}
	return false
}

func (platform) Paste(into func(string)) {
	go func() {
		for _, c := range pasteCommands {
			if text, err := exec.Command(c[0], c[1:]...).Output(); err == nil {
				into(string(text))
				return
			}
		}
	}()
}

func (d platform) Invite(code, key string) string {
	return inviteLink(strings.TrimRight(d.server, "/"), code, key)
}

func (d platform) ReplayLink(match string, at time.Duration) string {
	return replayLink(strings.TrimRight(d.server, "/"), match, at)
}

func (d platform) WatchLink(room string) string {
	return strings.TrimRight(d.server, "/") + "/?watch=" + url.QueryEscape(room)
}

func (d platform) ArenaLink(id string) string {
	return strings.TrimRight(d.server, "/") + "/?arena=" + url.QueryEscape(id)
}

// browserHistory is a scene.History that does nothing.
type browserHistory struct{}

func newBrowserHistory() browserHistory { return browserHistory{} }

func (browserHistory) CaptureBack(bool) {}

func (browserHistory) BackPressed() bool { return false }

func (browserHistory) ClearAddress() {}
