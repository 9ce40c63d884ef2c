package main

// What the system refuses, in the words of the program.

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"linli/ballot/store"
)

// causes are the refusals of the system that a person can do something about.
var causes = []struct {
	err  error
	text string
}{
	{syscall.ENOSPC, "磁盘空间已满，请腾出空间再试 / no space left on the disk, free some and try again"},
	{syscall.EDQUOT, "磁盘配额已满，请腾出空间再试 / the disk quota is used up, free some and try again"},
	{syscall.EFBIG, "文件大小超出系统限制，请放宽限制再试 / the system limits how large a file may be, raise that and try again"},
	{syscall.EROFS, "这个磁盘是只读的，请换一个位置 / the disk is read-only, choose another place"},
	{syscall.EMFILE, "打开的文件太多，请放宽系统限制（ulimit -n）/ too many open files, raise the limit (ulimit -n)"},
	{fs.ErrPermission, "没有权限，请检查文件夹的所有者和权限 / permission denied, see to the owner and the mode of the folder"},
	{fs.ErrNotExist, "没有这个文件或文件夹，请检查路径 / there is no such file or folder, check the path"},
}

// explained adds to an error what the system's refusal means, unless the store has said it.
func explained(err error) error {
	for _, c := range causes {
		if errors.Is(err, c.err) && !errors.Is(err, store.ErrFull) {
			return fmt.Errorf("%w\n%s", err, c.text)
		}
	}
	return err
}
