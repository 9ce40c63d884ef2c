// Package audit recomputes a round from its published export alone.
//
// It knows the form of an export, and nothing of how a round is run: it reads the text, line by line, with a reader of
// its own, has structs of its own for the acts it needs, and shares no code with the fold of package catalog. Web, PDF
// and database code is nowhere behind it. What follows is all that another verifier needs to know.
//
// # The text
//
// An export is UTF-8; every line ends with a line feed and has at most 4 MiB:
//
//	linli export 1
//	linli+HASH+KEY                     the verifier key of the ledger (as in golang.org/x/mod/sumdb/note)
//	                                   an empty line
//	linli/ROUND                        the checkpoint: origin,
//	65                                 the number of entries,
//	base64 of 32 bytes                 the root of the tree over them
//	scheme HEX                         once a scheme is adopted: SHA-256 of its canonical JSON
//	                                   an empty line
//	— linli SIGNATURE                  Ed25519 over the text of the checkpoint, by the ledger and by any witnesses
//	                                   an empty line
//	{"act":…}                          the entries, by number from 0
//
// An entry is canonical JSON: integers only; keys in byte order, none twice, each of a–z, 0–9 and _; no spaces; strings
// with the escapes \" \\ \b \f \n \r \t, \u00xx for other control characters, \u2028 and \u2029, and nothing else escaped. Its
// keys are act, actor, body, n, public, salt (16 bytes in hexadecimal, on entries that were not public at first),
// supersedes ({"n":…,"why":…}, on corrections) and time (UTC, whole seconds, never decreasing). Of an entry that is not
// yet public there is {"hash":"…","n":…}: what two pairs enter of a batch of papers, until it is sealed. An entry that
// supersedes another one counts at that one's place, with its own body; it may itself be superseded.
//
// The leaf of an entry is SHA-256(0x00 ‖ line without its end), a node is SHA-256(0x01 ‖ left ‖ right), the tree is that
// of RFC 6962. What an entry's body holds is said in this package's table of kinds and its structs.
//
// # The round
//
// The body of round.create has the round's id, which also names the poll. The scheme in force is that of the last
// round.create or scheme.revise before scheme.adopt. Proposals are numbered from 1 in order. The library holds those
// that were not merged and have an estimate, whose last figure before library.freeze is the cost in fen, and whose group,
// if any, is one of which at most one project is funded; drawn, in the
// order of SHA-256(seed ‖ 0x00 ‖ slip), else as received; its projects are numbered from 1. None costs more than the scheme's
// cap, or than its each_engineering or each_service if the kind has one of its own; proposers and proposers_service are who
// may propose, and who may propose services: nobody else does, unless the list is empty.
//
// # The ballots
//
// sheets.print lists the commitments of sheets; their serials follow one another at each station. poll.publish lists the
// hashes of ballots, poll.reveal opens them. With "linli1/ballot" and the poll's id:
//
//	hash = SHA-256(label ‖ 00 ‖ poll ‖ 00 ‖ tracker ‖ 00 ‖ salt ‖ 00 ‖ marks)
//
// in which marks is the canonical JSON, as in [{"p":2},{"p":3}]; "n" are points. A tracker has 12 signs of
// 23456789ABCDEFGHJKMNPQRSTUVWXYZ. A mark scores 1, its points, or as the k-th of L ranked ones L−k+1.
// Ballots that count are the opened ones whose tracker no count.scan names as superseded, and the sheets in count.seal
// that are marked or blank: the last of each batch, for count.reopen takes a batch out of the count until it is sealed again.
// The other findings of a sheet are overvote, unclear and signed. The papers that a scan has set aside are, since the second
// release, told apart as unread, foreign, unknown, void and copied. The rules, the ladder of ties and the outcome, whose canonical JSON poll.tally has the SHA-256
// of, are those of package tally: the draw is in the order of SHA-256(seed ‖ 0x00 ‖ project's number). Its options are the
// scheme's: min_votes, the score that a project needs; cap_engineering and cap_service, in fen, the most for all funded
// projects of the kind; add1 raises shares by 100 fen. The scheme's limit, in fen, is the most that the projects marked
// on one ballot may cost together; 0 or no such field is none, for each of these.
//
// # The accounts
//
// A sheet's number at its station is first + its place in sheets.print. Of each station: I1 printed = unused + destroyed +
// issued, where issued = check_ins + exchanged + rejected (I2, and exchanged is at most spoiled); I4 issued = spoiled +
// electronic + paper − both + rejected + not_returned, which is not negative; all of this by station.settle, in which only
// unused, destroyed, check_ins and exchanged are taken as given (check "accounts"). rejected are the provisional envelopes
// that roll.merge leaves closed (check "envelopes"). I3 and I7 are the checks "scans" and "marks", I9 is "batches", I6
// "published", "openings" and "spends"; I8 follows from "marks". I5: no sheet in the ranges of unused_sheets and
// destroyed_sheets, as in 401-500, was used electronically, voided, or found in a paper box (check "unused").
//
// A station.day has the figures of a station since its opening: received − issued − envelopes − exchanged − destroyed −
// remaining = missing − extra. It has no figures (quiet) when, while the poll is open, issued + envelopes would differ from
// those of the last figures by fewer than 10 people, and not by none.
//
// rehearsal.begin and rehearsal.end stand before poll.open: a dress run on a poll of its own, whose id is that of this one
// and "_rehearsal", with a ledger of its own that is wiped. The codes of its sheets are in rehearsal.end: neither what they
// commit to in that poll nor what they would in this one is in the manifest. station.assist tells how many voters were helped
// at a station since the opening, by why and by whom.
//
// poll.draw, which the first release did not have, holds the seed that was drawn in public, once and before the tally, with
// how it came about, the witnesses and two officers; poll.tally then has the same seed. A recount compares papers, named
// BATCH-PLACE, in the order of SHA-256(hex(SHA-256(seed)) ‖ BATCH-PLACE), with what count.seal says of them; how many they
// are is said at package tally's Margin.
//
// # What no export can show
//
// Who holds a sheet, and whether they were entitled to it; which sheet an opened ballot was cast with, and so whether it is
// the right one that gave way to a paper: the voter sees that by the tracker. What was never printed on a wall or seen
// by a witness before could have been rewritten by whoever holds the key; so could a draw whose seed nobody saw drawn.
package audit
