package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// minSecret is too long to be guessed at a rate of one try per second.
const minSecret = 16

// checkField checks the parsed value of f against the tags of f.
func checkField(f reflect.StructField, v reflect.Value) error {
	switch x := v.Interface().(type) {
	case int:
		if low, high := tagInt(f, "min"), tagInt(f, "max"); x < low || x > high {
			return errors.New("must be " + allowedText(f))
		}
	case time.Duration:
		if low, high := tagDuration(f, "min"), tagDuration(f, "max"); x < low || x > high {
			return errors.New("must be " + allowedText(f))
		}
		if step, err := time.ParseDuration(f.Tag.Get("step")); err == nil && x%step != 0 {
			return fmt.Errorf("must be a multiple of %v", step)
		}
	case string:
		return checkString(f, x)
	}
	return nil
}

func checkString(f reflect.StructField, s string) error {
	if oneof := f.Tag.Get("oneof"); oneof != "" && !slices.Contains(strings.Split(oneof, ","), s) {
		return errors.New("must be " + allowedText(f))
	}
	switch form := f.Tag.Get("form"); {
	case form == "listen,off" && s == Off:
		return nil
	case strings.HasPrefix(form, "listen"):
		return checkListen(s, allowedText(f))
	case form == "secret" && s != "" && len(s) < minSecret:
		return errors.New("must be " + allowedText(f))
	case form == "label" && s != "" && !IsLabel(s):
		return errors.New("must be " + allowedText(f))
	case form == "nats" && s != "" && !isNATS(s):
		return errors.New("must be " + allowedText(f))
	case form == "url" && s != "":
		if !isPublicURL(fillAddress(s, "192.0.2.1", 1)) {
			return errors.New("must be " + allowedText(f))
		}
	}
	return nil
}

// IsLabel reports whether s can be a NodeID: also a part of the name of a host, or of a path.
func IsLabel(s string) bool { return labelPattern.MatchString(s) }

var labelPattern = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$`)

// checkListen checks an address to listen on.
func checkListen(s, form string) error {
	host, port, err := net.SplitHostPort(s)
	if err != nil {
		return errors.New("must be " + form)
	}
	if _, err := net.ResolveTCPAddr("tcp", ":"+port); err != nil || port == "" {
		return fmt.Errorf("must be %s, and %q is no port", form, port)
	}
	if _, err := net.ResolveTCPAddr("tcp", s); err != nil {
		return fmt.Errorf("the host %q is not known here (it does not resolve); use an address of this machine, or none for all of them", host)
	}
	return nil
}

// allowedText says in words which values the tags of f allow.
func allowedText(f reflect.StructField) string {
	switch oneof, form := f.Tag.Get("oneof"), f.Tag.Get("form"); {
	case oneof != "":
		return "one of " + strings.ReplaceAll(oneof, ",", ", ")
	case form == "secret":
		return fmt.Sprintf("%d characters or more", minSecret)
	case form == "url":
		return "like https://play.example.com or https://example.com/game; a path of letters, digits, -, ., _ and ~ that begins with none of the server's own: " + strings.Join(reservedPaths, ", ")
	case form == "nats":
		return "like nats://user:password@host:4222 or tls://host:4222; of a cluster several, with commas between"
	case form == "label":
		return "1 to 32 lower case letters, digits and -, which is not at an end"
	case form == "listen":
		return "host:port or :port"
	case form == "listen,off":
		return "host:port, :port or off"
	case f.Type == reflect.TypeFor[time.Duration]():
		return fmt.Sprintf("a duration from %s to %s, such as %s", f.Tag.Get("min"), f.Tag.Get("max"), f.Tag.Get("envDefault"))
	case f.Type.Kind() == reflect.Bool:
		return "true or false"
	case f.Type.Kind() == reflect.Int:
		return fmt.Sprintf("a whole number from %s to %s", f.Tag.Get("min"), f.Tag.Get("max"))
	}
	return ""
}

// tagInt panics on an invalid tag: that is a programming error, found by any test.
func tagInt(f reflect.StructField, key string) int {
	n, err := strconv.Atoi(f.Tag.Get(key))
	if err != nil {
		panic("config: tag " + key + " of " + f.Name + " is not a number")
	}
	return n
}

func tagDuration(f reflect.StructField, key string) time.Duration {
	d, err := time.ParseDuration(f.Tag.Get(key))
	if err != nil {
		panic("config: tag " + key + " of " + f.Name + " is not a duration")
	}
	return d
}

// UnmarshalText parses a list of networks.
func (p *Prefixes) UnmarshalText(text []byte) error {
	for part := range strings.SplitSeq(string(text), ",") {
		part = strings.TrimSpace(part)
		prefix, err := netip.ParsePrefix(part)
		if addr, bare := netip.ParseAddr(part); bare == nil {
			prefix, err = netip.PrefixFrom(addr, addr.BitLen()), nil
		}
		if err != nil {
			return fmt.Errorf("%q is not a network such as 10.0.0.0/8 or an address", part)
		}
		*p = append(*p, prefix.Masked())
	}
	return nil
}

// UnmarshalText parses a list of host names.
func (h *Hosts) UnmarshalText(text []byte) error {
	for part := range strings.SplitSeq(string(text), ",") {
		part = strings.ToLower(strings.TrimSpace(part))
		_, bare := netip.ParseAddr(part)
		if bare == nil || !strings.Contains(part, ".") || strings.ContainsAny(part, ":/*@ ") {
			return fmt.Errorf("%q is not a host name such as play.example.com", part)
		}
		*h = append(*h, part)
	}
	return nil
}

// UnmarshalText parses a list of roles.
func (r *Roles) UnmarshalText(text []byte) error {
	for part := range strings.SplitSeq(string(text), ",") {
		part = strings.ToLower(strings.TrimSpace(part))
		if part != RoleLobby && part != RoleNode {
			return fmt.Errorf("%q is no role: there are %s and %s", part, RoleLobby, RoleNode)
		}
		if !r.Has(part) {
			*r = append(*r, part)
		}
	}
	return nil
}

// isNATS reports whether s is one or more addresses of NATS servers.
func isNATS(s string) bool {
	for part := range strings.SplitSeq(s, ",") {
		u, err := url.Parse(strings.TrimSpace(part))
		if err != nil || u.Host == "" || !slices.Contains([]string{"nats", "tls", "ws", "wss"}, u.Scheme) {
			return false
		}
	}
	return true
}

// UnmarshalText parses a list of origins.
func (o *Origins) UnmarshalText(text []byte) error {
	for part := range strings.SplitSeq(string(text), ",") {
		part = strings.TrimSpace(part)
		if part == "*" {
			*o = append(*o, part)
			continue
		}
		u, err := url.Parse(part)
		if err != nil || !isOrigin(u) {
			return fmt.Errorf("%q is not an origin such as https://example.com, nor * for all", part)
		}
		*o = append(*o, strings.ToLower(u.Scheme+"://"+u.Host))
	}
	return nil
}

// framePattern matches an origin that may embed the page; keywords are handled separately.
var framePattern = regexp.MustCompile(`^https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$`)

// UnmarshalText parses a list of origins that may embed the page.
func (a *FrameAncestors) UnmarshalText(text []byte) error {
	for part := range strings.SplitSeq(string(text), ",") {
		part = strings.ToLower(strings.TrimSpace(part))
		switch {
		case strings.Trim(part, "'") == "self":
			part = "'self'"
		case part != "*" && !framePattern.MatchString(strings.TrimRight(part, "/")):
			return fmt.Errorf("%q is not an origin such as https://portal.example or https://*.portal.example, nor self, nor * for all", part)
		}
		*a = append(*a, strings.TrimRight(part, "/"))
	}
	return nil
}

// reservedPaths are paths of this server at its root; PublicURL must not be below them.
var reservedPaths = []string{"/v1", "/healthz", "/readyz"}

// publicPathPattern matches paths that do not depend on escaping, without empty elements.
var publicPathPattern = regexp.MustCompile(`^(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?$`)

// isPublicURL reports whether s is a scheme, a host, and maybe a path.
func isPublicURL(s string) bool {
	u, err := url.Parse(s)
	if err != nil || u.RawPath != "" || !publicPathPattern.MatchString(u.Path) {
		return false
	}
	for _, own := range reservedPaths {
		if u.Path == own || strings.HasPrefix(u.Path, own+"/") {
			return false
		}
	}
	u.Path = ""
	return isOrigin(u)
}

// isOrigin reports whether u is a scheme and a host and nothing else.
func isOrigin(u *url.URL) bool {
	web := u.Scheme == "http" || u.Scheme == "https"
	return web && u.Host != "" && u.User == nil && strings.Trim(u.Path, "/") == "" && u.RawQuery == "" && u.Fragment == ""
}
