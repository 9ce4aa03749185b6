package chat

import (
	"strings"
	"testing"
	"unicode/utf8"

	"perihelion/assets/words"
)

func builtInList(t testing.TB) *wordList {
	t.Helper()
	l, err := parseWordList(words.Blocked)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestDisguisedWordsAreFound(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"plainly", "shit", "****"},
		{"in a sentence", "What a shit day, honestly.", "What a **** day, honestly."},
		{"in capitals", "SHIT happens", "**** happens"},
		{"with repeated letters", "shhhiiiittt", "***********"},
		{"with digits", "5h1t and 5H!T", "**** and ****"},
		{"with signs", "$hit", "****"},
		{"with accents", "shìt, s\u0336h\u0336i\u0336t\u0336", "****, *\u0336*\u0336*\u0336*\u0336"},
		{"in full width", "ｓｈｉｔ", "****"},
		{"in mathematical letters", "𝓈𝒽𝒾𝓉 𝐬𝐡𝐢𝐭", "**** ****"},
		{"with Cyrillic letters", "ѕhіт", "****"},
		{"with Greek letters", "shιτ", "****"},
		{"spelled out", "s h i t", "* * * *"},
		{"spelled out with dots", "s.h.i.t", "*.*.*.*"},
		{"cut in two", "sh-it", "**-**"},
		{"between dots", "...shit!!!", "...****!!!"},
		{"with a dash to another word", "shit-show", "****-show"},
		{"at both ends of a longer word", "motherfuckers", "*************"},
		{"one hidden by another", "sh-shit-it", "**-****-**"},
		{"of another alphabet", "иди на хуй", "иди на ***"},
	}
	l := builtInList(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, clean := l.Clean(tt.text); got != tt.want || clean {
				t.Errorf("Clean(%q) = %q, %v; want %q", tt.text, got, clean, tt.want)
			}
		})
	}
}

// The classic problem: Scunthorpe.
func TestInnocentWordsPass(t *testing.T) {
	l := builtInList(t)
	for _, text := range strings.Split(`Scunthorpe
Penistone and Clitheroe
Essex, Sussex, Middlesex
Lightwater
assassin's class assembly passes the bass
I analyse the canal
Cockburn, Hancock and Babcock eat cockles
a peacock on a weathercock
Dick Whittington's dictionary
push it to the limit
wish it were so
I hit him with my fist
a basement of therapists
a grape and a drape, scraped
the rapeseed and the parapet
Matsushita and Takeshita
retardant foam
Fukushima, Fukuoka
Sunk costs, snuck in
tycoons, raccoons and cocoons
the spice, despicable, conspicuous
sniggering, niggardly
rapping and rapped
poorness
salopettes
a kinky hiker strikes
chinking glasses, a chinchilla
Wankel engine
shiitake mushrooms
a swank party
mishits happen
prostitute of reason
titanium and substitute
cum laude
document, accumulate, cucumber
he is a sucker for twatching
pussycat
slutsk
put a bit of pasta
455 points, 5417 and 1 2 3 4 5
0-1, 3:2, 10.5.2024
see you at 8 @ the base
me + you = us`, "\n") {
		if got, clean := l.Clean(text); !clean || got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestAListSaysWhatIsWrongWithIt(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"two words in a line", "fine\ntwo words", "line 2"},
		{"nothing but stars", "**", "line 1"},
		{"a number", "# remark\n\n455", "line 3"},
		{"too many", strings.Repeat("word\n", maxPatterns+1), "more than 10000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := parseWordList(tt.text); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one that says %q", err, tt.want)
			}
		})
	}
}

func TestInnocentWordsAreSpared(t *testing.T) {
	l, err := parseWordList("*hell*\n!shell\n!hello*\n!*shelling")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"hell": "****", "shells": "******", "shell": "shell", "Hello!": "Hello!", "helloween": "helloween", "bombshelling": "bombshelling"} {
		if got, _ := l.Clean(text); got != want {
			t.Errorf("Clean(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add("What a sh-shit-it day")
	f.Add("s\u0336h\u0336i\u0336t\xff ﬁ ß")
	l := builtInList(f)
	f.Fuzz(func(t *testing.T, text string) {
		once, clean := l.Clean(text)
		if !utf8.ValidString(once) {
			t.Fatalf("%q became %q, which is not UTF-8", text, once)
		}
		if len(once) > len(text) || utf8.RuneCountInString(once) > utf8.RuneCountInString(text) {
			t.Fatalf("%q grew to %q", text, once)
		}
		if clean && once != strings.ToValidUTF8(text, "") {
			t.Fatalf("%q was clean but became %q", text, once)
		}
		if twice, clean := l.Clean(once); !clean || twice != once {
			t.Fatalf("%q became %q became %q", text, once, twice)
		}
	})
}

func BenchmarkClean(b *testing.B) {
	l, line := builtInList(b), strings.Repeat("the quick brown fox is in orbit ", 7)[:200]
	for b.Loop() {
		l.Clean(line)
	}
}
