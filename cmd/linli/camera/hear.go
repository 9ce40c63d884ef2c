package camera

// What a browser reports of a page: errors of scripts, requests that failed, answers that are refusals.

import (
	"fmt"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// hear keeps an event if it tells of something wrong.
func (e *ears) hear(event any) {
	switch ev := event.(type) {
	case *runtime.EventExceptionThrown:
		e.say("脚本出错 / a script failed: " + thrown(ev.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if ev.Type == runtime.ConsoleAPICalledTypeError {
			e.say("脚本报错 / a script complains: " + first(ev.Args))
		}
	case *log.EventEntryAdded:
		if ev.Entry.Level == log.EntryLevelError {
			e.say("浏览器报错 / the browser complains: " + ev.Entry.Text + " " + ev.Entry.URL)
		}
	case *network.EventResponseReceived:
		if ev.Response.Status >= 400 {
			e.say(fmt.Sprintf("请求被拒绝 / a request was refused: %d %s", ev.Response.Status, ev.Response.URL))
		}
	case *network.EventLoadingFailed:
		if !ev.Canceled {
			e.say("请求失败 / a request failed: " + ev.ErrorText)
		}
	}
}

func thrown(d *runtime.ExceptionDetails) string {
	if d.Exception != nil && d.Exception.Description != "" {
		return d.Exception.Description
	}
	return d.Text
}

func first(args []*runtime.RemoteObject) string {
	if len(args) == 0 {
		return ""
	}
	return args[0].Description + string(args[0].Value)
}
