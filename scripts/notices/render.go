package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// knownLicences are phrases that identify a licence.
var knownLicences = []struct{ words, spdx string }{
	{"SIL OPEN FONT LICENSE Version 1.1", "OFL-1.1"},
	{"Apache License Version 2.0", "Apache-2.0"},
	{"Mozilla Public License Version 2.0", "MPL-2.0"},
	{"Permission to use, copy, modify, and/or distribute this software", "ISC"},
	{"Permission to use, copy, modify, and distribute this software", "ISC"},
	{"Permission is hereby granted, free of charge, to any person obtaining a copy", "MIT"},
	{"Neither the name", "BSD-3-Clause"},
	{"names of its contributors may be used to endorse", "BSD-3-Clause"},
	{"Redistribution and use in source and binary forms", "BSD-2-Clause"},
	{"This is free and unencumbered software released into the public domain", "Unlicense"},
}

// identifyLicences returns the SPDX expression of the licences in texts, all of which
// apply; empty if none is known.
func identifyLicences(texts []string) string {
	all := strings.Join(strings.Fields(strings.Join(texts, " ")), " ")
	var found []string
	for _, k := range knownLicences {
		if strings.Contains(all, k.words) && !slices.Contains(found, k.spdx) {
			found = append(found, k.spdx)
		}
	}
	if slices.Contains(found, "BSD-3-Clause") { // which includes all of the other
		found = slices.DeleteFunc(found, func(s string) bool { return s == "BSD-2-Clause" })
	}
	return strings.Join(found, " AND ")
}

// renderNotices returns all texts, one after the other.
func renderNotices(parts []part) []byte {
	var b bytes.Buffer
	b.WriteString("Perihelion contains the work of others, under these licences.\n")
	for _, p := range parts {
		fmt.Fprintf(&b, "\n%s\n%s %s (%s)\n%s\n\n", strings.Repeat("=", 78), p.Name, p.Version, p.SPDX, strings.Repeat("=", 78))
		for _, text := range p.Texts {
			b.WriteString(strings.TrimSpace(text) + "\n\n")
		}
	}
	return b.Bytes()
}

// renderSBOM returns a CycloneDX document of version 1.5. It has no time in it, so that the
// same release gives the same document.
func renderSBOM(version string, parts []part) ([]byte, error) {
	type dict = map[string]any
	components := []dict{}
	for _, p := range parts {
		c := dict{"type": "library", "name": p.Name, "licenses": []dict{{"expression": p.SPDX}}}
		if p.Version != "" {
			c["version"] = p.Version
		}
		if p.URL != "" {
			c["purl"], c["bom-ref"] = p.URL, p.URL
		}
		components = append(components, c)
	}
	b, err := json.MarshalIndent(dict{
		"$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json", "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
		"metadata":   dict{"component": dict{"type": "application", "name": "perihelion", "version": version, "bom-ref": "perihelion", "licenses": []dict{{"license": dict{"id": "MIT"}}}}},
		"components": components,
	}, "", "  ")
	return append(b, '\n'), err
}
