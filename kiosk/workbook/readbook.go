package workbook

// Reading .xlsx (ECMA-376-1): which parts it has, and the first sheet that people see. Parts are read in one pass and in
// bounds that hold for any file, so that a small one cannot ask for much.

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
)

// parts are the parts of a workbook, by name in small letters and without the slash before it.
type parts map[string]*zip.File

const (
	maxParts = 1000
	maxDepth = 64 // of elements within elements; real sheets have 8
)

// book is what the cells of a sheet refer to.
type book struct {
	parts parts
	sheet string   // the part of the first sheet that people see
	texts []string // those that cells share
	dates []bool   // by style: whether a number is shown as a day
	from  float64  // days to add to the number of a day: 1462 where they are counted from 1904
}

// readWorkbook reads the first sheet that people see.
func readWorkbook(raw []byte) (f File, err error) {
	p, err := unpacked(raw)
	if err != nil {
		return f, err
	}
	b, err := p.book()
	if err != nil {
		return f, err
	}
	if b.sheet == "" {
		return f, ErrEmpty
	}
	f.Kind = "xlsx"
	if err := b.read(&f); err != nil {
		return File{}, err
	}
	if len(f.Rows) == 0 {
		return File{}, ErrEmpty
	}
	return f, nil
}

// unpacked names the parts of an archive, and refuses one that would unpack to more than a table has. That a part is not
// larger than the archive says is checked as it is read.
func unpacked(raw []byte) (parts, error) {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, fmt.Errorf("%w: 文件不完整 / it is cut off or damaged", ErrFile)
	}
	p, plain := parts{}, uint64(0)
	for _, entry := range z.File {
		if plain += min(entry.UncompressedSize64, maxPlain+1); plain > maxPlain || len(z.File) > maxParts {
			return nil, fmt.Errorf("%w: 解压后超过 %d MB / unpacks to more than %d MB", ErrLarge, maxPlain>>20, maxPlain>>20)
		}
		p[strings.ToLower(strings.TrimPrefix(entry.Name, "/"))] = entry
	}
	return p, nil
}

// related is a part that another one names (ECMA-376-2, 9.3).
type related struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

// is tells whether it is of a type, by the end of its address, which is the same in both editions of the standard.
func (r related) is(kind string) bool { return strings.HasSuffix(r.Type, "/"+kind) }

// relatedTo are the parts that a part names, by their IDs.
func (p parts) relatedTo(name string) (map[string]related, error) {
	dir, file := path.Split(name)
	var in struct {
		All []related `xml:"Relationship"`
	}
	err := p.decode(dir+"_rels/"+file+".rels", &in)
	all := map[string]related{}
	for _, r := range in.All {
		if !strings.HasPrefix(r.Target, "/") {
			r.Target = path.Join(dir, r.Target)
		}
		all[r.ID] = r
	}
	return all, err
}

// one is the name of the part of a kind; "" if there is none.
func one(all map[string]related, kind string) string {
	for _, id := range slices.Sorted(maps.Keys(all)) {
		if all[id].is(kind) {
			return all[id].Target
		}
	}
	return ""
}

// book reads what a workbook says of itself.
func (p parts) book() (*book, error) {
	roots, err := p.relatedTo("")
	if err != nil {
		return nil, err
	}
	name := one(roots, "officeDocument")
	var in struct {
		Properties struct {
			From1904 bool `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			State string `xml:"state,attr"`
			ID    string `xml:"id,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := p.decode(name, &in); err != nil {
		return nil, err
	}
	if len(in.Sheets) == 0 {
		return nil, errNoBook
	}
	all, err := p.relatedTo(name)
	if err != nil {
		return nil, err
	}
	b := &book{parts: p}
	if in.Properties.From1904 {
		b.from = 1462 // ECMA-376-1, 18.17.4.1
	}
	for _, sheet := range in.Sheets {
		if r := all[sheet.ID]; b.sheet == "" && r.is("worksheet") && sheet.State != "hidden" && sheet.State != "veryHidden" {
			b.sheet = r.Target
		}
	}
	if err := b.readTexts(one(all, "sharedStrings")); err != nil {
		return nil, err
	}
	return b, b.readStyles(one(all, "styles"))
}

// errNoBook: an archive of another kind, as .docx and .ods are.
var errNoBook = fmt.Errorf("%w: 里面没有工作表 / there is no sheet in it", ErrFile)

// decode reads a part whole.
func (p parts) decode(name string, into any) error {
	r, err := p.open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := xml.NewDecoder(r).Decode(into); err != nil {
		return broken(err)
	}
	return nil
}

// open opens a part.
func (p parts) open(name string) (io.ReadCloser, error) {
	f := p[strings.ToLower(strings.TrimPrefix(name, "/"))]
	if f == nil {
		return nil, errNoBook
	}
	r, err := f.Open()
	if err != nil {
		return nil, broken(err)
	}
	return r, nil
}

// broken is a part that cannot be read.
func broken(err error) error {
	return fmt.Errorf("%w: 文件已损坏 / it is damaged: %v", ErrFile, err)
}

// walk goes through a part: begin is told of each element as it begins, end as it ends, and text of the characters between.
func (p parts) walk(name string, begin func(xml.StartElement) error, end func(name string) error, text func([]byte)) error {
	r, err := p.open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	d := xml.NewDecoder(r)
	for depth := 0; ; {
		t, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return broken(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return broken(errDeep)
			}
			err = begin(t)
		case xml.EndElement:
			depth--
			err = end(t.Name.Local)
		case xml.CharData:
			text(t)
		}
		if err != nil {
			return err
		}
	}
}

var errDeep = fmt.Errorf("more than %d elements within each other", maxDepth)

// attr is an attribute of an element; "" if it has none.
func attr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
