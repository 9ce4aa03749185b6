package prefs

import "strings"

// lessonLearned is the number of a lesson in Prefs.Lessons that the player has learned, and how
// often one is given up before it is taken for learned.
const lessonLearned = 3

// lessonKey is what Prefs.Lessons calls a lesson.
func lessonKey(game, lesson string) string { return game + "." + lesson }

// oldHints are the lessons of the ships that older versions taught, in this order: they stored
// how many the player had learned.
var oldHints = [...]string{"move", "fire", "rail", "boost", "star", "item", "class"}

// Learned reports whether the player has learned a lesson of a game.
func (p *Prefs) Learned(game, lesson string) bool {
	return p.Lessons[lessonKey(game, lesson)] >= lessonLearned
}

// SetLearned notes that the player has learned a lesson of a game.
func (p *Prefs) SetLearned(game, lesson string) { p.setLesson(lessonKey(game, lesson), lessonLearned) }

// AddGivenUp notes that a lesson was given up. After a few times it is not shown any more.
func (p *Prefs) AddGivenUp(game, lesson string) {
	key := lessonKey(game, lesson)
	p.setLesson(key, min(p.Lessons[key]+1, lessonLearned))
}

// ForgetLearned lets all lessons of a game be taught again.
func (p *Prefs) ForgetLearned(game string) {
	for key := range p.Lessons {
		if strings.HasPrefix(key, lessonKey(game, "")) {
			delete(p.Lessons, key)
		}
	}
}

func (p *Prefs) setLesson(key string, n int) {
	if p.Lessons == nil {
		p.Lessons = map[string]int{}
	}
	p.Lessons[key] = n
}

// readOldHints takes over what an older version has taught.
func (p *Prefs) readOldHints() {
	for _, name := range oldHints[:max(0, min(p.OldHints, len(oldHints)))] {
		p.SetLearned("ships", name)
	}
	p.OldHints = 0
}
