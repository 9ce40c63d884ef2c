package page

// What clerks work with: the check-in at the door.

// Checkin is GET and POST /desk/ROUND/checkin/STATION: field `identifier`.
type Checkin struct {
	Station  int
	Name     string
	Answer   Answer // empty before the first
	Shown    string // what was checked, masked, as in 「3205…1234」
	Where    string // Already: at which station; Home: whose station it is
	Give     string // Home: the identifier, so that an envelope can be given without typing it again
	Envelope string // Envelope: the number to write on it
	Detail   string // one more sentence; may be empty
	Asks     string // what to type, as in 「身份证后6位或居住证号」
	Facts    []Fact // issued, spoiled, sheets left
	Acts     []Act  // spoil a sheet, close the day
}

// Answer of the roll; key "roll.<value>".
type Answer string

// Answers of the roll.
const (
	May       Answer = "may"      // 可以投票
	Already   Answer = "already"  // 已投过
	Not       Answer = "not"      // 不在名单
	Shut      Answer = "shut"     // 现在不发票
	Elsewhere Answer = "home"     // 名册在另一个离线的站
	Sealed    Answer = "envelope" // 领暂存信封
	Unread    Answer = "unread"   // 号码看不懂
)

func (Checkin) view() string { return "checkin" }
