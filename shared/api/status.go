package api

// The statuses of HTTP that a client acts on. Those of net/http would bring all of it into a page.
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
