package account

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"perihelion/server/data/store"
)

func TestCleanName(t *testing.T) {
	b, _, _ := newTestService(t)
	good := []string{
		"Ada", "Ada Ω", "Halley 42", "Иван", "Γιώργος", "Nguyễn", "Badminton", "Observer", "Modest Mussorgsky",
		"Robot", "Mood", "Boot", "Staffordshire", "Serverine", "Botticelli", "x", "007", "Dmitri", "model", "Roboto Mono",
		"Nimda", "Sysadm", "Ownership", "♥ Lovell",
	}
	for _, name := range good {
		if got, err := b.cleanName(name); err != nil || got != name {
			t.Errorf("CleanName(%q) = %q, %v; want it to pass", name, got, err)
		}
	}
	bad := []string{
		"admin", "ADMIN", "Admin Bob", "Bob [ADMIN]", "AdminBob", "the_server", "4dm1n", "admin007", "xx admin xx", "a d m i n",
		"a.d-m_i|n", "аdmіn", "ΑDΜΙΝ", "ａｄｍｉｎ", "𝕬𝖉𝖒𝖎𝖓", "ⓐⓓⓜⓘⓝ", "🅰🅳🅼🅸🅽", "🇦🇩🇲🇮🇳", "adrnin", "áḋṁíṅ", "aaddmmiinn", "adm!n", "@dm1n",
		"M0DERAT0R", "mod", "Bot", "b0t 7", "ᴍᴏᴅ", "Sуstеm", "0fficial", "PERIHELION", "[deleted]", "staff", "Ꭺdmin",
		"darn it", "李雷", "محمد", "🚀 Lovell", "ᛒob", "ꓮda", "ⲁda", "half a pair \uFFFD", "", " ", "a name of twenty-one characters", "in\u202evisible",
	}
	for _, name := range bad {
		var why BadName
		if got, err := b.cleanName(name); !errors.As(err, &why) {
			t.Errorf("CleanName(%q) = %q, %v; want a BadName", name, got, err)
		}
	}
}

// FuzzCleanName tests that cleaning a name again changes nothing.
func FuzzCleanName(f *testing.F) {
	b, _, _ := newTestService(f)
	for _, s := range []string{"Ada", " a  b ", "аdmіn", "🇦🇩🇲", "e\u0301", "\u200dx", "Ａ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		name, err := b.cleanName(s)
		if err != nil {
			return
		}
		if again, err := b.cleanName(name); err != nil || again != name {
			t.Errorf("CleanName(%q) = %q, and again %q, %v", s, name, again, err)
		}
	})
}

// Reserved words are written with all lookalike letters, in capitals, with spaces, accents
// and numbers.
func FuzzNoSpellingOfAReservedWordPasses(f *testing.F) {
	b, _, _ := newTestService(f)
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { checkDisguises(t, b, seed) })
}

func TestNoSpellingOfAReservedWordPasses(t *testing.T) {
	b, _, _ := newTestService(t)
	for seed := range uint64(5000) {
		checkDisguises(t, b, seed)
	}
}

func checkDisguises(t *testing.T, b *Service, seed uint64) {
	luck := rand.New(rand.NewPCG(seed, 1))
	word := reservedWords[luck.IntN(len(reservedWords))]
	spelt := spellWord(word, luck)
	if !strings.ContainsFunc(spelt, unicode.IsLetter) {
		return // 807 is a number, and not a bot
	}
	if name, err := b.cleanName(spelt); err == nil {
		t.Errorf("seed %d: %q passes as %q, and looks like %q", seed, spelt, name, word)
	}
}

// spellWord writes a word in one of the spellings that must be recognized.
func spellWord(word string, luck *rand.Rand) string {
	gap := []string{"", "", " ", ".", "_", "-", "*"}[luck.IntN(7)]
	var b strings.Builder
	for i, c := range word {
		if i > 0 {
			b.WriteString(gap)
		}
		b.WriteRune(similarLetter(c, luck))
		if luck.IntN(8) == 0 {
			b.WriteRune('\u0301') // an accent
		}
	}
	if luck.IntN(3) == 0 {
		b.WriteString(gap + []string{"7", "42", "000", "99"}[luck.IntN(4)])
	}
	return b.String()
}

// similarLetter is a letter that looks like c.
func similarLetter(c rune, luck *rand.Rand) rune {
	for _, family := range letterFamilies {
		letters := []rune(family)
		if lookalikeOf[c] == letters[0] && luck.IntN(2) == 0 {
			c = letters[luck.IntN(len(letters))]
			break
		}
	}
	if upper := unicode.ToUpper(c); luck.IntN(3) == 0 && lookalikeOf[upper] == lookalikeOf[c] {
		c = upper
	}
	if c >= 'a' && c <= 'z' && luck.IntN(6) == 0 {
		c += 'ａ' - 'a' // full width
	}
	return c
}

// scripts are alphabets of letters that look like Latin ones, one script per line. Missing
// letters are the Latin ones.
var scripts = map[string]string{
	"Lisu":           "ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑqꓣꓢꓔꓴꓦꓪꓫꓬꓜ",
	"Coptic":         "ⲁⲃⲥdⲉfgⲏⲓjⲕlⲙⲛⲟⲣqrsⲧuvⲱⲭⲩⲍ",
	"Runic":          "ᚨᛒᚲᛞᛖᚠᚷᚺᛁᛃᚴᛚᛗᚾᛟᛈqᚱᛋᛏᚢvᚹxᛇᛉ",
	"Cherokee":       "ᎪᏴᏟᎠᎬfᏀᎻᏆᎫᏦᏞᎷNᏫᏢqᎡᏚᎢuᏙᎳxᎩᏃ",
	"Cyrillic":       "авсԁеfԍніјкӏмпорqгѕтцѵшхуz",
	"Greek":          "αβϲdεfghιϳκlμηορqrsτυvωχγz",
	"Greek capital":  "ΑΒCDΕFGΗΙJΚLΜΝΟΡQRSΤUVWΧΥΖ",
	"Armenian":       "abcdeƒgհiյklmոօpqrstսvwxyz",
	"small capitals": "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘqʀꜱᴛᴜᴠᴡxʏᴢ",
	"full width":     "ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ",
	"mathematical":   "𝒂𝒃𝒄𝒅𝒆𝒇𝒈𝒉𝒊𝒋𝒌𝒍𝒎𝒏𝒐𝒑𝒒𝒓𝒔𝒕𝒖𝒗𝒘𝒙𝒚𝒛",
	"circled":        "ⓐⓑⓒⓓⓔⓕⓖⓗⓘⓙⓚⓛⓜⓝⓞⓟⓠⓡⓢⓣⓤⓥⓦⓧⓨⓩ",
}

func TestNoReservedNamePassesInAnotherScript(t *testing.T) {
	b, _, _ := newTestService(t)
	for script, letters := range scripts {
		alphabet := []rune(letters)
		if len(alphabet) != 26 {
			t.Fatalf("%s has %d letters, want one for each of ours", script, len(alphabet))
		}
		for _, word := range reservedWords {
			whole, first := []rune(word), []rune(word)
			for i, c := range word {
				whole[i] = alphabet[c-'a']
			}
			first[0] = alphabet[word[0]-'a'] // one strange letter among ours
			for _, spelt := range []string{string(whole), string(first)} {
				if name, err := b.cleanName(spelt); err == nil {
					t.Errorf("%s: %q passes as %q, and looks like %q", script, spelt, name, word)
				}
			}
		}
	}
}

// Names are kept for years, and rules change: a player whose name is not allowed any more
// gets another one.
func TestAStoredNameIsHeldToTheRulesOfToday(t *testing.T) {
	for stored, want := range map[string]string{
		"Ada":         "Ada",
		"A\u034fda":   "Ada", // a combining grapheme joiner, which nobody sees
		"Ade\u0301le": "Ad\u00e9le",
		"\u0430dmin":  "",
		"darn Bob":    "",
	} {
		b, f, restart := newTestService(t)
		g := mustRegister(t, b, "Ada")
		must(t, f.Rename(t.Context(), g.ID, stored))
		if want == "" {
			want = inventName(g.ID)
		}
		again := restart()
		p, err := again.Verify(t.Context(), g.Token, noon)
		if err != nil || p.Name != want {
			t.Errorf("%q comes back as %q, %v; want %q", stored, p.Name, err, want)
		}
		renewed, err := again.Renew(t.Context(), g.Token, noon)
		if err != nil || renewed.Name != want {
			t.Errorf("%q is renewed as %q, %v; want %q", stored, renewed.Name, err, want)
		}
		if kept, err := f.PlayerByToken(t.Context(), store.Hash(g.Token)); err != nil || kept.Name != want {
			t.Errorf("%q stays in the store as %q, %v; want %q", stored, kept.Name, err, want)
		}
	}
}

func TestWhoeverComesWithoutANameGetsOneThatIsAllowed(t *testing.T) {
	b, _, _ := newTestService(t)
	seen := map[string]bool{}
	for range 50 {
		g := mustRegister(t, b, "")
		if name, err := b.cleanName(g.Name); err != nil || name != g.Name || inventName(g.ID) != g.Name {
			t.Errorf("%q is invented: cleaned %q, %v", g.Name, name, err)
		}
		seen[g.Name] = true
	}
	if len(seen) < 40 {
		t.Errorf("%d names for 50 players", len(seen))
	}
}
