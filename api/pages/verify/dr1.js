// Checks the published proof of a double-random draw: docs/draw.md, as verify_draw.py does it.
//
// It runs in the browser alone: nothing is sent anywhere.

import { bytesOf, hexOf, Keyed, sha256, sha256Hex } from "./sha256.js";

const FORMATS = ["DR1", "DR2"];
const QUICKNET = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971";
const QUICKNET_KEY =
  "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451" +
  "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a";
const CHAINS = {
  [QUICKNET]: [1692803367, 3],
  "8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce": [1595431050, 30],
};
const LISTS = { objects: "OBJECT_LIST", officers: "OFFICER_LIST", recusals: "RECUSALS" };
const ROWS = {
  objects: /^[0-9a-f]{64}\|s[0-9a-f]{12}\|[01]$/,
  officers:
    /^[0-9a-f]{24}(\|[A-Za-z0-9._:-]{1,64}){2}(\|[01]){2}\|(0|[1-9][0-9]{0,8})\|[1-9][0-9]{0,3}\|[A-Za-z0-9._:-]*(,[A-Za-z0-9._:-]+)*$/,
  recusals: /^[0-9a-f]{64}\|[0-9a-f]{24}$/,
};
const FIGURE = /^[0-9][0-9.,:-]{0,63}$/;
const SECRET = /^[0-9a-f]{32,128}$/;
const MOMENT = /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const DATE = /^[12]\d{3}-\d\d-\d\d$/;
const HASH = /^[0-9a-f]{64}$/;
const CODE = /^[A-Za-z0-9._:-]{1,64}$/;
const LABEL = /^s[0-9a-f]{12}$/;
const LINE = /^[^\x00-\x1f\x7f|]{1,200}$/u;
const PUBLIC_KEY = /^[0-9a-f]{192}$/;
const SIGNATURE = /^([0-9a-f]{2}){48,96}$/;
const END_OF_CALENDAR = 253402300799;
const LISTED = (key) => Object.hasOwn(LISTS, key);

/** The first thing that is not as published. */
export class Difference extends Error {
  constructor(code, where, what = "") {
    super(`${code}: ${where}${what && ` (${what})`}`);
    Object.assign(this, { code, where, what });
  }
}

/** There is no revealed proof here. */
export class NothingToCheck extends Error {}

/** JSON without floats: what a proof is written in. */
export function read(text) {
  let found;
  try {
    found = JSON.parse(text);
  } catch (error) {
    throw new NothingToCheck(error.message);
  }
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  if (/\d[.eE]/.test(bare)) throw new Difference("FORMAT", "", "a number that is no integer");
  return found;
}

/** Throws a Difference at the first; returns what was found, to be told. */
export function verify(proof, before = null, slips = []) {
  if (proof === null || typeof proof !== "object" || !FORMATS.includes(proof.format))
    throw new NothingToCheck("this is no DR1 or DR2 proof");
  if (!("frozen" in proof)) throw new NothingToCheck(`not revealed yet (stage ${proof.stage})`);
  try {
    return verified(proof, before, slips);
  } catch (error) {
    if (error instanceof Difference) throw error;
    throw new Difference("FORMAT", "the proof is not put together as specified", String(error));
  }
}

function verified(proof, before, slips) {
  const { frozen, notice } = proof;
  checkForm(proof);
  checkCommitment(proof.commitment, frozen, notice);
  same("NOTICE", "notice", noticeOf(frozen), notice);
  checkLists(frozen);
  checkRules(frozen, proof.format);
  if (before !== null) {
    same("BEFORE", "commitment", before.commitment, proof.commitment);
    same("BEFORE", "notice", before.notice, notice);
  }
  if (!HASH.test(proof.nonce) || sha256Hex(proof.nonce) !== frozen.nonce_commitment)
    throw new Difference("NONCE", "nonce", "its hash is not the one committed to");
  same("ENTROPY", "entropy", entropyOf(frozen, proof.revealed), proof.entropy);
  const seed = sha256Hex(`DR1|${proof.commitment}|${proof.entropy}|${proof.nonce}`);
  same("SEED", "seed", seed, proof.seed);
  const quantities = mapped(notice.counts, (each) => each.drawn);
  same("QUANTITY", "quantities", quantities, proof.quantities);
  const objects = frozen.objects.map((line) => line.split("|"));
  const key = new Keyed(bytesOf(seed));
  const scores = ranked(frozen, objects, key);
  const drawn = checkDrawn(proof, scores, quantities);
  const decks = new Map(frozen.departments.map((each) => [each.code, new Deck(each, frozen, key)]));
  const teams = checkTeams(proof, frozen, drawn, decks);
  checkTrail(proof, frozen);
  checkReplacements(proof, objects, scores, drawn, decks, teams);
  for (const slip of [...(proof.openings ?? []), ...slips])
    checkSlip(slip, proof, objects, scores, drawn);
  if ("opened" in proof) checkOpened(proof.opened, frozen);
  return {
    objects: objects.length,
    drawn: drawn.length,
    teams: proof.teams.length,
    unstaffed: proof.unstaffed.length,
    replaced: proof.trail.filter((entry) => entry.event === "REPLACED").length,
    compared: before !== null,
    isOwnChain: frozen.entropy.kind === "BEACON" && !Object.hasOwn(CHAINS, frozen.entropy.chain),
  };
}

// How a proof is put together: each form tells whether a value is of it.

const words = (value) => typeof value === "string";
const flag = (value) => typeof value === "boolean";
const nothing = (value) => value === null;
const matching = (pattern) => (value) => words(value) && pattern.test(value);
const number = (least = 0, most = Number.MAX_SAFE_INTEGER) => (value) =>
  Number.isSafeInteger(value) && least <= value && value <= most;
const either = (...forms) => (value) => forms.some((form) => form(value));
const oneOf = (...said) => (value) => said.includes(value);
const eachOf = (form) => (value) => Array.isArray(value) && value.every(form);
const mapping = (value) => isMapping(value);
const named = (key, form) => (value) =>
  isMapping(value) && Object.entries(value).every(([name, one]) => key(name) && form(one));
/** These keys and no others, but for those that may be missing. */
const of = (forms, optional = {}) => (value) => isMapping(value) && misfit(value, forms, optional) === undefined;

function misfit(value, forms, optional = {}) {
  const wrong = Object.keys(forms).find((name) => !Object.hasOwn(value, name) || !forms[name](value[name]));
  if (wrong !== undefined) return wrong;
  return Object.keys(value).find((name) => {
    if (Object.hasOwn(forms, name)) return false;
    return !(Object.hasOwn(optional, name) && optional[name](value[name]));
  });
}

const moment = (value) =>
  matching(MOMENT)(value) && new Date(seconds(value) * 1000).toISOString() === value.replace("Z", ".000Z");
const day = (value) =>
  matching(DATE)(value) && new Date(Date.parse(value)).toISOString().startsWith(value);
const span = (value) => eachOf(day)(value) && value.length === 2 && value[0] <= value[1];
const pairs = (value) =>
  eachOf(eachOf(words))(value) &&
  value.every((pair) => pair.length === 2) &&
  new Set(value.map((pair) => pair[0])).size === value.length;

const CODED = matching(CODE), HASHED = matching(HASH), TEXTS = eachOf(words);
const TEAM = of({ object: words, department: words, officers: TEXTS, leader: words });
const ENTRY = of({
  event: words, at: moment, by: words, detail: mapping, detail_digest: HASHED, previous: HASHED, hash: HASHED,
});
const BEACON = { kind: words, chain: words, genesis: number(), period: number(), round: number() };
const PARTY = { name: words, is_outside: flag, commitment: HASHED };
const OFFICE = either(nothing, of({ zh: words, en: words }));
const SOURCES = {
  DR1: {
    BEACON: of(BEACON),
    FIGURE: of({ kind: words, source: words, published_at: moment }),
    PARTIES: of({ kind: words, parties: eachOf(of(PARTY)) }),
  },
  DR2: {
    BEACON: of({ ...BEACON, public_key: words }),
    PARTIES: of({
      kind: words,
      reveal_by: moment,
      parties: eachOf(of({ ...PARTY, party: words, office: OFFICE, minutes: number(1, 120) })),
    }),
  },
};
const FROZEN = {
  algorithm: words,
  task_code: CODED,
  software: words,
  committed_at: moment,
  draw_at: moment,
  window: span,
  rounding: words,
  strata: named(
    matching(LABEL),
    either(of({ count: number() }), of({ basis_points: number(0, 10000), minimum: number() })),
  ),
  departments: eachOf(of({ code: CODED, per_object: number(), by_group: flag, specialities: eachOf(CODED) })),
  caps: named(CODED, number()),
  redraw_of: either(nothing, CODED),
  redraws: number(),
  entropy: mapping,
  nonce_commitment: HASHED,
  salt_commitment: HASHED,
  registry_commitment: HASHED,
  objects: TEXTS,
  officers: TEXTS,
  recusals: TEXTS,
};
const PROOF = {
  format: words,
  stage: oneOf("REVEALED", "VOIDED"),
  reason: either(nothing, words),
  commitment: HASHED,
  notice: mapping,
  frozen: mapping,
  revealed: mapping,
  entropy: words,
  nonce: words,
  seed: HASHED,
  quantities: named(words, number()),
  rankings: named(words, eachOf(number())),
  drawn: TEXTS,
  teams: eachOf(TEAM),
  unstaffed: eachOf(of({ object: words, department: words })),
  trail: eachOf(ENTRY),
};
const OPENED = { openings: eachOf(mapping), opened: mapping };
const REVEALED = {
  BEACON: of({ signature: words, randomness: words }),
  FIGURE: of({ figure: words }),
  PARTIES: of({ shares: pairs }),
};
const REPLACED = of(
  {
    kind: oneOf("OFFICER", "OBJECT"), object: words, department: either(nothing, words),
    out: words, into: words, reason: words, teams: eachOf(TEAM),
  },
  { approved_by: words },
);

function checkForm(proof) {
  const misplaced = (where) => new Difference("FORMAT", where, "missing, unknown, or not of the form specified");
  const below = misfit(proof.frozen, FROZEN);
  if (below !== undefined) throw misplaced(`frozen.${below}`);
  const source = proof.frozen.entropy;
  if (!SOURCES[proof.format][source.kind](source)) throw misplaced("frozen.entropy");
  const part = misfit(proof, PROOF, OPENED);
  if (part !== undefined) throw misplaced(part);
  if (!REVEALED[proof.frozen.entropy.kind](proof.revealed)) throw misplaced("revealed");
  proof.trail.forEach(({ event, detail }, index) => {
    if (event === "REPLACED" && !REPLACED(detail)) throw misplaced(`trail[${index}].detail`);
  });
  canonical(proof);
}

// What was frozen

function checkCommitment(commitment, frozen, notice) {
  if (sha256Hex(canonical(frozen)) === commitment) return;
  for (const [name, code] of Object.entries(LISTS))
    if (sha256Hex(canonical(frozen[name])) !== notice.digests[name])
      throw new Difference(code, `frozen.${name}`, "its hash is not the one announced");
  const rules = without(frozen, LISTED);
  same("RULES", "frozen", mapped(rules, (_, key) => notice[key] ?? null), rules);
  throw new Difference("COMMITMENT", "commitment", "the hash of what was frozen is another");
}

function noticeOf(frozen) {
  const counts = mapped(frozen.strata, () => ({ rows: 0, eligible: 0, drawn: 0 }));
  for (const line of frozen.objects) {
    const [, label, flag] = line.split("|");
    if (!Object.hasOwn(counts, label)) continue;
    counts[label].rows += 1;
    counts[label].eligible += flag === "1" ? 1 : 0;
  }
  for (const [label, each] of Object.entries(counts))
    each.drawn = quantity(frozen.strata[label], each.eligible);
  const officers = Object.fromEntries(
    frozen.departments.map((each) => [each.code, { rows: 0, eligible: 0 }]),
  );
  for (const line of frozen.officers) {
    const [, code, , flag] = line.split("|");
    if (!Object.hasOwn(officers, code)) continue;
    officers[code].rows += 1;
    officers[code].eligible += flag === "1" ? 1 : 0;
  }
  const digests = mapped(LISTS, (_, name) => sha256Hex(canonical(frozen[name])));
  return { ...without(frozen, LISTED), digests, counts, officers };
}

function quantity(rule, eligible) {
  if ("count" in rule) return Math.min(eligible, rule.count);
  const doubled = eligible * rule.basis_points * 2 + 10000;
  const rounded = (doubled - (doubled % 20000)) / 20000;
  return Math.min(eligible, Math.max(rounded, rule.minimum));
}

function checkLists(frozen) {
  for (const [name, pattern] of Object.entries(ROWS)) {
    let last = "";
    frozen[name].forEach((line, index) => {
      const where = `frozen.${name}[${index}]`;
      if (!pattern.test(line)) throw new Difference("ROW", where, "not a row");
      const key = name === "recusals" ? line : line.split("|")[0];
      if (key <= last) throw new Difference("LIST_ORDER", where, "out of order, or twice");
      last = key;
    });
  }
  frozen.objects.forEach((line, index) => {
    if (!Object.hasOwn(frozen.strata, line.split("|")[1]))
      throw new Difference("ROW", `frozen.objects[${index}]`, "a stratum without a rule");
  });
}

function checkRules(frozen, version) {
  if (frozen.algorithm !== `${version}-HMAC-SHA256` || frozen.rounding !== "HALF_UP")
    throw new Difference("RULES", "frozen", "another algorithm or rounding");
  const count = new Set(frozen.departments.map((each) => each.code)).size;
  if (count < 1 || count < frozen.departments.length || count > 20)
    throw new Difference("RULES", "frozen.departments", "none, too many, or one twice");
  frozen.departments.forEach((each, index) => {
    if (each.per_object > 20 || each.specialities.length > 5)
      throw new Difference("RULES", `frozen.departments[${index}]`, "too many seats or needs");
    if (each.per_object < (each.by_group ? 1 : 2))
      throw new Difference("RULES", `frozen.departments[${index}].per_object`, "less than two");
  });
  const committedAt = seconds(frozen.committed_at);
  if (seconds(frozen.draw_at) <= committedAt)
    throw new Difference("RULES", "frozen.draw_at", "not after the commitment");
  const source = frozen.entropy;
  let due = null;
  if (source.kind === "BEACON") {
    if (!isChain(source))
      throw new Difference("ENTROPY_SOURCE", "frozen.entropy", "not how this chain counts");
    due = source.genesis + (source.round - 1) * source.period;
    if (source.round < 1 || source.period < 1 || due > END_OF_CALENDAR)
      throw new Difference("ENTROPY_SOURCE", "frozen.entropy", "there is no such round");
  } else if (source.kind === "FIGURE") {
    if (!LINE.test(source.source)) throw new Difference("ENTROPY_SOURCE", "frozen.entropy", "it is not said which figure");
    due = seconds(source.published_at);
  } else {
    checkParties(source, committedAt);
  }
  if (due !== null && due <= committedAt)
    throw new Difference("ENTROPY_SOURCE", "frozen.entropy", "existed before the commitment");
  if (due !== null && due > seconds(frozen.draw_at))
    throw new Difference("ENTROPY_SOURCE", "frozen.entropy", "did not exist at the draw");
}

/** Whether the chain counts as it must, and has the key that is named with it. */
function isChain({ chain, genesis, period, public_key: key }) {
  const known = Object.hasOwn(CHAINS, chain) ? CHAINS[chain] : [genesis, period];
  const counts = known[0] === genesis && known[1] === period;
  if (key === undefined) return HASH.test(chain) && counts;
  if (chain === QUICKNET) return counts && key === QUICKNET_KEY;
  return PUBLIC_KEY.test(key) && chain === sha256Hex(`DR2-CHAIN|${key}|${genesis}|${period}`);
}

function checkParties({ parties, reveal_by: revealBy }, committedAt) {
  const unfair = (what) => new Difference("ENTROPY_SOURCE", "frozen.entropy", what);
  const count = parties.length;
  const names = new Set(parties.map(nameOf));
  const shares = new Set(parties.map((each) => each.commitment));
  const isFair = count >= 3 && names.size === count && shares.size === count;
  if (!isFair || !parties.some((each) => each.is_outside) || ![...names].every((name) => LINE.test(name)))
    throw unfair("three parties or more, each its own, one from outside");
  if (revealBy === undefined) return;
  if (!parties.every(({ name, office }) => [name, ...Object.values(office ?? {})].every((line) => LINE.test(line))))
    throw unfair("a party without name or office");
  const least = 60 * Math.max(...parties.map((each) => each.minutes));
  if (seconds(revealBy) < committedAt + least) throw unfair("less time to reveal than agreed");
}

/** What stands for the party in its commitment: in DR1 its name, in DR2 its id. */
const nameOf = (party) => party.party ?? party.name;

// The draw

function entropyOf(frozen, revealed) {
  const source = frozen.entropy;
  if (source.kind === "BEACON") {
    if (!SIGNATURE.test(revealed.signature))
      throw new Difference("ENTROPY", "revealed.signature", "no signature");
    if (hexOf(sha256(bytesOf(revealed.signature))) !== revealed.randomness)
      throw new Difference("ENTROPY", "revealed", "randomness is not SHA-256 of the signature");
    return `BEACON|${source.chain}|${source.round}|${revealed.randomness}`;
  }
  if (source.kind === "FIGURE") {
    if (!FIGURE.test(revealed.figure)) throw new Difference("ENTROPY", "revealed.figure", "no figure");
    return `FIGURE|${source.source}|${revealed.figure}`;
  }
  const shares = new Map(revealed.shares);
  const said = source.parties.map((party) => {
    const name = nameOf(party), { commitment } = party;
    const secret = shares.get(name);
    shares.delete(name);
    if (secret === undefined) throw new Difference("ENTROPY", "revealed.shares", `${name} revealed nothing`);
    if (!SECRET.test(secret)) throw new Difference("ENTROPY", "revealed.shares", `${name} revealed no share`);
    if (sha256Hex(`DR1-PARTY|${frozen.task_code}|${name}|${secret}`) !== commitment)
      throw new Difference("ENTROPY", "revealed.shares", `${name} committed to another`);
    return `${name}|${secret}`;
  });
  if (shares.size) throw new Difference("ENTROPY", "revealed.shares", "a share of nobody who was named");
  return `PARTIES|${said.join("|")}`;
}

/** For each stratum its eligible rows as [score, pseudonym, position], the first drawn first. */
function ranked(frozen, objects, key) {
  const scores = mapped(frozen.strata, () => []);
  objects.forEach(([name, label, flag], position) => {
    if (flag === "1")
      scores[label].push([key.hex(`OBJ|${frozen.task_code}|${label}|${name}`), name, position]);
  });
  for (const each of Object.values(scores)) each.sort(byScore);
  return scores;
}

const ordered = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
const byScore = (one, other) => ordered(one[0], other[0]) || ordered(one[1], other[1]);

function checkDrawn(proof, scores, quantities) {
  same("RANKING", "rankings", mapped(scores, (rows) => rows.map((row) => row[2])), proof.rankings);
  const first = Object.entries(scores).flatMap(([label, rows]) => rows.slice(0, quantities[label]));
  const drawn = first.sort(byScore).map((row) => row[1]);
  const found = [...drawn].sort(), said = [...proof.drawn].sort();
  const at = Array.from({ length: Math.max(found.length, said.length) }).findIndex((_, i) => found[i] !== said[i]);
  if (at >= 0) throw new Difference("DRAWN", "drawn", `${(said[at] ?? found[at]).slice(0, 16)}…`);
  same("ORDER", "drawn", drawn, proof.drawn);
  return drawn;
}

/** One department's cards in one row, as docs/draw.md tells it. */
class Deck {
  constructor(department, frozen, key) {
    this.code = department.code;
    this.seats = department.per_object;
    this.needs = [...new Set([...department.specialities, "LEAD"])];
    this.officers = new Map();
    for (const line of frozen.officers) {
      const [number, code, , flag, lead, capacity, size, known] = line.split("|");
      const eligible = flag === "1" && Number(capacity) > 0 && (Number(size) > 1 || !department.by_group);
      if (code !== this.code || !eligible) continue;
      const can = new Set(known.split(","));
      // LEAD is what the flag says, never a speciality of that name.
      can.delete("LEAD");
      if (lead === "1") can.add("LEAD");
      this.officers.set(number, { can, capacity: Number(capacity), load: 0 });
    }
    this.recused = recusedOf(frozen);
    this.key = key;
    this.said = `OFF|${frozen.task_code}|${this.code}|`;
    this.cards = [];
    this.round = this.dealt = 0;
  }

  /** The team, or null where it cannot be filled: then the cards go back. */
  team(name, stay = [], barred = new Set()) {
    const team = [...stay], taken = [];
    while (team.length < this.seats) {
      const at = this.firstThatFits(name, team, barred);
      if (at >= 0) {
        const [card] = this.cards.splice(at, 1);
        taken.push(card);
        team.push(card[1]);
      } else if (!this.deal(new Set(taken.map((card) => card[1])))) {
        this.cards = [...this.cards, ...taken].sort((one, other) => one[0] - other[0]);
        return null;
      }
    }
    for (const [, number] of taken) this.officers.get(number).load += 1;
    return team;
  }

  firstThatFits(name, team, barred) {
    const away = this.recused.get(name) ?? new Set();
    const unmet = this.needs.filter((need) => !team.some((each) => this.officers.get(each).can.has(need)));
    const seats = this.seats - team.length - 1;
    return this.cards.findIndex(([, number]) => {
      const { can, capacity, load } = this.officers.get(number);
      if (load >= capacity || away.has(number) || barred.has(number) || team.includes(number)) return false;
      return unmet.filter((need) => !can.has(need)).length <= seats;
    });
  }

  deal(inHand) {
    const lying = new Set(this.cards.map((card) => card[1]));
    const without = [...this.officers].filter(
      ([number, { capacity, load }]) => !lying.has(number) && load + (inHand.has(number) ? 1 : 0) < capacity,
    );
    if (without.length === 0) return false;
    this.round += 1;
    const order = without.map(([number]) => [this.key.hex(`${this.said}${this.round}|${number}`), number]);
    for (const [, number] of order.sort(byScore)) this.cards.push([(this.dealt += 1), number]);
    return true;
  }

  release(number) {
    this.officers.get(number).load -= 1;
  }

  shown(object, officers) {
    const leader = officers.find((number) => this.officers.get(number).can.has("LEAD"));
    return { object, department: this.code, officers, leader };
  }
}

const RECUSED = new WeakMap();

function recusedOf(frozen) {
  if (!RECUSED.has(frozen)) {
    const found = new Map();
    for (const line of frozen.recusals) {
      const [name, number] = line.split("|");
      if (!found.has(name)) found.set(name, new Set());
      found.get(name).add(number);
    }
    RECUSED.set(frozen, found);
  }
  return RECUSED.get(frozen);
}

const place = (name, code) => `${name}|${code}`;

function checkTeams(proof, frozen, drawn, decks) {
  const recused = recusedOf(frozen);
  proof.teams.forEach((each, index) => {
    const number = each.officers.find((one) => recused.get(each.object)?.has(one));
    if (number) throw new Difference("RECUSED", `teams[${index}]`, `${number} is excluded here`);
  });
  const teams = new Map(), unstaffed = [];
  for (const name of drawn)
    for (const [code, deck] of decks) {
      const team = deck.team(name);
      if (team === null) unstaffed.push({ object: name, department: code });
      else teams.set(place(name, code), deck.shown(name, team));
    }
  [...teams.values()].slice(0, proof.teams.length).forEach((found, index) => {
    const said = proof.teams[index];
    if (canonical({ ...found, leader: said.leader ?? null }) === canonical(said))
      same("LEADER", `teams[${index}].leader`, found.leader, said.leader);
    same("TEAM", `teams[${index}]`, found, said);
  });
  same("UNSTAFFED", "unstaffed", unstaffed, proof.unstaffed);
  same("TEAM", "teams", teams.size, proof.teams.length);
  return teams;
}

// What happened since

function checkTrail(proof, frozen) {
  let previous = proof.commitment, last = "";
  const [first] = proof.trail;
  if (first?.event !== "COMMITTED" || first.at !== frozen.committed_at)
    throw new Difference("TRAIL", "trail[0]", "it begins with the commitment");
  proof.trail.forEach((entry, index) => {
    const where = `trail[${index}]`;
    const { event, at, by, detail_digest, detail } = entry;
    const hash = sha256Hex(canonical({ event, at, by, detail_digest, previous: entry.previous }));
    if (entry.previous !== previous || hash !== entry.hash)
      throw new Difference("TRAIL", where, "the chain of hashes is broken");
    if (sha256Hex(canonical(detail)) !== detail_digest)
      throw new Difference("TRAIL", where, "the detail was changed");
    if (at < last) throw new Difference("TRAIL", where, "earlier than the entry before it");
    if ("seed" in detail && detail.seed !== proof.seed)
      throw new Difference("TRAIL", where, "another seed was recorded");
    if (event === "DRAWN" && at < frozen.draw_at)
      throw new Difference("TRAIL", where, "drawn before the time announced");
    previous = entry.hash;
    last = at;
  });
  const events = proof.trail.map((entry) => entry.event);
  for (const once of ["COMMITTED", "DRAWN"])
    if (events.filter((event) => event === once).length !== 1)
      throw new Difference("TRAIL", "trail", "committed to once and drawn once");
  if ((proof.stage === "VOIDED") !== events.includes("VOIDED"))
    throw new Difference("TRAIL", "stage", "not what the record says of it");
  const end = proof.trail.findLast(({ event }) => event === "VOIDED" || event === "FAILED");
  if (proof.reason !== (end?.detail.reason ?? null))
    throw new Difference("TRAIL", "reason", "not the one recorded");
}

function checkReplacements(proof, objects, scores, drawn, decks, teams) {
  const stratum = new Map(objects.map(([name, label]) => [name, label]));
  const now = new Set(drawn), ever = new Set(drawn), left = new Map();
  proof.trail.forEach(({ event, detail }, index) => {
    if (event !== "REPLACED") return;
    const where = `trail[${index}].detail`;
    let into, found;
    if (detail.kind === "OFFICER") {
      const at = place(detail.object, detail.department);
      const team = teams.get(at)?.officers ?? [];
      if (!team.includes(detail.out)) throw new Difference("REPLACEMENT", where, "who left was not there");
      const deck = decks.get(detail.department);
      if (!left.has(at)) left.set(at, new Set());
      left.get(at).add(detail.out);
      deck.release(detail.out);
      const filled = deck.team(detail.object, team.filter((each) => each !== detail.out), left.get(at));
      if (filled === null) throw new Difference("REPLACEMENT", where, "nobody was next");
      teams.set(at, deck.shown(detail.object, filled));
      into = filled.at(-1);
      found = [teams.get(at)];
    } else {
      const name = detail.object;
      if (!now.has(name) || detail.out !== name || detail.department !== null) throw new Difference("REPLACEMENT", where, "what left was not drawn");
      into = scores[stratum.get(name)].find((row) => !ever.has(row[1]))?.[1];
      if (into === undefined) throw new Difference("REPLACEMENT", where, "nothing was next");
      now.delete(name);
      now.add(into);
      ever.add(into);
      for (const [code, deck] of decks) {
        for (const number of teams.get(place(name, code))?.officers ?? []) deck.release(number);
        teams.delete(place(name, code));
      }
      found = [];
      for (const [code, deck] of decks) {
        const filled = deck.team(into);
        if (filled === null) continue;
        teams.set(place(into, code), deck.shown(into, filled));
        found.push(teams.get(place(into, code)));
      }
    }
    same("REPLACEMENT", `${where}.into`, into, detail.into);
    same("REPLACEMENT", `${where}.teams`, found, detail.teams);
  });
}

// Rows that were opened

function checkSlip(slip, proof, objects, scores, drawn) {
  same("OPENING", "slip.format", "DR1", slip.format);
  const name = sha256Hex(`${slip.opening}|${slip.object_id}`);
  if (slip.task_code !== proof.frozen.task_code || slip.commitment !== proof.commitment)
    throw new Difference("OPENING", slip.object_id, "it belongs to another draw");
  if (name !== slip.pseudonym) throw new Difference("OPENING", slip.object_id, "it does not open this pseudonym");
  const row = objects.find((each) => each[0] === name);
  if (row === undefined) throw new Difference("OPENING", slip.object_id, "no such row was frozen");
  const isShown = slip.is_drawn !== null;
  const rank = scores[row[1]].findIndex((each) => each[1] === name) + 1;
  const found = {
    stratum: row[1],
    is_eligible: row[2] === "1",
    rank: isShown && rank > 0 ? rank : null,
    is_drawn: isShown ? drawn.includes(name) : null,
  };
  same("OPENING", `slip of ${slip.object_id}`, found, mapped(found, (_, key) => slip[key]));
}

function checkOpened(opened, frozen) {
  if (sha256Hex(`DR1-SALT|${opened.pool_salt}`) !== frozen.salt_commitment)
    throw new Difference("SALT", "opened.pool_salt", "its hash is not the one committed to");
  const salt = new Keyed(bytesOf(opened.pool_salt));
  const rows = opened.objects.map(([id, stratum, ground]) => {
    const label = `s${salt.hex(`STRATUM|${stratum}`).slice(0, 12)}`;
    return `${sha256Hex(`${salt.hex(id)}|${id}`)}|${label}|${ground === null ? 1 : 0}`;
  });
  same("REGISTRY", "opened.objects", rows.sort(), frozen.objects);
  const grounds = new Map(
    opened.officers.map(([id, ground]) => [
      sha256Hex(`${salt.hex(`OFFICER|${id}`)}|${id}`).slice(0, 24),
      ground,
    ]),
  );
  const lines = frozen.officers.map((line) => line.split("|"));
  same("REGISTRY", "opened.officers", [...grounds.keys()].sort(), lines.map((line) => line[0]));
  for (const [number, , , flag] of lines)
    if (flag === "1" && grounds.get(number) !== null)
      throw new Difference("REGISTRY", "opened.officers", `${number} was excluded, yet eligible`);
  const registry = canonical({ objects: opened.objects, officers: opened.officers });
  if (salt.hex(registry) !== frozen.registry_commitment)
    throw new Difference("REGISTRY", "opened", "another registry was committed to");
}

// Bytes

export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const keys = Object.keys(value).sort();
    // Beyond ASCII, what comes first is not the same in every language.
    if (!keys.every((key) => /^[\x00-\x7f]*$/.test(key))) throw new TypeError("a key that is not ASCII");
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
  }
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new TypeError(`not exact: ${value}`);
  if (value === undefined) throw new TypeError("something is missing");
  if (typeof value === "string" && /\p{Surrogate}/u.test(value)) throw new TypeError("half a character");
  return JSON.stringify(value);
}

function seconds(said) {
  const at = MOMENT.test(said) ? Date.parse(said) : NaN;
  if (Number.isNaN(at)) throw new TypeError(`no moment: ${said}`);
  return at / 1000;
}

const mapped = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
const without = (object, isOut) =>
  Object.fromEntries(Object.entries(object).filter(([key]) => !isOut(key)));
const isMapping = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

function same(code, where, found, said) {
  if (Array.isArray(found) && Array.isArray(said)) {
    for (let index = 0; index < Math.min(found.length, said.length); index += 1)
      if (found[index] !== said[index]) same(code, `${where}[${index}]`, found[index], said[index]);
    if (found.length !== said.length)
      throw new Difference(code, where, `${said.length} published, ${found.length} found`);
  } else if (isMapping(found) && isMapping(said)) {
    for (const key of [...new Set([...Object.keys(found), ...Object.keys(said)])].sort())
      same(code, `${where}.${key}`, key in found ? found[key] : "nothing", key in said ? said[key] : "nothing");
  } else if (found !== said) {
    throw new Difference(code, where, `published ${JSON.stringify(said)}, found ${JSON.stringify(found)}`);
  }
}
