// What the page does: send the token and the chosen password, once.

import { ask, byId, keepToken, paragraph, takeToken, tell, words } from "./ask.js";

const SET = `mutation SetPassword($input: SetPasswordInput!) {
  setPassword(input: $input) {
    __typename
    ... on PasswordSet { account { login displayName } }
    ... on Refusal { code message }
  }
}`;
const token = takeToken();
keepToken(token);
if (!token) tell("DIFFERENT", words.failed, paragraph(words.missing));

byId("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const [first, again] = [byId("password"), byId("again")];
  if (first.value !== again.value) {
    tell("DIFFERENT", words.failed, paragraph(words.unequal));
    return again.focus();
  }
  byId("send").disabled = true;
  try {
    show(await ask(SET, { input: { token, newPassword: first.value } }));
  } catch (error) {
    tell("DIFFERENT", words.failed, paragraph(String(error.message)));
  } finally {
    byId("send").disabled = false;
  }
});

function show(payload) {
  if (payload.code) return tell("DIFFERENT", words.failed, paragraph(payload.message));
  const { login, displayName } = payload.account ?? {};
  byId("form").hidden = true;
  byId("form").reset();
  tell("SAME", words.done, paragraph(words.next.replace("{login}", login ?? displayName ?? "")));
}
