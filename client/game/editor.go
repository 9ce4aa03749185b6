package game

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/netcode"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/sim"
)

// Editable is implemented by a Play whose arena players can edit while the match goes on.
type Editable interface {
	// EditAction is the action that begins and ends editing.
	EditAction() input.Action
	// Editor is what the player of v edits with, the same one in the whole match.
	Editor(v *netcode.View) ArenaEditor
	// EditingInput is an input of who edits: it takes what they control out of play.
	EditingInput(own sim.Private) sim.Input
	// Edits reports whether what the player controls is out of play, because they edit.
	Edits(own sim.Private) bool
}

// ArenaEditor is what one player edits the arena with. What it changes shows at once, is sent by
// whoever calls TakeChanges, and is taken back if it is refused. Errors are sentences
// for the player, in their language.
type ArenaEditor interface {
	// SetEditing shows marks, and makes the Play draw the arena as the editor has it; or no more.
	SetEditing(on bool)
	// EditState is what to show beside the arena; valid until the next call.
	EditState(v *netcode.View) *EditState
	// Point passes the pointer on. It reports whether the editor takes a drag that begins.
	Point(v *netcode.View, p EditPointer) (taken bool, err error)
	// Command does one of the commands.
	Command(c EditCommand, v *netcode.View) error
	// ChooseTool makes a press put what a tool stands for; 0 selects.
	ChooseTool(tool int)
	// SetField gives a field of what is selected a value. While it is not final it only shows.
	SetField(name, value string, final bool) error
	// DrawTool draws the icon of a tool in a circle of radius r.
	DrawTool(p *ui.Pen, dst *ebiten.Image, tool int, x, y, r float32, c rgba.Color)
	// ShowOthers is what others have selected, and in which colour to mark it.
	ShowOthers(list []EditOther)
	// TakeChanges returns the changes to send, in their order, each in the form of the game.
	TakeChanges() []EditChange
	// RefuseChange is told that a change was not made and why, which it returns in words for the
	// player.
	RefuseChange(seq uint32, why string) error
	// Export is the arena as a text, for a file.
	Export() string
}

// EditPointer is a mouse or a finger on the arena.
type EditPointer struct {
	Act   PointAct
	X, Y  float32 // world units
	Reach float32 // world units: as near as that is on it
	Add   bool    // to what is selected
	Box   bool    // a drag over nothing selects what it encloses; else nothing is taken
}

// PointAct is what a pointer does.
type PointAct uint8

// The acts of a pointer.
const (
	PointPress PointAct = iota
	PointDrag
	PointRelease
	PointCancel
)

// EditCommand is something to do with what is selected, or with the whole.
type EditCommand uint8

// The commands.
const (
	EditUndo EditCommand = iota
	EditRedo
	EditDuplicate
	EditRemove
	EditSelectAll
	EditSelectNone
	EditSelectNext
	EditSelectBefore
	EditTurnLeft // along the orbit, by a step of the grid
	EditTurnRight
	EditInward
	EditOutward
	EditSnap   // on or off
	EditMirror // on or off
	EditFold   // the next symmetry around the middle
)

// EditState is what an editor shows beside the arena.
type EditState struct {
	Tools    []string // keys of package lang
	Tool     int
	Title    string // what is selected, in the player's language
	Selected []string
	Fields   []EditField // of what is selected, else of the arena
	Undo     bool        // there is something to undo
	Redo     bool
	Snap     bool
	Mirror   bool
	Fold     int     // images around the middle; 1: none
	Dragging bool    // a drag goes on
	Refused  string  // why what is dragged may not be there; "": it may
	Radius   float32 // of the arena in world units
	Hint     string  // what the tool does, or has just done, if that is not plain; in the player's language
}

// EditField is something that can be set: a number, one of Options, or a text.
type EditField struct {
	Name, Label string // Label is a key of package lang
	Value       string // a number in digits, the Value of an option, or a text
	Words       string // a number for the player
	Least, Most int    // of a number; both 0: it is none
	Step        int    // of a number
	Options     []EditOption
	Limit       int // letters of a text
}

// EditOption is one of several values.
type EditOption struct{ Value, Label string }

// EditOther is what somebody else has selected.
type EditOther struct {
	Selected []string
	Color    rgba.Color
}

// EditChange is a change to send.
type EditChange struct {
	Seq   uint32
	Bytes []byte
}
