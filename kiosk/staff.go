package kiosk

// Staff accounts and their sessions.

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/crypto/argon2"

	"linli/ballot/store"
	"linli/catalog"
)

// Member is one of the staff.
type Member struct {
	Login string `json:"login"`
	Name  string `json:"name"`
	Role  string `json:"role"` // office, clerk, counter or department
}

// Staff keeps who works here: accounts under "staff/LOGIN" with an argon2id hash of the password, and sessions under
// "session/HASH", of which the store knows only the hash.
type Staff struct {
	env  catalog.Env
	slot chan struct{} // bounds the memory that hashing takes
	mu   sync.Mutex
	bad  map[string]attempts
}

type attempts struct {
	n     int
	until time.Time
}

type account struct {
	Member
	Salt []byte `json:"salt"`
	Hash []byte `json:"hash"`
}

// session belongs to an account as it was set; see [Staff.Set].
type session struct {
	Login  string    `json:"login"`
	Expiry time.Time `json:"expiry"`
	Salt   []byte    `json:"salt"` // of the account, new at each setting
}

// Refusals of the door.
var (
	// ErrPassword: no such account, or another password.
	ErrPassword = errors.New("账号或密码不对 / the name or the password is wrong")
	// ErrAccount: a login or password that cannot be used for a new account.
	ErrAccount = errors.New("账号用小写字母和数字，密码至少八位 / a login has lower-case letters and digits, a password eight signs or more")
)

const sessionLife = 12 * time.Hour

var loginForm = regexp.MustCompile(`^[a-z0-9]{2,20}$`)

// NewStaff returns the staff of a store.
func NewStaff(env catalog.Env) *Staff {
	return &Staff{env: env, slot: make(chan struct{}, 2), bad: map[string]attempts{}}
}

// hash is argon2id with the OWASP minimum: 19 MiB, two passes.
func (s *Staff) hash(password string, salt []byte) []byte {
	s.slot <- struct{}{}
	defer func() { <-s.slot }()
	return argon2.IDKey([]byte(password), salt, 2, 19<<10, 1, 32)
}

// Set makes an account or replaces it. The sessions of that login end: whoever has lost a password or a role has lost it
// at once, on every machine.
func (s *Staff) Set(ctx context.Context, m Member, password string) error {
	if !loginForm.MatchString(m.Login) || len(password) < 8 {
		return ErrAccount
	}
	a := account{Member: m, Salt: make([]byte, 16)}
	if _, err := io.ReadFull(s.env.Random, a.Salt); err != nil {
		return err
	}
	a.Hash = s.hash(password, a.Salt)
	val, err := json.Marshal(a)
	if err != nil {
		return err
	}
	_, err = s.env.Store.Commit(ctx, nil, []store.Op{{Key: []byte("staff/" + m.Login), Val: val}})
	return err
}

// Any tells whether there is any account.
func (s *Staff) Any(ctx context.Context) (bool, error) {
	any := false
	err := s.env.Store.Scan(ctx, []byte("staff/"), store.PrefixEnd([]byte("staff/")), func(store.Item) error { any = true; return nil })
	return any, err
}

// names are those of all members by their logins.
func (s *Staff) names(ctx context.Context) (map[string]string, error) {
	all := map[string]string{}
	err := s.env.Store.Scan(ctx, []byte("staff/"), store.PrefixEnd([]byte("staff/")), func(it store.Item) error {
		var m Member
		err := json.Unmarshal(it.Val, &m)
		all[m.Login] = m.Name
		return err
	})
	return all, err
}

func (s *Staff) account(ctx context.Context, login string) (account, error) {
	var a account
	it, err := s.env.Store.Get(ctx, []byte("staff/"+login))
	if err != nil || it.Ver == 0 {
		return a, err
	}
	if err := json.Unmarshal(it.Val, &a); err != nil {
		return a, fmt.Errorf("%w: staff: %v", store.ErrDamaged, err)
	}
	return a, nil
}

// Check tells who has that login and password. After five failures the login waits 15 seconds, then twice as long
// after each: [ErrTooFast].
func (s *Staff) Check(ctx context.Context, login, password string) (Member, error) {
	a, err := s.check(ctx, login, password)
	return a.Member, err
}

func (s *Staff) check(ctx context.Context, login, password string) (account, error) {
	if !loginForm.MatchString(login) {
		s.hash(password, make([]byte, 16))
		return account{}, ErrPassword
	}
	if !s.attempt(login) {
		return account{}, ErrTooFast
	}
	a, err := s.account(ctx, login)
	if err != nil {
		return account{}, err
	}
	salt := a.Salt
	if salt == nil {
		salt = make([]byte, 16) // an unknown login takes as long as a wrong password
	}
	if subtle.ConstantTimeCompare(s.hash(password, salt), a.Hash) != 1 {
		return account{}, ErrPassword
	}
	s.forgive(login)
	return a, nil
}

// forgive forgets the failures of a name.
func (s *Staff) forgive(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.bad, name)
}

// maxBad is how many logins are watched before those that need not wait any longer are forgotten.
const maxBad = 10_000

// attempt tells whether a login, or a machine that is to be set free, need not wait. It counts the attempt as a failure
// before its outcome is known, so that many at once are no way round the limit.
func (s *Staff) attempt(name string) bool {
	now := s.env.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	b := s.bad[name]
	if now.Before(b.until) {
		return false
	}
	if len(s.bad) >= maxBad {
		maps.DeleteFunc(s.bad, func(_ string, b attempts) bool { return !now.Before(b.until) })
	}
	b.n++
	if b.n >= 5 {
		b.until = now.Add(15 * time.Second << min(b.n-5, 10))
	}
	s.bad[name] = b
	return true
}

// begin opens a session of an account as it was checked, and returns its secret.
func (s *Staff) begin(ctx context.Context, a account) (string, error) {
	b := make([]byte, 32)
	if _, err := io.ReadFull(s.env.Random, b); err != nil {
		return "", err
	}
	secret := hex.EncodeToString(b)
	val, err := json.Marshal(session{a.Login, s.env.Now().Add(sessionLife).UTC(), a.Salt})
	if err != nil {
		return "", err
	}
	_, err = s.env.Store.Commit(ctx, nil, []store.Op{{Key: sessionKey(secret), Val: val}})
	return secret, err
}

func sessionKey(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return []byte("session/" + hex.EncodeToString(sum[:]))
}

// who tells whose session it is, or [ErrSignIn].
func (s *Staff) who(ctx context.Context, secret string) (Member, error) {
	if len(secret) != 64 {
		return Member{}, ErrSignIn
	}
	it, err := s.env.Store.Get(ctx, sessionKey(secret))
	if err != nil {
		return Member{}, err
	}
	var x session
	if it.Ver == 0 || json.Unmarshal(it.Val, &x) != nil || !s.env.Now().Before(x.Expiry) {
		return Member{}, ErrSignIn
	}
	a, err := s.account(ctx, x.Login)
	if err == nil && (a.Login == "" || !bytes.Equal(a.Salt, x.Salt)) {
		return Member{}, ErrSignIn
	}
	return a.Member, err
}

func (s *Staff) end(ctx context.Context, secret string) error {
	_, err := s.env.Store.Commit(ctx, nil, []store.Op{{Key: sessionKey(secret)}})
	return err
}

// staffOnly lets members of the staff pass, and tells the handlers behind it who it is.
func (s *Server) staffOnly(c *fiber.Ctx) error {
	m, err := s.staff.who(c.UserContext(), c.Cookies("staff"))
	if err != nil {
		return err
	}
	c.Locals("staff", m)
	return c.Next()
}

// me is the member of the staff behind staffOnly.
func me(c *fiber.Ctx) Member { return c.Locals("staff").(Member) }
