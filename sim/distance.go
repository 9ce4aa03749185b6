package sim

// Interest is what a client is told of the things around its view, in units. What is 0
// fits the height of the view; see About.Distances.
type Interest struct {
	EnterMargin int32 // what comes nearer to the view than this is sent
	LeaveMargin int32 // what is farther from it is forgotten; what stays between the two, half a second later
	Near        int32 // distances from the middle of the view that differ by less matter alike where a frame is full
}

// Smoothing is by how much things on the screen may be off, in units, before that is shown
// at once instead of bit by bit. What is 0 fits the height of the view; see
// About.Distances.
type Smoothing struct {
	SmallError int32 // a correction up to here fades slowly,
	LargeError int32 // from here on fast,
	SnapError  int32 // and a larger one is not smoothed

	// What another thing moves by between two snapshots is not interpolated if it is more
	// than TeleportDistance, and more than TeleportError away from the Forecast.
	TeleportDistance int32
	TeleportError    int32
}

// Distances are the distances of the game, with defaults for those that it leaves open:
// shares of what a player sees above the middle.
func (a *About) Distances() (i Interest, s Smoothing) {
	i, s = a.Interest, a.Smoothing
	for _, d := range [...]struct {
		of    *int32
		share int32 // 1/900 of View.HalfHeight
	}{
		{&i.EnterMargin, 256},
		{&i.LeaveMargin, 768},
		{&i.Near, 128},
		{&s.SmallError, 16},
		{&s.LargeError, 128},
		{&s.SnapError, 512},
		{&s.TeleportDistance, 64},
		{&s.TeleportError, 192},
	} {
		if *d.of == 0 {
			*d.of = max(a.View.HalfHeight*d.share/900, 1)
		}
	}
	return i, s
}

// Beyond is by how many units a place is outside of the view around an eye, in a window of the
// shape that shows most there, and in the direction in which that is more; what is 0 or less may
// be in view. A client is told of what is beyond by less than the margins of Interest.
func (a *About) Beyond(x, y, eyeX, eyeY int32) int32 {
	dx, dy := max(x-eyeX, eyeX-x), max(y-eyeY, eyeY-y)
	w, h := a.View.Half(Aspect(int(dx), int(dy)))
	return max(dx-w, dy-h)
}
