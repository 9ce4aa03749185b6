// Package blob stores files by name, each written once and read whole: in a folder, or in a
// bucket of a service that speaks the protocol of Amazon S3. A Store is safe for concurrent
// use.
package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
)

// ErrNotFound is the error of a name that nothing is stored under.
var ErrNotFound = errors.New("blob: not found")

// Store is where blobs are. Names are of lower-case letters, digits, '-' and '.'.
type Store interface {
	// Put stores size bytes under a name, all or nothing. It replaces what was there.
	Put(ctx context.Context, name string, data io.Reader, size int64) error
	// Get reads a blob: ErrNotFound. The caller closes it.
	Get(ctx context.Context, name string) (data io.ReadCloser, size int64, err error)
	// Delete deletes a blob, if there is one.
	Delete(ctx context.Context, name string) error
}

// errURL does not hold the URL, which has a secret in it.
var errURL = errors.New("the URL cannot be read; it should be like file:///path/to/folder or s3://KEY:SECRET@host/bucket/prefix?region=REGION, with %2F for each / of the secret and ?tls=false for plain HTTP")

// New returns the store at a URL. It does not connect to a service: that may come later.
func New(rawURL string) (Store, error) {
	u, err := url.Parse(rawURL)
	if err != nil {
		return nil, errURL
	}
	switch u.Scheme {
	case "file":
		return openFolder(u)
	case "s3":
		return openBucket(u)
	}
	return nil, fmt.Errorf("there is no store of the kind %q: %w", u.Scheme, errURL)
}

var namePattern = regexp.MustCompile(`^[a-z0-9-][a-z0-9.-]{0,99}$`)

// checkName refuses names that could lead elsewhere.
func checkName(name string) error {
	if !namePattern.MatchString(name) {
		return fmt.Errorf("%w: %.40q is no name of a blob", ErrNotFound, name)
	}
	return nil
}
