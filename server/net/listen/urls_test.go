package listen

import (
	"net"
	"testing"
)

func TestURLs(t *testing.T) {
	lan := []net.Addr{cidr("127.0.0.1/8"), cidr("192.168.1.7/24"), cidr("169.254.3.4/16"), cidr("fe80::1/64")}
	here, elsewhere := URLs("http://", "[::]:8080", lan)
	if here != "http://localhost:8080" || len(elsewhere) != 1 || elsewhere[0] != "http://192.168.1.7:8080" {
		t.Errorf("urls = %s %v", here, elsewhere)
	}
	here, elsewhere = URLs("http://", "127.0.0.1:81", lan)
	if here != "http://127.0.0.1:81" || elsewhere != nil {
		t.Errorf("urls of a loopback listener = %s %v", here, elsewhere)
	}
}

func cidr(s string) net.Addr {
	ip, n, _ := net.ParseCIDR(s)
	n.IP = ip
	return n
}
