package etcdtest

// The connections of a member, which break when it is killed.

import (
	"net"
	"sync"

	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
)

// lines are the connections of a member's clients, without TLS.
type lines struct {
	credentials.TransportCredentials
	mu   sync.Mutex
	open []net.Conn
}

func newLines() *lines { return &lines{TransportCredentials: insecure.NewCredentials()} }

// ServerHandshake notes a new connection.
func (l *lines) ServerHandshake(c net.Conn) (net.Conn, credentials.AuthInfo, error) {
	l.mu.Lock()
	l.open = append(l.open, c)
	l.mu.Unlock()
	return l.TransportCredentials.ServerHandshake(c)
}

func (l *lines) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.open {
		c.Close()
	}
	l.open = nil
}
