package api

// The statuses of HTTP that a client acts on. It does not take them from net/http, which would
// be a quarter of the program in a page.
const (
	StatusOK                  = 200
	StatusNotModified         = 304
	StatusUnauthorized        = 401
	StatusForbidden           = 403
	StatusNotFound            = 404
	StatusConflict            = 409
	StatusUnprocessableEntity = 422
	StatusTooManyRequests     = 429
	StatusServiceUnavailable  = 503
)
