package page

// The embedded templates and the files served under /static/.

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"path"
	"strings"
	"sync"
)

//go:embed _shared */*.html */*.css */*.js
var files embed.FS

// Static holds the files to serve under /static/NAME: every style and script by its bare name. Pages link them as
// NAME?v=HASH, so an answer to a request with a query may be cached for ever.
var Static fs.FS = static{}

type static struct{}

// Open implements fs.FS.
func (static) Open(name string) (fs.File, error) {
	if where, ok := assets()[name]; ok {
		return files.Open(where)
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// assets finds the place of each style and script by its bare name.
var assets = sync.OnceValue(func() map[string]string {
	found := map[string]string{}
	for _, pattern := range []string{"*/*.css", "*/*.js"} {
		places, err := fs.Glob(files, pattern)
		if err != nil {
			panic(err) // the pattern is a constant
		}
		for _, where := range places {
			found[path.Base(where)] = where
		}
	}
	return found
})

// versions are the first 8 signs of each asset's SHA-256.
var versions = sync.OnceValue(func() map[string]string {
	v := map[string]string{}
	for name, where := range assets() {
		b, err := files.ReadFile(where)
		if err != nil {
			panic(err) // embedded files can be read
		}
		sum := sha256.Sum256(b)
		v[name] = hex.EncodeToString(sum[:4])
	}
	return v
})

// asset is the address of a style or script; empty when there is none of that name.
func asset(name string) string {
	if v := versions()[name]; v != "" {
		return "/static/" + name + "?v=" + v
	}
	return ""
}

// folder of a template is the name of its page.
func folder(where string) string { return strings.SplitN(where, "/", 2)[0] }
