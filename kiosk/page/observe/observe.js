// Keeps the numbers fresh: a stream of events, or a question every 15 seconds when there is no stream.
const live = document.getElementById("live"), round = live.dataset.round;
const age = document.getElementById("age"), announce = document.getElementById("announce");
const all = (selector, root = live) => [...root.querySelectorAll(selector)];
const int = n => Number(n).toLocaleString("en");
const clock = iso => new Date(Date.parse(iso) + 8 * 3600e3).toISOString().slice(11, 19);
const loaded = Date.now();
let at = Date.parse(live.dataset.at), skew = Date.now() - at, said = 0, heard = 0, stream;
if (Math.abs(skew) > 6e5) skew = 0;

// flat names every number of an observation as data-live does.
function flat(o) {
  const f = { clock: clock(o.at), cast: int(o.cast), issued: int(o.issued) };
  const rate = (n, of) => (Math.round(n * 1000 / of) / 10).toFixed(1) + "%";
  if (o.electors) f.rate = rate(o.cast, o.electors);
  for (const c of o.channels || []) f["channel." + c.channel] = int(c.cast);
  for (const s of o.stations || []) {
    for (const k of ["issued", "cast", "spoiled", "pending"]) f[`station.${s.number}.${k}`] = int(s[k]);
    if (s.electors) f[`station.${s.number}.rate`] = rate(s.issued, s.electors);
  }
  (o.hours || []).forEach((h, i) => { f["hour." + i] = int(h.cast); });
  if (o.count) for (const k of ["entered", "total", "batches", "of"]) f[k] = int(o.count[k]);
  return f;
}

// same tells whether the page has a place for everything; else it is loaded again.
function same(o) {
  const differ = (o.stations || []).some(s => {
    const row = live.querySelector(`tr[data-station="${s.number}"]`);
    return !row || row.classList.contains("alarm") !== (s.difference !== 0) || row.dataset.settled !== `${s.settled}`;
  });
  return !differ && o.status === live.dataset.status && all("[data-hour]").length === (o.hours || []).length && all("tr[data-number]").length === (o.count?.bars || []).length;
}

function bars(count) {
  const body = live.querySelector(".bars tbody");
  if (!body || !count) return;
  const most = Math.max(1, ...count.bars.map(b => b.votes)), line = body.querySelector(".line");
  let cut = count.bars.findIndex(b => !b.funded);
  if (cut < 0) cut = count.bars.length;
  count.bars.forEach((b, i) => {
    const row = body.querySelector(`tr[data-number="${b.number}"]`), sample = body.querySelector(b.funded ? ".funded .state" : ".unfunded .state");
    row.querySelector("rect").setAttribute("width", Math.floor(b.votes * 1000 / most));
    row.querySelector(".votes").textContent = int(b.votes);
    if (sample && line) row.querySelector(".state").textContent = sample.textContent;
    row.className = b.funded ? "funded" : "unfunded";
    if (line && i === cut) body.append(line);
    body.append(row);
  });
  if (line && cut === count.bars.length) body.append(line);
  turn();
}

// turn shows the page of projects and of stations whose turn it is on a wall that cannot hold all, as the server does.
function turn() {
  if (!("paged" in live.dataset)) return;
  for (const [part, selector, most] of [[".tally", "tr[data-number]", 20], [".stations", "tr[data-station]", 6]]) {
    const rows = all(`${part} ${selector}`), told = live.querySelector(part + " [data-turn]");
    if (!rows.length) continue;
    const pages = Math.ceil(rows.length / most), size = Math.ceil(rows.length / pages), from = Math.floor(Date.now() / 12000) % pages * size;
    rows.forEach((r, i) => { r.hidden = i < from || i >= from + size; });
    if (told) told.textContent = `${from + 1}–${Math.min(from + size, rows.length)} / ${rows.length}`;
  }
  const line = live.querySelector(".bars .line");
  if (line) line.hidden = (line.nextElementSibling || line.previousElementSibling).hidden;
}

function hours(list) {
  const most = Math.max(1, ...list.map(h => h.cast));
  all("[data-hour]").forEach((r, i) => {
    const size = Math.floor(list[i].cast * 100 / most);
    r.setAttribute("y", 100 - size);
    r.setAttribute("height", size);
  });
}

function show(o) {
  heard = Date.now();
  if (!same(o)) { if (Date.now() - loaded > 5000) location.reload(); return; }
  const f = flat(o);
  for (const el of all("[data-live]")) if (f[el.dataset.live] !== undefined) el.textContent = f[el.dataset.live];
  const gauge = live.querySelector("[data-gauge]");
  if (gauge) gauge.setAttribute("width", Math.min(1000, Math.floor(o.cast * 1000 / gauge.dataset.gauge)));
  hours(o.hours || []);
  bars(o.count);
  at = Date.parse(o.at);
  skew = Math.min(skew, Date.now() - at);
  if (Date.now() - said > 5000) { said = Date.now(); announce.textContent = announce.dataset.words.replace("%s", int(o.cast)); }
}

const ask = () => fetch(`/r/${round}/observe.json`).then(r => r.ok ? r.json() : null).then(o => o && show(o)).catch(() => {});

function listen() {
  stream?.close();
  stream = new EventSource(`/r/${round}/events`);
  stream.onmessage = e => show(JSON.parse(e.data));
}

addEventListener("visibilitychange", () => { if (!document.hidden) { ask(); listen(); } });
setInterval(() => { if (stream?.readyState !== 1 || Date.now() - heard > 20000) ask(); if (stream?.readyState === 2) listen(); }, 15000);
setInterval(() => {
  turn();
  const seconds = Math.max(0, Math.round((Date.now() - skew - at) / 1000)), stale = seconds > 60;
  age.textContent = (stale ? age.dataset.stale : age.dataset.words).replace("%d", seconds);
  age.classList.toggle("stale", stale);
}, 1000);
listen();
