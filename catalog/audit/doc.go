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
// that were recommended, not merged, filed or granted, and have an estimate. The fund pays an estimate's figure less its
// cofunding, whose kinds are among the scheme's; that is the cost in fen, or if it has parts, one a year, the first of them:
// 2 to split_years, each within the cap, together what the fund pays, which is above the cap and at most split_most. An
// estimate's group, if any, is one of which at most one project is funded. Those with a from_round, which says that they were carried over
// from number from_no of an earlier round, come first, in the order received; the others, drawn, in the
// order of SHA-256(seed ‖ 0x00 ‖ slip), else as received; its projects are numbered from 1. None is carried over twice. None costs more than the scheme's
// cap, or than its each_engineering or each_service if the kind has one of its own; proposers and proposers_service are who
// may propose, and who may propose services: nobody else does, unless the list is empty. propose_from and propose_to are the
// first and the last date on which proposals are handed in, each of which may be missing: a proposal's date, or else that of
// its entry in the zone UTC+8, lies between them, unless it was carried over; so does the date of seminar.meet. Seminars are
// numbered from 1; a proposal whose meeting is such a number came from that seminar. photo is the SHA-256 of a JPEG that
// is not in the export; photo.remove says that it was taken down, as person.erase does.
//
// Needs are numbered from 1, by need.add one and by need.list as many as it has; with a round they are those of an earlier
// round, and ids are what they are known by in every round, none twice; else a need's id is ROUND.NUMBER. A proposal's need
// was open when it was handed in. If the scheme's need_fit is asked, need.fit stands before a proposal's screening, and
// what does not fit is excluded. model.add names a project that is finished and evaluated, model.drop takes it back.
//
// # Beside the vote
//
// proposal.forward files a proposal with the scheme's cross_community or cross_street, and takes it out of the round.
// fast.grant grants a proposal that was screened and estimated and has no group: what the fund pays for it is below the
// scheme's fast_below, or its estimate says why it is urgent and fast_urgent is allowed. fast.part grants part number part of
// a project that an earlier round has split, its cost is that of the parts; whether it is so only that round's export can
// tell. Granted projects are numbered from 1001. A fast.revoke takes one back, and its number is not used again. None
// stands between library.freeze and the outcome or after work.close, and none costs more than the fund, or the cap of its
// kind, had left. What is divided by the outcome is the fund less what was granted before library.freeze, and the caps of
// kinds are less by what was granted of each.
//
// If the scheme has tiers, the first whose up_to is at least what the fund pays for a project in all years, or 0, is the one
// that approves it: that is the body of approval.submit and its days, and of a grant. approval.return hands a project back,
// approval.resubmit in again, dates do not go back. Every project that the outcome funds has its approval.decide before
// notice.publish; one that is not approved is not funded. Due dates are reckoned from the calendar of working days of that
// day, which no export holds.
//
// # The round table
//
// At the table are those whom table.meet lists and table.arrive brings, until table.leave; a table.arrive of one who is on
// the list tells what they proposed. table.decide, table.merge, table.open, table.hands and table.rank stand only while at
// least table_quorum people are there, and one. Whoever is there and has proposed the item, or one merged into it, is among
// its recused; votes_for, votes_against and abstain are no more than the others, and what was voted on is recommended or
// merged only by more for than against. table.merge merges like proposal.merge, and takes along what was merged before.
//
// table.seats lists the commitments of seat cards, table.open the items that they rank: all that were recommended, in order.
// table.prefer opens the cards, at least 3 and at most as many as people have been there, in the byte order of their
// commitments; with fewer it opens none. A card that ranks m items gives its first m points, its last 1. table.hands has the
// hands raised for an item, the last one of each counts; they are no more than the people there who did not propose it.
// table.rank then has the items by points or hands; of equal ones first that which more cards have first, then the lower
// number. Without cards and hands its order is as the meeting said.
//
// # The screening
//
// screening.decide has a reason for each ground of the scheme's list and, since the second release, an answer, applies: yes
// or no; a yes has its reason. On a negative list a yes keeps the proposal out, on a positive one (list) nothing but no,
// with the why. Without answers, as in the first release, a reason is a yes; once a round has answers, all its later
// screenings do. What is kept out counts when screening.confirm agrees, by another login; if it does not, the proposal is
// screened again. A proposal that is kept out, or failed at screening.survey, has a screening.notify, from whose date to whose
// until there are review_days working days, or five, and which was entered before they were over unless the proposer waived
// them. review.ask lies between the two dates, and has as many working days to its due date, if it has one; review.decide is by a login that neither screened nor confirmed, or that did
// not survey; not upheld, the proposal goes on. Where such an entry was corrected, the logins of all its versions count as
// those of who did it. At library.freeze all of these are decided, and every until is past that was
// neither waived nor used. What has no login, as in the first release, was settled at once. screening.refer gives a
// department working days, to the due date, for the estimate of what the round table recommends.
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
// # The council
//
// Where the scheme's route is council, step four has no ballots, and none of the acts above but poll.draw: the residents'
// council decides. council.meet has its members and how many are present, at least quorum per cent of them; council.adjourn
// ends a meeting, or records one that too few came to. council.vote says of one project how many said yes, no and abstain,
// which are those present less those who are recused. That carries it if yes is more than half of them (majority_present),
// more than half of the members (majority_members), or at least two thirds of them (two_thirds_present). Of several votes
// on one project, in different meetings, the last counts. council.close, of two officers, has the SHA-256 of the outcome,
// which is that of package tally's Council: what is carried is funded, most yes first, a project that the money does not
// reach is passed over, or ends the list if the scheme's rule is greedy-stop. Its ballots are 0. The ladder of ties is the
// scheme's; if no lots were drawn, and none needed to be, number stands in place of draw.
//
// # What no export can show
//
// Who holds a sheet, and whether they were entitled to it; which sheet an opened ballot was cast with, and so whether it is
// the right one that gave way to a paper: the voter sees that by the tracker. What was never printed on a wall or seen
// by a witness before could have been rewritten by whoever holds the key; so could a draw whose seed nobody saw drawn.
//
// # Reading this package
//
// audit.go is the list of all checks, in order. read.go and canonical.go take the text apart, kinds.go and records.go say
// what an entry may hold, book.go what the entries amount to, and log.go checks the ledger itself. Every other file is one
// part of the round, with its checks; report.go is what comes out.
package audit
