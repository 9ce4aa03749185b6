package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// bucket keeps blobs as objects of a bucket, whose names begin with prefix.
type bucket struct {
	client *minio.Client
	name   string
	prefix string
}

func openBucket(u *url.URL) (Store, error) {
	secret, _ := u.User.Password()
	name, prefix, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	q := u.Query()
	if u.Host == "" || name == "" || u.User.Username() == "" || secret == "" {
		return nil, errURL
	}
	for key := range q {
		if key != "region" && key != "tls" {
			return nil, fmt.Errorf("%.40q in the URL means nothing: %w", key, errURL)
		}
	}
	tls := q.Get("tls")
	if tls != "" && tls != "true" && tls != "false" {
		return nil, errURL
	}
	client, err := minio.New(u.Host, &minio.Options{
		Creds:  credentials.NewStaticV4(u.User.Username(), secret, ""),
		Secure: tls != "false",
		Region: q.Get("region"), // empty: the service is asked

		MaxRetries: 1, // the caller tries again
	})
	if err != nil {
		return nil, errURL // err may hold the URL
	}
	if prefix != "" {
		prefix += "/"
	}
	return bucket{client, name, prefix}, nil
}

// Put is Store's.
func (b bucket) Put(ctx context.Context, name string, data io.Reader, size int64) error {
	if err := checkName(name); err != nil {
		return err
	}
	_, err := b.client.PutObject(ctx, b.name, b.prefix+name, data, size, minio.PutObjectOptions{ContentType: "application/octet-stream"})
	return err
}

// Get is Store's.
func (b bucket) Get(ctx context.Context, name string) (io.ReadCloser, int64, error) {
	if err := checkName(name); err != nil {
		return nil, 0, err
	}
	object, err := b.client.GetObject(ctx, b.name, b.prefix+name, minio.GetObjectOptions{})
	if err != nil {
		return nil, 0, notFound(err)
	}
	info, err := object.Stat() // GetObject asks for nothing yet
	if err != nil {
		return nil, 0, errors.Join(notFound(err), object.Close())
	}
	return object, info.Size, nil
}

// Delete is Store's.
func (b bucket) Delete(ctx context.Context, name string) error {
	if err := checkName(name); err != nil {
		return err
	}
	return b.client.RemoveObject(ctx, b.name, b.prefix+name, minio.RemoveObjectOptions{})
}

// notFound converts an error of the service.
func notFound(err error) error {
	if r := minio.ToErrorResponse(err); r.StatusCode == http.StatusNotFound && r.Code == minio.NoSuchKey {
		return ErrNotFound
	}
	return err
}
