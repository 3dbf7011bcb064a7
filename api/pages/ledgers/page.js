// What the page does: sign in, upload, show what each row comes to, import, download.

import { ask, get, mutate, signIn, signOut, SignedOut } from "./register.js";
import { hashOf, send } from "./upload.js";

const byId = (id) => document.getElementById(id);
const words = document.querySelector("main").dataset;
const { language } = words;
const AT_ONCE = 50;
const COUNTS = ["new", "changed", "unchanged", "rejected"];
const WORKING = ["UPLOADED", "CHECKING", "APPLYING"];
const JOB = "id kind fileName size state doneCount totalCount newCount changedCount unchangedCount rejectedCount uncheckedCount failureZh failureEn rejectedUrl declaredAt";
const ROWS = "nodes { sheet line label outcome changed refusals { heading zh en } } pageInfo { hasNextPage endCursor } totalCount";
let job = null, cursor = null, listed = 0, turn = 0;

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
const label = (list, code) => byId(list).querySelector(`[data-code=${code}]`).textContent;
const ledger = (kind) => kind.toLowerCase();

on("sign-in", "submit", async () => {
  await signIn(byId("login").value.trim(), byId("password").value, language);
  byId("password").value = "";
  byId("who").textContent = byId("login").value.trim();
  offer((await ask("query { me { permissions } }", {}, language)).me.permissions);
  await list();
  showDesk(true);
});
on("sign-out", "click", async () => {
  sessionStorage.clear();
  await signOut();
  close();
});
on("upload", "click", upload);
on("apply", "click", async () => {
  const values = { new: job.newCount, changed: job.changedCount };
  if (!window.confirm(filled(words.confirm, values))) return;
  await mutate("applyLedger", { jobId: job.id }, "... on LedgerApplied { __typename }", language);
  await open(job.id);
});
on("cancel", "click", async () => {
  await mutate("cancelLedger", { jobId: job.id }, "... on LedgerCancelled { __typename }", language);
  await open(job.id);
});
on("rejected", "click", async () => save(await get(job.rejectedUrl, language)));
on("show", "change", () => rows(true));
on("more", "click", () => rows(false));
on("kind", "change", nameTemplate);
for (const ending of ["xlsx", "csv"])
  on(`export-${ending}`, "click", async () => {
    const kind = byId("export-kind").value;
    // The calendar is of no region.
    const region = kind === "WORKDAYS" ? "" : byId("region").value.trim();
    const path = `/ledgers/exports/${ledger(kind)}.${ending}`;
    const answer = await get(region ? `${path}?region=${encodeURIComponent(region)}` : path, language);
    await save(answer, (text, values) => (byId("exporting").textContent = filled(text, values)));
  });

/** Only the ledgers that are this person's task; nobody else's can be chosen. */
function offer(permissions) {
  for (const [id, section] of [["kind", "import"], ["export-kind", "export"]]) {
    const options = [...byId(id).options];
    for (const each of options) each.hidden = each.disabled = !permissions.includes(each.dataset.needs);
    const first = options.find((each) => !each.disabled);
    if (first) byId(id).value = first.value;
    byId(section).hidden = !first;
  }
  // Their list needs the same.
  byId("uploaded").hidden = byId("import").hidden;
  nameTemplate();
}

function nameTemplate() {
  byId("template-xlsx").href = `/ledgers/templates/${ledger(byId("kind").value)}.xlsx`;
}

async function upload() {
  const [file] = byId("file").files;
  if (!file) return byId("file").focus();
  byId("sending").hidden = false;
  const tell = (text) => (byId("sending-text").textContent = text);
  tell(words.hashing);
  const given = { kind: byId("kind").value, fileName: file.name, size: file.size, sha256: await hashOf(file) };
  const begun = `ledger ${given.kind} ${given.sha256}`;
  const { uploadUrl, id } = JSON.parse(sessionStorage.getItem(begun)) ?? (await declare(given));
  sessionStorage.setItem(begun, JSON.stringify({ uploadUrl, id }));
  tell(words.uploading);
  const progress = (part) => (byId("sent").value = part);
  let isWhole = false;
  try {
    isWhole = await send(file, uploadUrl, progress, language, () => tell(words.broken));
  } catch (error) {
    // Refused for good: the same file is another upload next time.
    sessionStorage.removeItem(begun);
    throw error;
  }
  if (!isWhole) return tell(words.paused);
  sessionStorage.removeItem(begun);
  byId("sending").hidden = true;
  await open(id);
}

/** The same file again goes on with its upload, also after the page was loaded again. */
async function declare(given) {
  const declared = await mutate("declareLedger", given, "... on LedgerDeclared { uploadUrl job { id } }", language);
  return { uploadUrl: declared.uploadUrl, id: declared.job.id };
}

async function list() {
  if (byId("uploaded").hidden) return;
  const data = await ask(`query { ledgerJobs(first: 20) { nodes { ${JOB} } } }`, {}, language);
  const { nodes } = data.ledgerJobs;
  byId("jobs").replaceChildren(
    ...nodes.map((each) => {
      const button = made("button", words.open, "plain");
      button.type = "button";
      button.setAttribute("aria-label", `${words.open} ${each.fileName}`);
      button.addEventListener("click", () => guarded(button, () => open(each.id)));
      const item = document.createElement("li");
      item.append(made("strong", each.fileName || "–"), made("span", `${byId("kind").querySelector(`[value=${each.kind}]`).textContent} · ${label("states", each.state)} · ${inShanghai(each.declaredAt)}`), button);
      return item;
    }),
    ...(nodes.length ? [] : [made("li", words.empty)]),
  );
}

/** Show a job, and look again while the server works on it. */
async function open(id) {
  const mine = ++turn;
  byId("job").hidden = false;
  for (;;) {
    const data = await ask(`query($id: ID!) { ledgerJob(id: $id) { ${JOB} } }`, { id }, language);
    if (mine !== turn) return;
    const before = job;
    job = data.ledgerJob;
    tell();
    const isWorking = WORKING.includes(job.state);
    if (!isWorking && (before?.id !== job.id || before?.state !== job.state || !listed)) await rows(true);
    if (!isWorking) return list();
    await new Promise((go) => setTimeout(go, 1000));
  }
}

function tell() {
  const { state } = job;
  const isWorking = WORKING.includes(state);
  byId("job").dataset.is = { CHECKED: "SAME", APPLIED: "SAME", FAILED: "DIFFERENT" }[state] ?? "BUSY";
  put("job-state", label("states", state));
  put("job-file", job.fileName);
  put("job-about", words[`about${job.kind[0]}${ledger(job.kind).slice(1)}`] ?? "");
  byId("job-about").hidden = !byId("job-about").textContent;
  put("job-failure", (language === "zh" ? job.failureZh : job.failureEn) ?? "");
  byId("job-failure").hidden = state !== "FAILED";
  byId("working").hidden = !isWorking;
  if (job.totalCount) {
    byId("done").max = job.totalCount;
    byId("done").value = job.doneCount;
  } else byId("done").removeAttribute("value");
  put("working-text", job.totalCount ? filled(words.progress, { done: job.doneCount, total: job.totalCount }) : "");
  byId("counts").hidden = isWorking || state === "DECLARED";
  for (const name of COUNTS)
    byId("counts").querySelector(`[data-count=${name}]`).textContent = job[`${name}Count`].toLocaleString("en");
  put("unchecked", filled(words.unchecked, { count: job.uncheckedCount }));
  byId("unchecked").hidden = !job.uncheckedCount || isWorking;
  byId("apply").hidden = state !== "CHECKED" || !(job.newCount + job.changedCount);
  byId("cancel").hidden = !["DECLARED", "UPLOADED", "CHECKING", "CHECKED", "APPLYING"].includes(state);
  byId("rejected").hidden = isWorking || !job.rejectedUrl;
  if (isWorking) {
    byId("rows").replaceChildren();
    byId("filters").hidden = byId("more").hidden = true;
    put("shown", "");
  }
}

async function rows(isNew) {
  const only = byId("show").value;
  const variables = { id: job.id, first: AT_ONCE, after: isNew ? null : cursor, filter: only ? { outcomes: [only] } : null };
  const query = `query($id: ID!, $first: Int, $after: String, $filter: LedgerRowFilter) { ledgerJob(id: $id) { rows(first: $first, after: $after, filter: $filter) { ${ROWS} } } }`;
  const { nodes, pageInfo, totalCount } = (await ask(query, variables, language)).ledgerJob.rows;
  if (isNew) {
    byId("rows").replaceChildren();
    listed = 0;
  }
  byId("rows").append(...nodes.map(row));
  listed += nodes.length;
  cursor = pageInfo.endCursor;
  byId("more").hidden = !pageInfo.hasNextPage;
  byId("filters").hidden = !job.rejectedCount;
  const isCounted = ["CHECKED", "APPLIED"].includes(job.state);
  put("shown", listed ? (listed < totalCount ? filled(words.many, { shown: `${listed} / ${totalCount}` }) : "") : isCounted ? words.none : "");
}

function row(each) {
  const item = document.createElement("li");
  item.dataset.outcome = each.outcome;
  const mark = made("mark", label("outcomes", each.outcome));
  item.append(made("span", filled(each.sheet ? words.sheet : words.line, each), "at"), mark, made("strong", each.label));
  if (each.changed.length) item.append(made("span", filled(words.changes, { changed: each.changed.join("、") }), "why"));
  for (const { heading, zh, en } of each.refusals)
    item.append(made("span", language === "zh" ? `${heading}：${zh}` : `${heading}: ${en}`, "why"));
  return item;
}

/** An answer into a file of the browser's; it comes as a stream, whose length nobody knows. */
async function save(answer, tellProgress = () => {}) {
  const name = decodeURIComponent(/filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("content-disposition"))?.[1] ?? "ledger");
  const count = Number(answer.headers.get("x-ledger-rows"));
  const pieces = [], reader = answer.body.getReader();
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    pieces.push(part.value);
    size += part.value.length;
    tellProgress(words.exporting, { size: megabytes(size), rows: count.toLocaleString("en") });
  }
  tellProgress(words.exported, { size: megabytes(size), rows: count.toLocaleString("en") });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(pieces));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function on(id, event, action) {
  byId(id).addEventListener(event, (happened) => {
    happened.preventDefault();
    guarded(event === "submit" ? happened.submitter : byId(id), action);
  });
}

/** One at a time of each button; what goes wrong is said. */
async function guarded(control, action) {
  if (control?.getAttribute("aria-busy") === "true") return;
  control?.setAttribute("aria-busy", "true");
  put("problem", "");
  byId("problem").hidden = true;
  try {
    await action();
  } catch (error) {
    if (error instanceof SignedOut) close();
    put("problem", error instanceof SignedOut ? words.expired : filled(words.failed, { reason: error.message }));
    byId("problem").hidden = false;
    byId("sending").hidden = true;
  } finally {
    control?.removeAttribute("aria-busy");
  }
}

function close() {
  turn += 1;
  job = null;
  listed = 0;
  byId("job").hidden = true;
  byId("rows").replaceChildren();
  byId("jobs").replaceChildren();
  showDesk(false);
}

function showDesk(isIn) {
  byId("desk").hidden = !isIn;
  byId("sign-in").hidden = isIn;
  byId(isIn ? "kind" : "login").focus();
}

function put(id, text) {
  if (byId(id).textContent !== text) byId(id).textContent = text;
}

function made(name, text, kind = "") {
  const element = document.createElement(name);
  element.textContent = text;
  if (kind) element.className = kind;
  return element;
}

const megabytes = (size) => (size < 1e6 ? `${Math.ceil(size / 1e3)} KB` : `${(size / 1e6).toFixed(1)} MB`);

// As people in China read a moment, whatever the zone of this machine.
const inShanghai = (moment) =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", dateStyle: "short", timeStyle: "short" }).format(new Date(moment));
