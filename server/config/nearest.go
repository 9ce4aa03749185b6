package config

// nearest is the candidate most like s, or nothing when none is much like it.
func nearest(s string, candidates []string) string {
	best, found := len(s)/4, "" // more than a quarter wrong is another word
	for _, c := range candidates {
		if d := distance(s, c); d <= best {
			best, found = d, c
		}
	}
	return found
}

// distance counts the letters to insert, delete or replace on the way from a to b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replace := diagonal
			if a[i] != b[j] {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = min(replace, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
