package tally

// This file is how a meeting ranks: by points that the places on its cards give, or by raised hands.

import (
	"cmp"
	"slices"
)

// Place is an item in a meeting's ranking.
type Place struct {
	Item   int   `json:"item"`
	Points int64 `json:"points"` // or hands
	First  int   `json:"first"`  // cards that have it first
}

// Borda ranks the items by what the cards give them, best first: of the m items that a card ranks, the first gets m
// points, the next m−1, the last 1, and those that it leaves out none. These are the points of Jean-Charles de Borda,
// Mémoire sur les élections au scrutin (Histoire de l'Académie royale des sciences, 1781), for cards that rank some items
// only, by Peter Emerson, The original Borda count and partial voting (Social Choice and Welfare 40, 2013, 353–358): who
// ranks less gives less, so that leaving others out helps nobody's favourite.
//
// Items with equal points are in the order of how many cards have them first, the more the better, and then of their
// numbers: the proposal that came in earlier goes first. Cards name none but items, each once.
func Borda(items []int, cards [][]int) []Place {
	at := map[int]int{}
	out := make([]Place, len(items))
	for i, item := range items {
		at[item], out[i].Item = i, item
	}
	for _, card := range cards {
		for i, item := range card {
			p := &out[at[item]]
			p.Points += int64(len(card) - i)
			if i == 0 {
				p.First++
			}
		}
	}
	slices.SortFunc(out, byPoints)
	return out
}

// Hands ranks the items by how many hands were raised for them, best first; of those with as many, the proposal that came
// in earlier goes first.
func Hands(hands map[int]int) []Place {
	var out []Place
	for item, n := range hands {
		out = append(out, Place{Item: item, Points: int64(n)})
	}
	slices.SortFunc(out, byPoints)
	return out
}

func byPoints(x, y Place) int {
	return cmp.Or(cmp.Compare(y.Points, x.Points), cmp.Compare(y.First, x.First), cmp.Compare(x.Item, y.Item))
}
