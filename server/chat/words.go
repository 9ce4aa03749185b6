package chat

import (
	"fmt"
	"strings"
	"unicode"
)

// Words is a list of what may not be said. It does not change and is safe for
// concurrent use.
type Words struct{ blocked, innocent patterns }

// patterns are kept by their first letter.
type patterns map[rune][]pattern

// A pattern is a word, as runs of equal letters. It is found where there are at
// least as many of each: who repeats letters hides nothing.
type pattern struct {
	runs         []run
	before, past bool // the word may go on there
}

type run struct {
	r rune
	n int
}

// maxPatterns bounds what one list may cost each line of chat.
const maxPatterns = 10_000

// ReadWords reads a list: a word a line, with a * at an end where it may go on; a
// line that begins with ! names an innocent word, one with # is a remark.
func ReadWords(text string) (*Words, error) {
	l := &Words{patterns{}, patterns{}}
	n := 0
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		p, ok := readPattern(strings.TrimPrefix(line, "!"))
		if n++; !ok || n > maxPatterns {
			return nil, fmt.Errorf("words: line %d: %q is no word, or one of more than %d", i+1, line, maxPatterns)
		}
		kind := l.blocked
		if strings.HasPrefix(line, "!") {
			kind = l.innocent
		}
		first := p.runs[0].r
		kind[first] = append(kind[first], p)
	}
	return l, nil
}

// readPattern reads a word that may begin and end with *. It must be one word
// when folded.
func readPattern(s string) (p pattern, ok bool) {
	bare, before := strings.CutPrefix(s, "*")
	bare, past := strings.CutSuffix(bare, "*")
	words := fold([]rune(bare))
	if len(words) != 1 || !words[0].plain || strings.ContainsFunc(bare, unicode.IsSpace) {
		return p, false
	}
	return pattern{runs: runsOf(words[0].letters), before: before, past: past}, true
}

// Clean is text with what may not be said in stars, and whether it was clean
// already. Cleaning it again changes nothing, and it never grows.
func (l *Words) Clean(text string) (string, bool) {
	runes := []rune(strings.ToValidUTF8(text, ""))
	clean := true
	for l.star(runes) { // what is left may have come together to another word
		clean = false
	}
	return string(runes), clean
}

// star puts stars in the place of blocked words, and tells whether there were any.
func (l *Words) star(text []rune) (found bool) {
	for letters := range readings(fold(text)) {
		if !l.blocks(runsOf(letters)) {
			continue
		}
		found = true
		for _, c := range letters {
			text[c.from] = '*'
		}
	}
	return found
}

// readings yields what a reader may take for words: each by itself, what only
// dots and dashes keep apart, and letters that stand alone, whatever is between.
func readings(words []word) func(yield func([]letter) bool) {
	alone := func(w *word) bool { return len(runsOf(w.letters)) == 1 }
	dotted := func(a, b *word) bool { return !b.spaced }
	spelled := func(a, b *word) bool { return alone(a) && alone(b) }
	return func(yield func([]letter) bool) {
		for i := range words {
			if words[i].plain && !yield(words[i].letters) {
				return
			}
		}
		_ = joined(words, dotted, yield) && joined(words, spelled, yield)
	}
}

// joined yields the longest rows of words that go together, of two at least, and
// tells whether to go on.
func joined(words []word, together func(a, b *word) bool, yield func([]letter) bool) bool {
	for i := 0; i < len(words); {
		row, plain := words[i].letters, words[i].plain
		from := i
		for i++; i < len(words) && together(&words[i-1], &words[i]); i++ {
			row = append(row[:len(row):len(row)], words[i].letters...)
			plain = plain || words[i].plain
		}
		if i-from > 1 && plain && !yield(row) {
			return false
		}
	}
	return true
}

func (l *Words) blocks(word []run) bool {
	return l.blocked.in(word) && !l.innocent.in(word)
}

// in tells whether one of them lies in word.
func (all patterns) in(word []run) bool {
	for i := range word {
		for k := range all[word[i].r] {
			if all[word[i].r][k].in(word, i) {
				return true
			}
		}
	}
	return false
}

// in tells whether p lies in word from its run i on.
func (p *pattern) in(word []run, i int) bool {
	end := i + len(p.runs)
	if end > len(word) || i > 0 && !p.before || end < len(word) && !p.past {
		return false
	}
	for k, r := range p.runs {
		if w := word[i+k]; w.r != r.r || w.n < r.n {
			return false
		}
	}
	return true
}

func runsOf(letters []letter) (runs []run) {
	for _, c := range letters {
		if n := len(runs); n > 0 && runs[n-1].r == c.r {
			runs[n-1].n++
			continue
		}
		runs = append(runs, run{c.r, 1})
	}
	return runs
}
