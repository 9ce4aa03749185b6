package scene

import (
	"perihelion/client/game"
	"perihelion/client/lang"
)

// editTrouble is why something could not be done, in the player's language, and where in the world.
type editTrouble struct {
	text string
	x, y float32
	left float64 // seconds for which it is still shown
}

const troubleTime = 6 // seconds

// do carries out a command.
func (s *editScene) do(c game.EditCommand) {
	s.tell(s.editor.Command(c, s.match.view))
}

// tell tells the player why something could not be done, beside the pointer; nil: it could.
func (s *editScene) tell(err error) {
	if err == nil {
		s.trouble.left = min(s.trouble.left, .3)
		return
	}
	s.trouble = editTrouble{text: err.Error(), x: s.pointerX, y: s.pointerY, left: troubleTime}
}

// notice tells the player what was done; what is a key of package lang.
func (s *editScene) notice(what string) {
	s.note = editTrouble{text: lang.T(what), left: troubleTime / 2}
}

// copy puts a text into the clipboard.
func (s *editScene) copy(text string) {
	s.note = editTrouble{text: lang.T("COULD NOT COPY"), left: troubleTime / 2}
	if s.deps.Platform.Copy(text) {
		s.notice("COPIED")
	}
}

// listTexts returns what is to be read beside the controls.
func (s *editScene) listTexts() (texts []string) {
	texts = append(texts, s.state.Title)
	if s.trouble.left > 0 {
		texts = append(texts, s.trouble.text)
	}
	if s.note.left > 0 {
		texts = append(texts, s.note.text)
	}
	if s.state.Refused != "" {
		texts = append(texts, s.state.Refused)
	}
	return texts
}
