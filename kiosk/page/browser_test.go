package page_test

// What only a real browser knows: no page is wider than a small phone, controls are large enough, the scripts work.

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"linli/kiosk/gallery"
	"linli/kiosk/lang"
	. "linli/kiosk/page"
)

// harness measures every page in a frame of 320 pixels, at 200 % letters, and with the largest size.
const harness = `<!doctype html><title>wait</title><body><script>
const names = %s, wide = [];
async function look(name) {
  const f = document.createElement("iframe");
  f.width = 320; f.height = 640; f.src = name;
  document.body.append(f);
  await new Promise(done => { f.onload = done; });
  const d = f.contentDocument.documentElement;
  for (const size of ["", "200%%"]) {
    d.style.fontSize = size;
    if (d.scrollWidth > 321) wide.push(name + " " + (size || "100%%") + " is " + d.scrollWidth);
  }
  d.style.fontSize = "";
  for (const b of d.querySelectorAll("main .button, .pick")) {
    const box = b.getBoundingClientRect();
    if (box.width && Math.min(box.width, box.height) < 60) wide.push(name + ": a control of " + box.height);
  }
  for (const b of d.querySelectorAll(".settings a, .settings button, summary, .foot a, .links a, .brand")) {
    const box = b.getBoundingClientRect();
    if (box.width && box.height < 43.9) wide.push(name + ": " + b.textContent + " of " + box.height);
  }
  f.remove();
}
(async () => { for (const n of names) await look(n); document.body.innerHTML = "<pre id=out></pre>"; out.textContent = "DONE\n" + wide.join("\n"); })();
</script>`

func TestSmallPhone(t *testing.T) {
	pages := map[string][]byte{}
	script := regexp.MustCompile(`<script[^>]*></script>`) // left out, so that nothing moves
	var names []string
	for _, l := range lang.All {
		for _, s := range gallery.Samples() {
			if o, ok := s.View.(Observe); ok && o.Wall {
				continue
			}
			text, _ := draw(t, l, s.Frame, s.View)
			name := "/" + string(l) + "-" + s.Name()
			pages[name] = script.ReplaceAll([]byte(text), nil)
			names = append(names, strconv.Quote(name))
		}
	}
	pages["/harness"] = fmt.Appendf(nil, harness, "["+strings.Join(names, ",")+"]")
	for _, line := range browse(t, pages) {
		t.Error(line)
	}
}

// actions plays a voter, a scanner, an observer and nobody at all, and writes down what it sees.
const actions = `<!doctype html><title>wait</title><body><script>
const seen = [], sleep = ms => new Promise(done => setTimeout(done, ms));
async function open(name) {
  const f = document.createElement("iframe");
  f.width = 800; f.height = 800; f.src = name;
  document.body.append(f);
  await new Promise(done => { f.onload = done; });
  await sleep(100);
  return f;
}
const text = (f, selector) => f.contentDocument.querySelector(selector)?.textContent.trim();
const key = (el, code, k) => el.dispatchEvent(new KeyboardEvent("keydown", { code, key: k || "Process", bubbles: true, cancelable: true }));
async function run() {
  let f = await open("/choose");
  for (const n of [2, 4, 6, 7]) f.contentDocument.querySelector("#p" + n + " input").click();
  seen.push(text(f, "#state"), String(f.contentDocument.getElementById("bar").hasAttribute("data-over")));
  const swap = [...f.contentDocument.querySelectorAll("#swap button")].filter(b => b.getClientRects().length);
  seen.push(String(swap.length));
  swap.find(b => b.textContent.includes("3号楼旁")).click();
  seen.push(text(f, "#state"), String(f.contentDocument.querySelector("#p2 input").checked), String(f.contentDocument.getElementById("swap").hidden));
  f.contentDocument.getElementById("go").click();
  seen.push(String(f.contentDocument.getElementById("leave").open));
  f.contentDocument.querySelector("#leave .main").click();
  seen.push(String(f.contentDocument.getElementById("leave").open));
  f = await open("/points");
  for (let i = 0; i < 4; i++) f.contentDocument.querySelector("#p5 button:last-of-type").click();
  seen.push(text(f, "#state"));
  f = await open("/ranking");
  const place = f.contentDocument.querySelector("[name=rank-1]");
  place.value = "1";
  place.dispatchEvent(new Event("input", { bubbles: true }));
  seen.push(text(f, "#state"));
  f = await open("/code");
  const input = f.contentDocument.getElementById("code");
  for (const c of ["KeyH", "Semicolon", "Slash", "KeyB", "Slash", "KeyK", "Digit7", "KeyQ", "Minus", "Numpad2"]) key(input, c);
  seen.push(input.value);
  key(input, "Enter", "Enter");
  await sleep(500);
  seen.push(text(f, "h1"));
  f = await open("/check");
  const form = f.contentDocument.querySelector("form[action='/vote/cast']");
  form.addEventListener("submit", e => { seen.push(String(e.defaultPrevented)); e.preventDefault(); });
  form.requestSubmit();
  form.requestSubmit();
  seen.push(text(f, "form[action='/vote/cast'] button"));
  f = await open("/count");
  const marks = f.contentDocument.querySelector("[name=marks-4]");
  marks.value = "ｘ１";
  marks.dispatchEvent(new Event("input", { bubbles: true }));
  seen.push(text(f, "#sum"), text(f, "#given"));
  const words = text => { marks.value = text; marks.dispatchEvent(new Event("input", { bubbles: true })); return marks.closest("tr").lastElementChild.textContent + (marks.closest("tr").className && "!"); };
  for (const line of ["３　７", "7.3", "3，7", "7、3。", "3 7 ", "0", "空", "空白票", "x", "废2", "*3", "?", "x4", "1 2 3 4 5 6", "99", "2 2", "③", "3-7", "1=5"]) seen.push(words(line));
  f = await open("/observe");
  await sleep(16000);
  seen.push(text(f, "[data-live=cast]"), [...f.contentDocument.querySelectorAll(".bars tbody tr")].map(r => r.dataset.number || "line").join(" "), text(f, "[data-number='7'] .state"));
  f = await open("/choose-kiosk");
  await sleep(62000);
  seen.push(String(f.contentDocument.getElementById("idle").hidden));
  f.contentDocument.querySelector("#idle button").click();
  await sleep(1500);
  seen.push(String(f.contentDocument.getElementById("idle").hidden));
  await sleep(82000);
  seen.push(text(f, "h1"));
  f = await open("/receipt-kiosk");
  await sleep(17000);
  seen.push(text(f, "h1"));
}
run().catch(e => seen.push(String(e))).then(() => { document.body.innerHTML = "<pre id=out></pre>"; out.textContent = "DONE\n" + seen.join("\n"); });
</script>`

func TestScripts(t *testing.T) {
	pages := map[string][]byte{"/harness": []byte(actions), "/kiosk/2026/3": []byte("<h1>attract</h1>")}
	for path, name := range map[string]string{"/choose": "choose-approval", "/points": "choose-points", "/ranking": "choose-ranking", "/code": "code-kiosk",
		"/check": "check-approval", "/count": "count-some", "/observe": "observe-counting", "/choose-kiosk": "choose-kiosk", "/receipt-kiosk": "receipt-kiosk"} {
		text, _ := sample(t, name)
		pages[path] = []byte(text)
	}
	o := gallery.Observation(Counting, gallery.Tally(false))
	o.Cast, o.At = 999, gallery.Now.Add(time.Minute)
	bars := o.Count.Bars
	bars[6].Votes, bars[6].Funded, bars[4].Funded = 500, true, false
	o.Count.Bars = append([]Bar{bars[6]}, bars[:6]...)
	b, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	pages["/r/2026/observe.json"] = b
	got := browse(t, pages)
	blank := lang.T(lang.Zh, "told.sheet.blank")
	three, unread := "3 "+gallery.Projects()[2].Name+" · 7 "+gallery.Projects()[6].Name, lang.T(lang.Zh, "count.bad.mark")+"!"
	wanted := []string{
		"已选6项，多了1项", "true", "6", "已选5项，还可选0项", "false", "true", "true", "false",
		"多给了1分", "两个项目排了同一名",
		"H:/B/K7Q-2", "K7Q-2",
		"true", "true", "正在投出，请稍等…",
		"有效 1 + 空白 1 + 无效 1 = 已录 3 / 应有 6", "有效票共可选 5 = 已选 3 + 少选 2",
		three, three, three, three, three, blank, blank, blank, "选得太多，无效", "看不清，无效", "有姓名或记号，无效", "看不清，无效",
		unread, lang.T(lang.Zh, "count.bad.toomany") + "!", lang.T(lang.Zh, "count.bad.noproject") + "!", lang.T(lang.Zh, "count.bad.twice") + "!", unread, unread, unread,
		"999", "7 1 4 2 6 line 3 5", "入选",
		"false", "true", "attract", "attract",
	}
	for i := range max(len(got), len(wanted)) {
		if i >= len(got) || i >= len(wanted) || got[i] != wanted[i] {
			t.Fatalf("line %d: got %q, want %q", i, got, wanted)
		}
	}
}

// browse opens /harness in a browser and returns the lines that it writes after DONE. Its clock runs as fast as it can.
func browse(t *testing.T, pages map[string][]byte) []string {
	t.Helper()
	browser, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("no chromium")
		}
		t.Skip("no chromium: pages are not looked at in a browser")
	}
	server := httptest.NewServer(serve(pages))
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--user-data-dir="+t.TempDir(), "--timeout=100000", "--virtual-time-budget=600000", "--dump-dom", server.URL+"/harness").Output()
	if err != nil {
		t.Fatal(err)
	}
	_, after, ok := strings.Cut(string(out), "<pre id=\"out\">DONE")
	if !ok {
		t.Fatalf("the browser did not finish: %.300s", out)
	}
	after, _, _ = strings.Cut(after, "</pre>")
	var lines []string
	for _, line := range strings.Split(strings.TrimSpace(after), "\n") {
		if line != "" {
			lines = append(lines, html.UnescapeString(line))
		}
	}
	return lines
}

// serve answers pages and static files; a POST is answered with the code that it carried.
func serve(pages map[string][]byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, ok := pages[r.URL.Path]
		switch {
		case r.Method == http.MethodPost:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprintf(w, "<h1>%s</h1>", html.EscapeString(r.PostFormValue("code")))
		case ok && strings.HasSuffix(r.URL.Path, ".json"):
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write(text)
		case ok:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write(text)
		default:
			b, err := fs.ReadFile(Static, path.Base(r.URL.Path))
			if err != nil {
				http.NotFound(w, r)
				return
			}
			http.ServeContent(w, r, path.Base(r.URL.Path), time.Time{}, bytes.NewReader(b))
		}
	})
}
