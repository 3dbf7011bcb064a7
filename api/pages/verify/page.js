// What the page does: fetch or open a proof, check it, tell the outcome.

const byId = (id) => document.getElementById(id);
const words = document.querySelector("main").dataset;
const outcome = byId("outcome");

byId("check").addEventListener("click", check);
byId("task").addEventListener("keydown", (event) => event.key === "Enter" && check());
const asked = new URLSearchParams(location.search).get("task");
if (asked) {
  byId("task").value = asked;
  check();
}

async function check() {
  if (byId("check").disabled) return;
  byId("check").disabled = true;
  tell("BUSY", words.checking);
  try {
    const text = await proofText();
    if (text === null) return tell("NOTHING", words.missing);
    const [before, slip] = await Promise.all(["before", "slip"].map(opened));
    show(await checked({ text, before, slip }));
  } catch (error) {
    tell("NOTHING", words.failed, String(error));
  } finally {
    byId("check").disabled = false;
  }
}

function show({ is, proof, found, code, where, what }) {
  if (is === "SAME") {
    tell("SAME", words.same, proof.stage === "VOIDED" ? `${words.void}: ${proof.reason ?? ""}` : "");
    outcome.append(facts(proof, found));
  } else if (is === "DIFFERENT") {
    tell("DIFFERENT", words.different, labelled(code));
    outcome.append(paragraph(`${where}${what && ` – ${what}`}`));
    outcome.dataset.code = code;
  } else tell("NOTHING", is === "NOTHING" ? words.nothing : words.failed, what);
}

/** What the worker finds. */
function checked(asked) {
  const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  const answer = new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message || "no worker"));
  });
  worker.postMessage(asked);
  return answer.finally(() => worker.terminate());
}

/** The file, else what is published of the task; null where nothing is. */
async function proofText() {
  const [file] = byId("proof").files;
  if (file) return file.text();
  const code = byId("task").value.trim();
  if (!code) return null;
  const answer = await fetch(`/draws/${encodeURIComponent(code)}.json`);
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
  return answer.text();
}

async function opened(id) {
  const [file] = byId(id).files;
  return file ? file.text() : null;
}

function tell(kind, heading, said = "") {
  const title = document.createElement("h2");
  title.textContent = heading;
  outcome.replaceChildren(title, ...(said ? [paragraph(said)] : []));
  outcome.dataset.is = kind;
  delete outcome.dataset.code;
  outcome.hidden = false;
}

function paragraph(said) {
  const made = document.createElement("p");
  made.textContent = said;
  return made;
}

const labelled = (code) =>
  document.querySelector(`#differences [data-code=${CSS.escape(code)}]`)?.textContent ?? code;

// As people in China read a moment, whatever the zone of this machine: 2026-11-30 06:30:07.
const inShanghai = (moment) =>
  new Intl.DateTimeFormat("sv-SE", {
    timeZone: "Asia/Shanghai",
    dateStyle: "short",
    timeStyle: "medium",
  }).format(new Date(moment));

function facts(proof, found) {
  const made = byId("facts").content.cloneNode(true);
  const { frozen } = proof;
  const put = (name, value) => {
    made.querySelector(`[data-fact=${name}]`).textContent = String(value);
  };
  put("task", frozen.task_code);
  put("committed", inShanghai(frozen.committed_at));
  put("commitment", proof.commitment);
  put("redraws", frozen.redraws);
  for (const name of ["objects", "drawn", "unstaffed", "teams", "replaced"]) put(name, found[name]);
  const compared = made.querySelector("[data-fact=compared]");
  compared.textContent = found.compared ? compared.dataset.yes : compared.dataset.no;
  const chance = made.querySelector("[data-fact=chance]");
  const values = { ...frozen.entropy, ...proof.revealed };
  if (values.parties) values.parties = values.parties.map((each) => each.name).join(", ");
  const said = chance.dataset[frozen.entropy.kind.toLowerCase()];
  const own = found.isOwnChain ? chance.dataset.own : "";
  chance.textContent = said.replace(/\{(\w+)\}/g, (_, name) => String(values[name])) + own;
  return made;
}
