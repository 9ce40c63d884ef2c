// Package client reaches a linli server over HTTP as the people do who use it: a voter with a phone or at a kiosk, and
// a member of the staff.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"linli/ballot"
)

// Client is one browser: it keeps its cookies.
type Client struct {
	base    string
	http    *http.Client
	machine string // path of the screen that invites, once it is a voting machine
}

// Refused is an answer other than success.
type Refused struct {
	Status int
	Code   string // "error.<Code>…" in the languages
	Text   string
}

// Error is the status, the code and the words of the answer.
func (r *Refused) Error() string { return fmt.Sprintf("%d %s: %s", r.Status, r.Code, r.Text) }

// ErrAnswer: an answer that a linli server does not give.
var ErrAnswer = errors.New("服务器的回答不是邻里的 / this is not the answer of a linli server")

// New returns a browser for the server at base, as in http://127.0.0.1:8080. Clients that share a transport share its
// connections.
func New(base string, transport http.RoundTripper) *Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		panic(err) // it never fails without options
	}
	return &Client{base: strings.TrimRight(base, "/"), http: &http.Client{
		Transport: transport, Jar: jar, Timeout: time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Transport returns connections for n requests at once to one server.
func Transport(n int) *http.Transport {
	return &http.Transport{MaxIdleConns: n, MaxIdleConnsPerHost: n, MaxConnsPerHost: n, IdleConnTimeout: time.Minute}
}

// maxAnswer bounds what is read of an answer.
const maxAnswer = 64 << 20

func (c *Client) do(ctx context.Context, method, path, kind string, body io.Reader) (*http.Response, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, body)
	if err != nil {
		return nil, nil, err
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	if kind == "application/json" {
		req.Header.Set("Accept", kind)
	}
	res, err := c.http.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	return res, b, err
}

// JSON sends in as JSON and reads the answer into out, which may be nil. A refusal is a [Refused].
func (c *Client) JSON(ctx context.Context, path string, in, out any) error {
	raw, err := json.Marshal(in)
	if err != nil {
		return err
	}
	res, b, err := c.do(ctx, http.MethodPost, path, "application/json", bytes.NewReader(raw))
	if err != nil {
		return err
	}
	if res.StatusCode >= 300 {
		return refused(res.StatusCode, b)
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(b, out); err != nil {
		return fmt.Errorf("%w: %s: %v", ErrAnswer, path, err)
	}
	return nil
}

func refused(status int, body []byte) error {
	var r struct{ Code, Zh, En, Field string }
	if json.Unmarshal(body, &r) != nil {
		return &Refused{status, "", http.StatusText(status)}
	}
	return &Refused{status, r.Code, strings.TrimSpace(r.Zh + " / " + r.En + " " + r.Field)}
}

// Get reads a page.
func (c *Client) Get(ctx context.Context, path string) ([]byte, error) {
	res, b, err := c.do(ctx, http.MethodGet, path, "", nil)
	if err == nil && res.StatusCode != http.StatusOK {
		err = &Refused{Status: res.StatusCode, Text: path}
	}
	return b, err
}

// Download copies what a path answers, however large it is.
func (c *Client) Download(ctx context.Context, path string, to io.Writer) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path, nil)
	if err != nil {
		return err
	}
	patient := *c.http
	patient.Timeout = 0
	res, err := patient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return &Refused{Status: res.StatusCode, Text: path}
	}
	_, err = io.Copy(to, res.Body)
	return err
}

// form posts a form and returns the status, where the answer leads, and the page.
func (c *Client) form(ctx context.Context, path string, v url.Values) (int, string, []byte, error) {
	res, b, err := c.do(ctx, http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(v.Encode()))
	if err != nil {
		return 0, "", nil, err
	}
	return res.StatusCode, res.Header.Get("Location"), b, nil
}

// Login signs a member of the staff in.
func (c *Client) Login(ctx context.Context, name, password string) error {
	return c.JSON(ctx, "/login", map[string]string{"name": name, "password": password}, nil)
}

// Bind makes the browser, at which a clerk has signed in, a voting machine of a station, which signs the clerk out.
func (c *Client) Bind(ctx context.Context, round string, station int) error {
	path := fmt.Sprintf("/desk/%s/machine/%d", round, station)
	status, to, _, err := c.form(ctx, path, nil)
	if err != nil || status != http.StatusSeeOther || !strings.HasPrefix(to, "/kiosk/") {
		return errors.Join(err, &Refused{Status: status, Text: path})
	}
	c.machine = to
	return nil
}

// scan opens the address of a sheet's QR; at a voting machine a scanner types it into the screen that invites.
func (c *Client) scan(ctx context.Context, code string) ([]byte, error) {
	if c.machine == "" {
		return c.Get(ctx, "/b/"+code)
	}
	invites, err := c.Get(ctx, c.machine)
	if err != nil {
		return nil, err
	}
	v := url.Values{"code": {code}}
	if t := turn.FindSubmatch(invites); t != nil {
		v.Set("turn", string(t[1]))
	}
	status, _, screen, err := c.form(ctx, "/vote", v)
	if err == nil && status != http.StatusOK {
		err = &Refused{Status: status, Text: "/vote"}
	}
	return screen, err
}

// Cast casts a ballot by the API and returns its receipt.
func (c *Client) Cast(ctx context.Context, code string, marks ballot.Marks) (ballot.Receipt, error) {
	var r ballot.Receipt
	if marks == nil {
		marks = ballot.Marks{}
	}
	err := c.JSON(ctx, "/vote/cast", map[string]any{"code": code, "marks": marks}, &r)
	return r, err
}

// turn is the field of a voting machine's form that tells whose turn it is.
var turn = regexp.MustCompile(`name="turn" value="([0-9a-f]*)"`)

// Vote goes through the screens as a person does: open the address of the sheet's QR, choose, check, cast, read the
// receipt; and returns the tracker on it.
func (c *Client) Vote(ctx context.Context, code string, form ballot.Form, marks ballot.Marks) (tracker string, err error) {
	screen, err := c.scan(ctx, code)
	if err != nil {
		return "", err
	}
	v := url.Values{"code": {code}}
	if t := turn.FindSubmatch(screen); t != nil {
		v.Set("turn", string(t[1]))
	}
	for i, m := range marks {
		switch n := strconv.Itoa(m.Project); form {
		case ballot.Ranking:
			v.Set("rank-"+n, strconv.Itoa(i+1))
		case ballot.Points:
			v.Set("points-"+n, strconv.FormatInt(m.Points, 10))
		default:
			v.Add("p", n)
		}
	}
	status, _, _, err := c.form(ctx, "/vote/check", v)
	if err != nil || status != http.StatusOK {
		return "", errors.Join(err, &Refused{Status: status, Text: "/vote/check"})
	}
	if len(marks) == 0 {
		v.Set("blank", "yes")
	}
	status, to, _, err := c.form(ctx, "/vote/cast", v)
	tracker, ok := strings.CutPrefix(to, "/vote/receipt/")
	if err != nil || status != http.StatusSeeOther || !ok {
		return "", errors.Join(err, &Refused{Status: status, Text: "/vote/cast"})
	}
	_, err = c.Get(ctx, to)
	tracker, _, _ = strings.Cut(tracker, "?")
	return tracker, err
}

// Propose hands in a proposal by the form, with a photo unless it is nil, and returns the code on its slip.
func (c *Client) Propose(ctx context.Context, round string, fields url.Values, photo []byte) (slip string, err error) {
	path := "/r/" + round + "/propose"
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name := range fields {
		if err := w.WriteField(name, fields.Get(name)); err != nil {
			return "", err
		}
	}
	if photo != nil {
		part, err := w.CreateFormFile("photo", "photo.jpg")
		if err == nil {
			_, err = part.Write(photo)
		}
		if err != nil {
			return "", err
		}
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	res, _, err := c.do(ctx, http.MethodPost, path, w.FormDataContentType(), &body)
	if err != nil {
		return "", err
	}
	slip, _, _ = strings.Cut(strings.TrimPrefix(res.Header.Get("Location"), "/p/"), "?")
	if res.StatusCode != http.StatusSeeOther || slip == "" {
		return "", &Refused{Status: res.StatusCode, Text: path}
	}
	return slip, nil
}

// AskReview asks for a review of what kept a proposal out, with its slip and the name or phone that was given with it.
func (c *Client) AskReview(ctx context.Context, slip, text, who string) error {
	status, _, _, err := c.form(ctx, "/p/"+slip+"/review", url.Values{"text": {text}, "who": {who}})
	if err != nil || status != http.StatusSeeOther {
		return errors.Join(err, &Refused{Status: status, Text: "/review"})
	}
	return nil
}
