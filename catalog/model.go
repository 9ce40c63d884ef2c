package catalog

// The model-project library (优秀项目库): finished projects that others may learn from.

import (
	"fmt"

	"linli/ballot/ledger"
)

// Model is a finished project in the model-project library.
type Model struct {
	AddModel
	N int64 // of its entry
}

// AddModel puts a project that is finished and evaluated into the model-project library, at any time afterwards. How
// content residents are is what its evaluation says.
type AddModel struct {
	Project int    `json:"project" kind:"model"`
	Why     string `json:"why" limit:"300"` // what others can learn from it
}

func (a *AddModel) check(r *Round) error {
	w := r.Works[a.Project]
	switch {
	case w == nil || w.Evaluation == nil:
		return &FieldError{"project", fmt.Errorf("%w: 项目尚未评价 / the project has not been evaluated", ErrFirst)}
	case r.Models[a.Project] != nil:
		return &FieldError{"project", ErrDone}
	}
	return nil
}

func (a *AddModel) apply(r *Round, e ledger.Entry) { r.Models[a.Project] = &Model{*a, e.N} }

// DropModel takes a project out of the model-project library, and says why.
type DropModel struct {
	Project int    `json:"project" kind:"model"`
	Why     string `json:"why" limit:"300"`
}

func (a *DropModel) check(r *Round) error {
	if r.Models[a.Project] == nil {
		return &FieldError{"project", ErrNoSuch}
	}
	return nil
}

func (a *DropModel) apply(r *Round, _ ledger.Entry) { delete(r.Models, a.Project) }
