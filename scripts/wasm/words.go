package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"perihelion/assets/languages"
)

// said are the texts in a script of the page that are translated. A test of client/lang looks
// for them in the same way.
var said = regexp.MustCompile(`\b(?:say|key)\(("(?:[^"\\]|\\.)*")`)

// putWords puts the translations of what the page says into words.js: of each language those
// texts that stand in one of the scripts.
func putWords(script []byte) ([]byte, error) {
	keys, err := pageTexts()
	if err != nil {
		return nil, err
	}
	files, err := fs.Glob(languages.Files, "*.json")
	if err != nil {
		return nil, err
	}
	tables := map[string]map[string]string{}
	for _, file := range files {
		text, err := languages.Files.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var all map[string]string
		if err := json.Unmarshal(text, &all); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		table := map[string]string{}
		for _, key := range keys {
			table[key] = all[key]
		}
		tables[strings.TrimSuffix(file, ".json")] = table
	}
	text, err := json.Marshal(tables)
	if err != nil {
		return nil, err
	}
	return bytes.Replace(script, []byte("{{words}}"), text, 1), nil
}

// pageTexts are the texts that the scripts of the page say.
func pageTexts() (keys []string, err error) {
	scripts, err := filepath.Glob(filepath.Join(pageDir, "*.js"))
	if err != nil {
		return nil, err
	}
	for _, path := range scripts {
		script, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		for _, m := range said.FindAllSubmatch(script, -1) {
			key, err := strconv.Unquote(string(m[1]))
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %w", path, m[1], err)
			}
			keys = append(keys, key)
		}
	}
	return keys, nil
}
