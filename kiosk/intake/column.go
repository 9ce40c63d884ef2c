package intake

// The columns of a list, and the words that offices use for them.

import (
	"strings"
	"unicode"

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
	{"need", []string{"需求编号", "对应需求", "对应需求编号", "need", "number of need"}, false, "", 12},
	{"date", []string{"交表日期", "提交日期", "收到日期", "征集日期", "date", "handed in on"}, false, "", 14},
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
	"source": {
		"visit": {"走访", "入户", "入户走访", "visit"}, "forum": {"座谈", "座谈会", "议事会", "forum"}, "hotline": {"热线", "电话", "12345", "hotline"},
		"online": {"网络", "线上", "微信", "online"}, "letter": {"来信来访", "来信", "来访", "信访", "letter"}, "council": {"居民议事会", "代表会议", "居民代表会议", "council"},
	},
	"consent": {"yes": {"是", "同意", "公布", "√", "✓", "yes"}, "no": {"否", "不", "不同意", "不公布", "×", "no"}},
}

// Words are the Chinese words that a column of a choice understands first, joined for reading; empty for other columns.
func (c Column) Words() string {
	var out []string
	for _, value := range []string{"engineering", "service", "resident", "unit", "enterprise", "organisation", "committee", "visit", "forum", "hotline", "online", "letter", "council", "yes", "no"} {
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

// plain is a text without what makes no difference between words: width, capitals, spaces, and characters that nobody
// sees.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(text))
}

// column finds the column that a head stands for. What stands in brackets is a remark; of an amount it may be the unit.
func column(set []Column, head string) (c Column, tenThousand, ok bool) {
	name, remark, _ := strings.Cut(strings.TrimLeft(plain(head), "*"), "(")
	name = strings.TrimRight(name, "*:")
	for _, c := range set {
		for _, h := range c.Heads {
			if plain(h) == name {
				return c, c.Field == "cost" && strings.Contains(remark, "万"), true
			}
		}
	}
	return Column{}, false, false
}

// Template is the list to fill in: its heads, and one example.
func Template() workbook.Table { return template("提议", Columns) }

func template(title string, set []Column) workbook.Table {
	t := workbook.Table{Title: title, Rows: [][]any{nil}}
	for _, c := range set {
		head := c.Heads[0]
		if c.Must {
			head += "（必填）"
		}
		t.Columns = append(t.Columns, workbook.Column{Key: c.Field, Title: head, Width: c.width})
		t.Rows[0] = append(t.Rows[0], c.like)
	}
	return t
}
