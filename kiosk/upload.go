package kiosk

// Lists that wait to be confirmed: kept by the server, so that what is entered is what was looked through.

import (
	"errors"
	"slices"
	"sync"
	"time"

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
	list  *intake.List
	until time.Time
}

// Limits of what is kept.
const (
	maxUploads = 20
	uploadLife = time.Hour
)

// uploads are those that wait, the newest last. They hold names and phones, so that they are forgotten after a while.
type uploads struct {
	mu   sync.Mutex
	list []upload
}

// keep puts an upload in the place of the member's last one for the round; of too many the oldest goes.
func (u *uploads) keep(x upload, now time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.forget(now)
	u.list = slices.DeleteFunc(u.list, func(y upload) bool { return y.round == x.round && y.login == x.login })
	x.until = now.Add(uploadLife)
	u.list = append(u.list, x)
	if over := len(u.list) - maxUploads; over > 0 {
		u.list = slices.Delete(u.list, 0, over)
	}
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

// forget drops what is too old.
func (u *uploads) forget(now time.Time) {
	u.list = slices.DeleteFunc(u.list, func(x upload) bool { return !now.Before(x.until) })
}
