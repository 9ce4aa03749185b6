package store

// assignRanks numbers the lines of a part of a board, best first, of which so many are above;
// equal scores share a rank. of returns the score of a line and where its rank goes. better counts
// those of the whole board with more than a score.
func assignRanks[L any, S int | float64](lines []L, above int, of func(*L) (S, *int), better func(S) (int, error)) error {
	for i := range lines {
		score, rank := of(&lines[i])
		*rank = above + i + 1
		switch {
		case i > 0:
			if before, same := of(&lines[i-1]); before == score {
				*rank = *same
			}
		case above > 0: // lines above may have the same score as the first
			n, err := better(score)
			if err != nil {
				return err
			}
			*rank = n + 1
		}
	}
	return nil
}
