package main

// The thief of the linking test: reads the stolen files with code of its own, and tries to put people and sheets into
// the same order.

import (
	"bytes"
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"linli/ballot"
	"linli/ballot/store"
	"linli/catalog"
)

// guest is a person as the stolen roll shows them.
type guest struct {
	hash        string // 32 bytes
	station     int
	hour        time.Time // where the roll tells it
	ver         uint64
	first, last int    // places in the bytes of roll.db
	copies      int    // how often the bytes hold the hash
	id          string // with the roll key: telephone numbers can be counted through
}

// use is a used sheet, and the ballot that stands beside it.
type use struct {
	commitment ballot.Commitment
	digest     ballot.Hash
	serial     ballot.Serial
	tracker    string
	ver        uint64
	place      int // in linli.db
}

type thief struct {
	roll, data []byte // of both files
	guests     []guest
	uses       []use
}

// bytesOf is a file without the zeros at its end, which are space for what is to come.
func (p *polling) bytesOf(dir, name string) []byte {
	p.t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, name))
	p.must(err)
	return bytes.TrimRight(raw, "\x00")
}

// hash is what a thief with the roll key computes for a telephone number.
func (p *polling) hash(dir, id string) []byte {
	p.t.Helper()
	key, err := os.ReadFile(filepath.Join(dir, rollFile))
	p.must(err)
	m := hmac.New(sha256.New, key)
	m.Write([]byte("linli1/roll\x00" + linkRound + "\x00" + id))
	return m.Sum(nil)
}

func (p *polling) steal(dir string) *thief {
	p.t.Helper()
	x := &thief{}
	x.roll, x.data = p.bytesOf(dir, rollDB), p.bytesOf(dir, dbFile)
	data, rolls, err := viewFolder(p.t.Context(), dir)
	p.must(err)
	defer data.Close()
	defer rolls.Close()
	prefix := []byte("roll/" + linkRound + "/")
	p.must(rolls.Scan(p.t.Context(), prefix, store.PrefixEnd(prefix), func(it store.Item) error { return x.person(it) }))
	numbers := map[string]string{}
	for _, v := range p.voters {
		numbers[string(p.hash(dir, v.id))] = v.id
	}
	for i, g := range x.guests {
		g.id = numbers[g.hash]
		hash := []byte(g.hash)
		g.first, g.last, g.copies = bytes.Index(x.roll, hash), bytes.LastIndex(x.roll, hash), bytes.Count(x.roll, hash)
		x.guests[i] = g
	}
	p.must(x.sheets(p.t, data, rolls))
	return x
}

// person reads an item of the roll: a page, or a person of the first release.
func (x *thief) person(it store.Item) error {
	name := it.Key[strings.LastIndexByte(string(it.Key), '/')+1:]
	if bytes.Contains(it.Key, []byte("/page/")) {
		for b := range slices.Chunk(it.Val, 33) {
			x.guests = append(x.guests, guest{hash: string(b[:32]), station: int(b[32]), ver: it.Ver})
		}
		return nil
	}
	hash, err := hex.DecodeString(string(name))
	if err != nil {
		return nil // the index
	}
	var e struct {
		Station int
		Hour    time.Time
	}
	err = json.Unmarshal(it.Val, &e)
	x.guests = append(x.guests, guest{hash: string(hash), station: e.Station, hour: e.Hour, ver: it.Ver})
	return err
}

// sheets reads the box. The public manifest tells the serials of sheets, and so their stations.
func (x *thief) sheets(t *testing.T, data, rolls store.Store) error {
	live, err := catalog.Open(t.Context(), catalog.Env{Store: data, Rolls: rolls, Now: systemClock, Random: systemRandom}, linkRound)
	if err != nil {
		return err
	}
	defer live.Close()
	prefix := []byte("s/box/" + linkRound + "/")
	return data.Scan(t.Context(), prefix, store.PrefixEnd(prefix), func(it store.Item) error {
		for _, u := range segment(it.Val) {
			u.serial, _ = live.Printed(u.commitment)
			u.ver, u.place = it.Ver, bytes.Index(x.data, u.commitment[:])
			x.uses = append(x.uses, u)
		}
		return nil
	})
}

// segment reads a segment of the box: its form, the numbers of ballots and of void sheets, whether it is the last; then a
// list of commitments with digest and channel, and a list of ballots, here all of one length, that begin with their
// trackers.
func segment(raw []byte) (out []use) {
	ballots, n := binary.Uvarint(raw[1:])
	_, m := binary.Uvarint(raw[1+n:])
	rest := raw[1+n+m+1:]
	const spend = 32 + 32 + 1
	for b := range slices.Chunk(rest[:spend*ballots], spend) {
		out = append(out, use{commitment: ballot.Commitment(b[:32]), digest: ballot.Hash(b[32:64])})
	}
	records := rest[spend*ballots:]
	for i := range out {
		out[i].tracker = string(records[i*len(records)/len(out):][:7])
	}
	return out
}

// signs is a sheet's tracker as it is in the box: the number that its signs stand for.
func signs(tracker string) string {
	var n uint64
	for _, sign := range tracker {
		n = n*31 + uint64(strings.IndexRune("23456789ABCDEFGHJKMNPQRSTUVWXYZ", sign))
	}
	return string(binary.BigEndian.AppendUint64(nil, n)[1:])
}

// ordered are all ways to sort a list.
func ordered[T any](list []T, by map[string]func(a, b T) int) map[string][]T {
	out := map[string][]T{}
	for name, compare := range by {
		out[name] = slices.SortedStableFunc(slices.Values(list), compare)
	}
	return out
}

func (x *thief) guestOrders() map[string][]guest {
	return ordered(x.guests, map[string]func(a, b guest) int{
		"key":      func(a, b guest) int { return strings.Compare(a.hash, b.hash) },
		"reverse":  func(a, b guest) int { return strings.Compare(b.hash, a.hash) },
		"version":  func(a, b guest) int { return cmp.Compare(a.ver, b.ver) },
		"first":    func(a, b guest) int { return cmp.Compare(a.first, b.first) },
		"last":     func(a, b guest) int { return cmp.Compare(a.last, b.last) },
		"copies":   func(a, b guest) int { return cmp.Compare(b.copies, a.copies) },
		"hour":     func(a, b guest) int { return a.hour.Compare(b.hour) },
		"station":  func(a, b guest) int { return cmp.Compare(a.station, b.station) },
		"roll key": func(a, b guest) int { return strings.Compare(a.id, b.id) },
	})
}

func (x *thief) useOrders() map[string][]use {
	return ordered(x.uses, map[string]func(a, b use) int{
		"segment":    func(a, b use) int { return 0 }, // as they were read, and by time, for segments lie between entries of the ledger
		"version":    func(a, b use) int { return cmp.Compare(a.ver, b.ver) },
		"commitment": func(a, b use) int { return bytes.Compare(a.commitment[:], b.commitment[:]) },
		"digest":     func(a, b use) int { return bytes.Compare(a.digest[:], b.digest[:]) },
		"serial":     func(a, b use) int { return strings.Compare(a.serial.String(), b.serial.String()) },
		"tracker":    func(a, b use) int { return strings.Compare(a.tracker, b.tracker) },
		"place":      func(a, b use) int { return cmp.Compare(a.place, b.place) },
	})
}

// hits lays both orders side by side, station by station or altogether, and counts the people who stand beside their
// sheet or ballot.
func (p *polling) hits(guests []guest, uses []use, target string, byStation bool) (n int) {
	truth := map[string]ballot.Credential{}
	for _, v := range p.voters {
		truth[v.id] = v.sheet
	}
	queues := map[int][]use{}
	for _, u := range uses {
		if !byStation {
			u.serial.Station = 0
		}
		queues[u.serial.Station] = append(queues[u.serial.Station], u)
	}
	for _, g := range guests {
		station := g.station
		if !byStation {
			station = 0
		}
		u := queues[station][0]
		queues[station] = queues[station][1:]
		sheet := truth[g.id]
		if target == "sheet" && u.commitment == sheet.Commitment(linkRound) || target == "ballot" && u.tracker == signs(sheet.Tracker(linkRound)) {
			n++
		}
	}
	return n
}

// limit is how many hits have, by chance, a probability below 1e-9: those of matching k people of a station with
// its k sheets at random, summed over the stations. It is reckoned exactly: P(m hits) = 1/m! * sum of (-1)^j/j!, j to k-m.
func (p *polling) limit(byStation bool) int {
	sizes := map[int]int{}
	for _, v := range p.voters {
		if byStation {
			sizes[v.station]++
		} else {
			sizes[0]++
		}
	}
	chance := []float64{1} // of so many hits
	for _, k := range sizes {
		next := make([]float64, len(chance)+30)
		for had, a := range chance {
			for m := range 30 {
				next[had+m] += a * matches(k, m)
			}
		}
		chance = next
	}
	limit, tail := len(chance), 0.0
	for limit > 0 && tail+chance[limit-1] < 1e-9 {
		limit--
		tail += chance[limit]
	}
	return limit
}

// matches is the probability that a random matching of k gets exactly m right.
func matches(k, m int) (out float64) {
	if m > k {
		return 0
	}
	for j := 0; j <= min(k-m, 150); j++ {
		out += math.Pow(-1, float64(j)) / math.Gamma(float64(j)+1)
	}
	return out / math.Gamma(float64(m)+1)
}

// correlation is Spearman's, of the order of guests with that in which they came, in standard deviations of chance.
// Where people are equal in it they stand as they were read, by their hashes.
func (p *polling) correlation(guests []guest) float64 {
	came := map[string]int{}
	for i, v := range p.voters {
		came[v.id] = i
	}
	n := float64(len(guests))
	sum := 0.0
	for i, g := range guests {
		d := float64(i - came[g.id])
		sum += d * d
	}
	return (1 - 6*sum/(n*(n*n-1))) * math.Sqrt(n-1)
}

// silent demands that the bytes of each file hold nothing of the other's, no earlier page or index, and no minute.
func (x *thief) silent(p *polling) {
	p.t.Helper()
	for _, g := range x.guests {
		if g.copies != 1 {
			p.t.Fatalf("roll.db holds a person %d times", g.copies)
		}
		name := hex.EncodeToString([]byte(g.hash))
		if bytes.Contains(x.data, []byte(g.hash[:8])) || bytes.Contains(x.data, []byte(name[:16])) || bytes.Contains(x.data, []byte(g.id)) {
			p.t.Fatal("something of a person is in linli.db")
		}
	}
	if n := bytes.Count(x.roll, []byte(`"stations":{`)); n != 1 {
		p.t.Errorf("roll.db holds %d indexes", n)
	}
	for _, u := range x.uses {
		if c := hex.EncodeToString(u.commitment[:]); bytes.Contains(x.roll, u.commitment[:8]) || bytes.Contains(x.roll, []byte(c[:16])) || bytes.Contains(x.roll, []byte(u.tracker)) {
			p.t.Fatal("something of a sheet is in roll.db")
		}
	}
}
