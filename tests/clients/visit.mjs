// One visit on an officer's phone, played by a client with a normalising cache. After each mutation
// the screen as the cache has it must be the screen as the server has it.
import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export const story = JSON.parse(readFileSync("story.json", "utf8"));

// The document of an operation with the fragments that it spreads, as one text.
export function documentOf(name) {
  const texts = new Map();
  for (const folder of readdirSync("documents")) {
    for (const file of readdirSync(join("documents", folder))) {
      const text = readFileSync(join("documents", folder, file), "utf8");
      for (const [, kind] of text.matchAll(/^(?:query|mutation|fragment) (\w+)/gm)) texts.set(kind, text);
    }
  }
  const wanted = [name];
  for (const each of wanted) {
    for (const [, spread] of texts.get(each).matchAll(/\.\.\.(\w+)/g)) {
      if (spread !== "on" && !wanted.includes(spread)) wanted.push(spread);
    }
  }
  return [...new Set(wanted.map((each) => texts.get(each)))].join("\n");
}

// The server's own answer, past every cache.
export async function ask(query, variables, login) {
  const response = await fetch(`${story.url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/graphql-response+json",
      ...(login ? { authorization: `Bearer ${story.tokens[login]}` } : {}),
    },
    body: JSON.stringify({ query, variables }),
  });
  const answer = await response.json();
  assert.equal(answer.errors, undefined, JSON.stringify(answer.errors));
  return answer.data;
}

async function byAnother(login, mutation, given) {
  const kind = mutation[0].toUpperCase() + mutation.slice(1);
  const text = `mutation M($input: ${kind}Input!) { ${mutation}(input: $input) {
    ... on Refusal { code message } } }`;
  const found = await ask(text, { input: { operationId: randomUUID(), ...given } }, login);
  assert.equal(found[mutation].code, undefined, found[mutation].message);
}

// Fields that a client adds for itself.
function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  const kept = Object.entries(value).filter(([key]) => !key.startsWith("__"));
  return Object.fromEntries(kept.map(([key, each]) => [key, plain(each)]).sort());
}

// `client` has `query` and `mutate`, which go to the server, and `cached`, which does not.
export async function play(client, visit) {
  const screen = { id: visit.id };
  const now = () => new Date().toISOString();

  async function compare(after) {
    const fresh = plain(await ask(documentOf("Assignment"), screen, story.officer));
    const cached = plain(await client.cached("Assignment", screen));
    assert.deepEqual(cached, fresh, `the screen after ${after}`);
    const record = cached.inspection.record;
    if (record) {
      const hash = createHash("sha256").update(record.canonical).digest("hex");
      assert.equal(hash, record.hash, `the text above the hash after ${after}`);
    }
    return cached.inspection;
  }

  async function act(document, given) {
    const input = { operationId: randomUUID(), inspectionId: visit.id, ...given };
    const answer = await client.mutate(document, { input });
    const [payload] = Object.values(answer).filter((each) => each?.__typename);
    assert.equal(payload.code, undefined, `${document}: ${payload.code} ${payload.message}`);
    return compare(document);
  }

  await client.query("Assignment", screen);
  await compare("Assignment");
  await act("CheckIn", { ...story.checkIn, claimedAt: now() });
  const report = () => ({ ...story.report, visitStartedAt: now(), visitEndedAt: now() });
  const first = await act("FileInspectionResult", { ...report(), summary: "FIRST" });
  await byAnother(story.second, "confirmInspectionResult", {
    inspectionId: visit.id,
    recordVersionNo: first.record.versionNo,
  });
  await byAnother(story.auditor, "auditInspectionResult", {
    inspectionId: visit.id,
    decision: "REJECTED",
    reason: "Which prices?",
  });
  const second = await act("FileInspectionResult", {
    ...report(),
    summary: "SECOND",
    correctionReason: "The prices of three courses.",
  });
  assert.deepEqual([second.record.versionNo, second.record.summary], [2, "SECOND"]);
  await act("RecordSignature", {
    party: "INSPECTED",
    name: "某某",
    capacity: "Manager",
    recordHash: second.record.hash,
    signedAt: now(),
  });
  await act("CheckOut", { claimedAt: now() });
}
