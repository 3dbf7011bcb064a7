// What the page does: choose a region by its levels, send the four, show three links once.

import { ask, byId, keepToken, paragraph, takeToken, tell, words } from "./ask.js";

const REGIONS = `query Regions($parent: String!) { regions(parent: $parent) { code name } }`;
const SET_UP = `mutation SetUpRegister($input: SetUpRegisterInput!) {
  setUpRegister(input: $input) {
    __typename
    ... on RegisterSetUp { administrators { role login link } }
    ... on Refusal { code message }
    ... on InvalidInput { violations { field message } }
  }
}`;
const LEVELS = ["province", "city", "county"].map(byId);
const ADMINISTRATORS = ["system", "security", "audit"];
const token = takeToken();
keepToken(token);
if (!token) tell("DIFFERENT", words.failed, paragraph(words.missing));

LEVELS.forEach((select, level) => select.addEventListener("change", () => fill(level + 1)));
fill(0);

/** The regions below the one chosen above, and none below those. */
async function fill(level) {
  for (const select of LEVELS.slice(level)) {
    select.replaceChildren(select.options[0]);
    select.disabled = true;
  }
  const select = LEVELS[level];
  const parent = level === 0 ? "000000" : LEVELS[level - 1].value;
  if (!select || !parent) return;
  try {
    const found = await ask(REGIONS, { parent });
    select.append(...found.map(({ code, name }) => new Option(`${name} ${code}`, code)));
    select.disabled = !found.length;
  } catch (error) {
    tell("DIFFERENT", words.failed, paragraph(String(error.message)));
  }
}

byId("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  byId("send").disabled = true;
  try {
    show(await ask(SET_UP, { input: given() }));
  } catch (error) {
    tell("DIFFERENT", words.failed, paragraph(String(error.message)));
  } finally {
    byId("send").disabled = false;
    byId("outcome").scrollIntoView({ block: "nearest" });
  }
});

function given() {
  const person = (name) => [
    name,
    {
      login: byId(`${name}-login`).value.trim(),
      displayName: byId(`${name}-name`).value.trim(),
      phone: byId(`${name}-phone`).value.trim() || null,
    },
  ];
  return {
    token,
    authority: {
      kind: byId("kind").value,
      name: byId("name").value.trim(),
      regionCode: LEVELS.map((select) => select.value).findLast(Boolean) ?? "000000",
      sectors: [...document.querySelectorAll("[name=sector]:checked")].map((each) => each.value),
    },
    ...Object.fromEntries(ADMINISTRATORS.map(person)),
  };
}

function show(payload) {
  if (payload.code) return tell("DIFFERENT", words.failed, paragraph(payload.message));
  const list = document.createElement("dl");
  for (const { role, login, link } of payload.administrators) {
    const [term, at] = ["dt", "dd"].map((name) => document.createElement(name));
    const address = document.createElement("code");
    term.textContent = `${words[role.toLowerCase().replace("_admin", "")]} · ${login}`;
    address.textContent = location.origin + link;
    at.append(address);
    list.append(term, at);
  }
  byId("form").hidden = true;
  tell("SAME", words.done, paragraph(words.next), list);
}
