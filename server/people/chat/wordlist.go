package chat

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// wordList is a list of blocked words. It is immutable and safe for concurrent use.
type wordList struct{ blocked, allowed patterns }

// patterns are words by their first letter.
type patterns map[rune][]pattern

// pattern is a word as runs of equal letters. It matches text with at least as many of
// each, so that repeated letters do not hide it.
type pattern struct {
	runs               []run
	openStart, openEnd bool // the word may continue there
}

type run struct {
	r     rune
	count int
}

// maxPatterns bounds the cost of a list for each message.
const maxPatterns = 10_000

// parseWordList reads a list with one word per line. A * at an end means that the word may
// continue there, a leading ! marks an allowed word, and # begins a comment.
func parseWordList(text string) (*wordList, error) {
	w := &wordList{patterns{}, patterns{}}
	n := 0
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		p, ok := parsePattern(strings.TrimPrefix(line, "!"))
		if n++; !ok || n > maxPatterns {
			return nil, fmt.Errorf("words: line %d: %q is no word, or one of more than %d", i+1, line, maxPatterns)
		}
		kind := w.blocked
		if strings.HasPrefix(line, "!") {
			kind = w.allowed
		}
		first := p.runs[0].r
		kind[first] = append(kind[first], p)
	}
	return w, nil
}

// parsePattern reads a word that may begin and end with *. It must be a single word after
// folding.
func parsePattern(s string) (p pattern, ok bool) {
	bare, before := strings.CutPrefix(s, "*")
	bare, past := strings.CutSuffix(bare, "*")
	words := foldText([]rune(bare))
	if len(words) != 1 || !words[0].plain || strings.ContainsFunc(bare, unicode.IsSpace) {
		return p, false
	}
	return pattern{runs: runsOf(words[0].letters), openStart: before, openEnd: past}, true
}

// Clean replaces blocked words by stars, and reports whether there were none. Cleaning the
// result again changes nothing, and the text never gets longer.
func (w *wordList) Clean(text string) (string, bool) {
	runes := []rune(strings.ToValidUTF8(text, ""))
	clean := true
	for w.censorOnce(runes) { // the remaining text may contain another word
		clean = false
	}
	return string(runes), clean
}

// censorOnce replaces blocked words by stars, and reports whether there were any.
func (w *wordList) censorOnce(text []rune) (found bool) {
	for letters := range wordCandidates(foldText(text)) {
		if !w.isBlocked(runsOf(letters)) {
			continue
		}
		found = true
		for _, c := range letters {
			text[c.index] = '*'
		}
	}
	return found
}

// wordCandidates yields what a reader may see as words: single words, words separated by
// dots or dashes only, and rows of single letters with anything between them.
func wordCandidates(words []word) func(yield func([]letter) bool) {
	alone := func(w *word) bool { return len(runsOf(w.letters)) == 1 }
	dotted := func(a, b *word) bool { return !b.spaced }
	spelled := func(a, b *word) bool { return alone(a) && alone(b) }
	return func(yield func([]letter) bool) {
		for i := range words {
			if words[i].plain && !yield(words[i].letters) {
				return
			}
		}
		_ = joinedRows(words, dotted, yield) && joinedRows(words, spelled, yield)
	}
}

// joinedRows yields the longest rows of at least two words that belong together. It returns
// false if yield does.
func joinedRows(words []word, together func(a, b *word) bool, yield func([]letter) bool) bool {
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

func (w *wordList) isBlocked(word []run) bool {
	return w.blocked.matchAny(word) && !w.allowed.matchAny(word)
}

// matchAny reports whether one of the patterns occurs in word.
func (all patterns) matchAny(word []run) bool {
	for i := range word {
		for k := range all[word[i].r] {
			if all[word[i].r][k].matchesAt(word, i) {
				return true
			}
		}
	}
	return false
}

// matchesAt reports whether p occurs in word at its run i.
func (p *pattern) matchesAt(word []run, i int) bool {
	end := i + len(p.runs)
	if end > len(word) || i > 0 && !p.openStart || end < len(word) && !p.openEnd {
		return false
	}
	for k, r := range p.runs {
		if w := word[i+k]; w.r != r.r || w.count < r.count {
			return false
		}
	}
	return true
}

func runsOf(letters []letter) (runs []run) {
	for _, c := range letters {
		if n := len(runs); n > 0 && runs[n-1].r == c.r {
			runs[n-1].count++
			continue
		}
		runs = append(runs, run{c.r, 1})
	}
	return runs
}

// letter is a letter for comparison, with the position of its rune.
type letter struct {
	r     rune
	index int // of the rune in the text
}

// word is letters without a separator between them.
type word struct {
	letters []letter
	plain   bool // has real letters, and not only digits and signs, which are a number
	spaced  bool // a blank is before it, not only a dot or a dash
}

// foldText splits a text into words without case, accents and disguise: letters of other
// alphabets, digits and signs are replaced by the Latin letters that they stand for.
func foldText(text []rune) (words []word) {
	spaced, within := true, false
	for i, c := range text {
		if unicode.Is(unicode.M, c) || unicode.Is(unicode.Cf, c) {
			continue // invisible, or a combining mark on the letter
		}
		letters, plain := decodeRune(text, i)
		if len(letters) == 0 {
			spaced, within = spaced && !within || unicode.IsSpace(c), false
			continue
		}
		if !within {
			words = append(words, word{spaced: spaced})
			spaced, within = false, true
		}
		w := &words[len(words)-1]
		w.plain = w.plain || plain
		for _, r := range letters {
			w.letters = append(w.letters, letter{r, i})
		}
	}
	return words
}

// decodeRune is what the rune at i stands for; empty if it separates words. plain is true
// if it is a letter itself.
func decodeRune(text []rune, i int) (letters []rune, plain bool) {
	c := text[i]
	if r, ok := leetLetters[c]; ok {
		return []rune{r}, false
	}
	if r, ok := signLetters[c]; ok && i > 0 && i+1 < len(text) && unicode.IsLetter(text[i-1]) && unicode.IsLetter(text[i+1]) {
		return []rune{r}, false
	}
	for _, r := range norm.NFKD.String(string(c)) {
		r = unicode.ToLower(r)
		switch twins, ok := lookalikeLetters[r]; {
		case ok:
			letters = append(letters, []rune(twins)...)
		case unicode.IsLetter(r), unicode.IsDigit(r):
			letters = append(letters, r)
		}
		plain = plain || unicode.IsLetter(r)
	}
	return letters, plain
}

// leetLetters are digits and signs that are typed instead of letters. 1 is typed for i and
// for l, so all three are the same.
var leetLetters = map[rune]rune{
	'0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '9': 'g', '@': 'a', '$': 's', '€': 'e',
}

// signLetters stand for letters only between letters.
var signLetters = map[rune]rune{'!': 'i', '|': 'i', '+': 't'}

// lookalikeLetters maps letters to Latin ones that look the same.
var lookalikeLetters = map[rune]string{
	'l': "i", 'ı': "i", 'ł': "i", 'ø': "o", 'đ': "d", 'ħ': "h", 'ß': "ss", 'æ': "ae", 'œ': "oe",
	'а': "a", 'в': "b", 'е': "e", 'ё': "e", 'з': "e", 'і': "i", 'ї': "i", 'к': "k", 'м': "m", 'н': "h", 'о': "o", 'п': "n",
	'р': "p", 'с': "c", 'т': "t", 'у': "y", 'х': "x", 'ѕ': "s", 'ј': "j", 'ԁ': "d", 'ԛ': "q", 'ԝ': "w", 'һ': "h", 'ь': "b",
	'α': "a", 'β': "b", 'ε': "e", 'η': "n", 'ι': "i", 'κ': "k", 'ν': "v", 'ο': "o", 'ρ': "p", 'σ': "o", 'τ': "t", 'υ': "u", 'χ': "x", 'ω': "w",
	'ƒ': "f", 'ɑ': "a", 'ɡ': "g", 'ɩ': "i", 'ʀ': "r", 'ᴜ': "u", 'ᴄ': "c", 'ᴋ': "k", 'ɴ': "n", 'ꜰ': "f", 'ꜱ': "s", 'ʜ': "h",
}
