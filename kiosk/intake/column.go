package intake

// The columns of a list, and the words that offices use for them.

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"linli/kiosk/workbook"
)

// Column is a column that a list may have.
type Column struct {
	Field string   // of [catalog.Submit] or [catalog.Person]
	Heads []string // by which it is known; the first stands in the template
	Must  bool     // a list without it is refused
	like  string   // in the template's example
	width float64
}

// Columns are all columns, in the order of the template.
var Columns = []Column{
	{"title", []string{"名称", "提议名称", "项目名称", "标题", "title", "name of proposal"}, true, example + "南门电动车充电棚", 30},
	{"place", []string{"地点", "位置", "实施地点", "项目地点", "place", "location"}, true, "南门车棚东侧", 24},
	{"kind", []string{"类别", "类型", "项目类别", "项目类型", "kind", "type"}, true, "工程类", 10},
	{"text", []string{"内容", "提议内容", "项目内容", "具体内容", "建议内容", "text", "description"}, true, "新建一座充电棚，供八十辆车充电。", 48},
	{"benefits", []string{"谁受益", "受益人群", "受益对象", "受益范围", "benefits", "who benefits"}, false, "260户", 16},
	{"cost", []string{"大约多少钱", "费用", "预计费用", "估算金额", "金额", "预算", "所需资金", "cost", "rough cost"}, false, "约4.8万元", 14},
	{"name", []string{"提议人", "姓名", "提议人姓名", "联系人", "单位名称", "name", "proposer"}, true, "王小明", 14},
	{"from", []string{"提议人类别", "提议人身份", "身份", "来自", "from", "kind of proposer"}, false, "居民", 14},
	{"phone", []string{"电话", "联系电话", "联系方式", "手机", "手机号", "手机号码", "phone"}, false, "", 16},
	{"consent", []string{"同意公布姓", "是否公布姓", "公布姓", "consent"}, false, "是", 12},
}

// example begins the title of the template's example, which is refused.
const example = "（示例）"

// words are those that a column of a choice understands, by what they stand for.
var words = map[string]map[string][]string{
	"kind": {"engineering": {"工程类", "工程", "工程项目", "engineering"}, "service": {"服务类", "服务", "服务项目", "service"}},
	"from": {
		"resident": {"居民", "居民个人", "个人", "村民", "resident"}, "unit": {"共建单位", "单位", "驻区单位", "unit"}, "enterprise": {"企业", "公司", "商户", "enterprise"},
		"organisation": {"社会组织", "organisation", "organization"}, "committee": {"居委会", "社区居委会", "村委会", "居民委员会", "committee"},
	},
	"consent": {"yes": {"是", "同意", "公布", "√", "✓", "yes"}, "no": {"否", "不", "不同意", "不公布", "×", "no"}},
}

// Words are the Chinese words that a column of a choice understands first, joined for reading; empty for other columns.
func (c Column) Words() string {
	var out []string
	for _, value := range []string{"engineering", "service", "resident", "unit", "enterprise", "organisation", "committee", "yes", "no"} {
		if all := words[c.Field][value]; all != nil {
			out = append(out, all[0])
		}
	}
	return strings.Join(out, "、")
}

// chosen is what a word stands for in a column of a choice.
func chosen(field, text string) (value string, ok bool) {
	for value, all := range words[field] {
		for _, word := range all {
			if plain(word) == plain(text) {
				return value, true
			}
		}
	}
	return "", false
}

// plain is a text without what makes no difference between words.
func plain(text string) string {
	return strings.Join(strings.Fields(strings.ToLower(norm.NFKC.String(text))), "")
}

// column finds the column that a head stands for. What stands in brackets is a remark; of an amount it may be the unit.
func column(head string) (c Column, tenThousand, ok bool) {
	name, remark, _ := strings.Cut(strings.TrimLeft(plain(head), "*"), "(")
	name = strings.TrimRight(name, "*:")
	for _, c := range Columns {
		for _, h := range c.Heads {
			if plain(h) == name {
				return c, c.Field == "cost" && strings.Contains(remark, "万"), true
			}
		}
	}
	return Column{}, false, false
}

// Template is the list to fill in: its heads, and one example.
func Template() workbook.Table {
	t := workbook.Table{Title: "提议", Rows: [][]any{nil}}
	for _, c := range Columns {
		head := c.Heads[0]
		if c.Must {
			head += "（必填）"
		}
		t.Columns = append(t.Columns, workbook.Column{Key: c.Field, Title: head, Width: c.width})
		t.Rows[0] = append(t.Rows[0], c.like)
	}
	return t
}
