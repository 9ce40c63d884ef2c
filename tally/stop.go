package tally

// This file is the rule greedy-stop, the default.

var greedyStop = Rule{
	Name:    DefaultRule,
	Chinese: "按得票数从高到低入选，遇到第一个资金不足的项目即停止，其后的项目不再入选。",
	English: "Projects are funded by votes, highest first, up to the first one that the remaining money cannot pay; nothing below it is funded.",
	decide:  greedy{order: byScore, level: scoreGap, stop: true}.decide,
}
