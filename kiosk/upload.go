package kiosk

// Lists that wait to be confirmed: kept by the server, so that what is entered is what was looked through.

import (
	"errors"
	"slices"
	"sync"
	"time"

	"linli/ballot"
	"linli/kiosk/intake"
)

// ErrUpload: the list is no longer kept, or was sent to another server.
var ErrUpload = errors.New("文件已不在，没有录入，请重新上传 / the file is no longer kept and nothing was entered, upload it again")

// upload is a list without a fault, of one member of the staff for one round.
type upload struct {
	token string
	round string
	login string
	file  string
	list  *intake.List  // of proposals, or nil
	needs *intake.Needs // or nil
	until time.Time

	entered bool
}

// Limits of what is kept.
const (
	maxUploads = 20
	uploadLife = time.Hour
)

// uploads are those that wait, the newest last. They hold names and phones, so that they are forgotten after a while.
type uploads struct {
	entering sync.Mutex // one at a time; taken before mu
	mu       sync.Mutex
	list     []upload
}

// keep puts an upload in the place of the member's last one for the round; of too many the oldest goes.
func (u *uploads) keep(x upload, now time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.forget(now)
	u.list = slices.DeleteFunc(u.list, func(y upload) bool {
		return y.round == x.round && y.login == x.login && (y.list == nil) == (x.list == nil)
	})
	x.until = now.Add(uploadLife)
	u.list = append(u.list, x)
	if over := len(u.list) - maxUploads; over > 0 {
		u.list = slices.Delete(u.list, 0, over)
	}
}

// await keeps a list without a fault until its sender confirms it with the token that it gets here.
func (s *Server) await(u *upload) (err error) {
	if u.token, err = ballot.NewSlip(s.Env.Random); err == nil {
		s.uploads.keep(*u, s.Env.Now())
	}
	return err
}

// find is the upload of that token, if it is that member's for that round and not too old.
func (u *uploads) find(token, round, login string, now time.Time) (upload, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.forget(now)
	for _, x := range u.list {
		if x.token == token && x.round == round && x.login == login {
			return x, true
		}
	}
	return upload{}, false
}

// once does what enters an upload, unless that was done before; others who want the same wait. It tells whether there is
// such an upload.
func (u *uploads) once(token, round, login string, now time.Time, enter func(upload) error) (ok bool, err error) {
	u.entering.Lock()
	defer u.entering.Unlock()
	x, ok := u.find(token, round, login, now)
	if !ok || x.entered {
		return ok, nil
	}
	if err := enter(x); err != nil {
		return true, err
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	for i := range u.list {
		u.list[i].entered = u.list[i].entered || u.list[i].token == token
	}
	return true, nil
}

// forget drops what is too old.
func (u *uploads) forget(now time.Time) {
	u.list = slices.DeleteFunc(u.list, func(x upload) bool { return !now.Before(x.until) })
}
