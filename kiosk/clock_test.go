package kiosk

// The desk and the log name a clock that has been set back.

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"
)

func TestDeskNamesAClockSetBack(t *testing.T) {
	o := newBureau(t)
	o.found()
	const words = "本机时钟早于台账最后一条记录"
	if text := o.get("qin", deskPath).doc.Find(".strip.alarm").Text(); strings.Contains(text, words) {
		t.Errorf("with a right clock: %s", text)
	}
	o.s.rounds.close()
	env, now := o.env, o.env.Now().Add(-time.Hour)
	env.Now = func() time.Time { return now }
	var log bytes.Buffer
	o.s = New(Config{Env: env, Public: testPublic, Log: slog.New(slog.NewTextHandler(&log, nil))})
	r := o.get("qin", deskPath)
	has(t, "the desk", r.doc.Find(".strip.alarm li").Text(), words, "2026-10-12 08:00:00 < 2026-10-12 09:00:00")
	has(t, "the log", log.String(), "level=WARN", "id=2026", words)
	o.do("qin", "scheme.opinion", "on", "funds", "from", "居民小组长", "text", "时钟不准也要能办理")
}
