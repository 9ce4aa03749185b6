//go:build !js

package ui

import (
	"os"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// fontFiles are the usual places of fonts for Chinese, Japanese and Korean, and of fonts
// with many symbols.
var fontFiles = []string{
	"/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",   // Debian, Ubuntu
	"/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",        // Arch
	"/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc", // Fedora
	"/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
	"/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
	"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
	"/System/Library/Fonts/Hiragino Sans GB.ttc", // macOS
	"/System/Library/Fonts/AppleSDGothicNeo.ttc",
	"/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
	`C:\Windows\Fonts\msyh.ttc`,
	`C:\Windows\Fonts\YuGothM.ttc`,
	`C:\Windows\Fonts\malgun.ttf`,
	`C:\Windows\Fonts\seguisym.ttf`,
}

// systemFonts draws letters with the fonts of this machine. The files are opened on the
// first use, and stay open.
type systemFonts struct {
	files  []string
	loaded bool
	fonts  []*sfnt.Font
	faces  map[systemFaceKey]font.Face
}

type systemFaceKey struct{ font, size int }

func newSystemFonts() *systemFonts {
	return &systemFonts{files: fontFiles, faces: map[systemFaceKey]font.Face{}}
}

// renderGlyph draws r at a size in pixels; ok is false if no font has it.
func (s *systemFonts) renderGlyph(r rune, size int) (k systemGlyph, ok bool) {
	s.openFiles()
	var buf sfnt.Buffer
	for i, f := range s.fonts {
		if id, err := f.GlyphIndex(&buf, r); err != nil || id == 0 {
			continue
		}
		key := systemFaceKey{i, size}
		if s.faces[key] == nil {
			face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: float64(size), DPI: 72, Hinting: font.HintingNone})
			if err != nil {
				continue
			}
			s.faces[key] = face
		}
		dr, src, sp, advance, ok := s.faces[key].Glyph(fixed.Point26_6{}, r)
		if ok {
			return systemGlyph{copyMask(dr, src, sp), dr.Min, advance}, true
		}
	}
	return k, false
}

// openFiles opens the font files that exist, once.
func (s *systemFonts) openFiles() {
	if s.loaded {
		return
	}
	s.loaded = true
	for _, name := range s.files {
		file, err := os.Open(name)
		if err != nil {
			continue // not on this system
		}
		c, err := sfnt.ParseCollectionReaderAt(file)
		if err != nil {
			_ = file.Close()
			continue
		}
		if f, err := c.Font(0); err == nil {
			s.fonts = append(s.fonts, f)
		}
	}
}
