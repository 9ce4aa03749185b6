package scene

import (
	"perihelion/client/hud"
	"perihelion/client/netcode"
	"perihelion/client/ui"
)

// Table is rows of text on the screen: a list to choose from, a board, the scoreboard.
type Table struct {
	Label    string     `json:"label"`
	Columns  []string   `json:"columns"` // their heads; empty: there are none
	Rows     [][]string `json:"rows"`
	Control  int        `json:"control"`  // index in State.Controls of the list whose rows can be chosen; -1: they cannot
	Selected int        `json:"selected"` // the row that is chosen
}

// maxTableRows is how many rows of a list State has at most.
const maxTableRows = 200

// tableLister is a scene with tables that State lists.
type tableLister interface{ listTables() []Table }

// listTables returns the lists among the widgets.
func (m *menu) listTables() (tables []Table) {
	n := 0
	m.eachControl(func(widget int, _ Control) {
		if l, ok := m.widgets[widget].(*ui.List); ok && l.Cells != nil {
			t := Table{Label: l.Caption(), Columns: l.HeadTexts(), Rows: [][]string{}, Control: n, Selected: l.Selected}
			for row := range min(l.Count, maxTableRows) {
				t.Rows = append(t.Rows, l.Cells(row))
			}
			tables = append(tables, t)
		}
		n++
	})
	return tables
}

// rowSelector is a scene of whose lists a row can be chosen.
type rowSelector interface{ selectRow(control, row int) }

// selectRow moves the selection of the list that is control n of listControls, and the focus to it.
func (m *menu) selectRow(control, row int) {
	m.focusControl(control)
	if l, ok := m.widgets[m.form.Focus].(*ui.List); ok && row < l.Count {
		l.Selected = row
	}
}

// scoreTables is the scoreboard of a match; h and v are nil before there is one.
func scoreTables(h *hud.HUD, v *netcode.View) []Table {
	if h == nil || v == nil {
		return nil
	}
	label, head, rows := h.Scoreboard(v)
	return []Table{{Label: label, Columns: head, Rows: rows, Control: -1}}
}

func (m *matchScene) listTables() []Table { return scoreTables(m.hud, m.view) }

func (s *localScene) listTables() []Table { return scoreTables(s.hud, &s.match.View) }

// textLister is a scene with texts beside its controls that State lists.
type textLister interface{ listTexts() []string }

// listTexts returns what went wrong.
func (w *dialog) listTexts() []string {
	if w.errText == "" {
		return nil
	}
	return []string{w.errText}
}
