/* Who one is. The tokens stay in memory: closing the page signs out of it. */

import { useSyncExternalStore } from "react";

const URL = "/graphql";
const DEVICE = `graphiql-${Math.random().toString(36).slice(2)}`;
const SIGN_IN = `mutation SignIn($input: SignInInput!) {
  signIn(input: $input) {
    __typename
    ... on SignedIn { accessToken }
    ... on Refusal { code message }
  }
}`;
const SIGN_OUT = `mutation SignOut { signOut { __typename } }`;
const NOBODY = { person: null, token: null, trouble: null };

let session = NOBODY;
const listeners = new Set();

export function useSession() {
  return useSyncExternalStore(subscribe, () => session);
}

/** Sign in by the public mutation, as any client does. */
export async function signIn(person, password) {
  const input = { login: person.login, password, deviceId: DEVICE };
  try {
    const answer = await post({ query: SIGN_IN, variables: { input } });
    const { accessToken, message } = answer.data?.signIn ?? {};
    const trouble = message ?? answer.errors?.[0]?.message ?? null;
    set(accessToken ? { person, password, token: accessToken, trouble: null } : { ...NOBODY, trouble });
  } catch (error) {
    set({ ...NOBODY, trouble: String(error) });
  }
}

/** Forget the tokens, and tell the server to. */
export async function signOut() {
  const { token } = session;
  set(NOBODY);
  if (token) await post({ query: SIGN_OUT }, { authorization: `Bearer ${token}` }).catch(() => {});
}

/** Ask as who one is. A token lives minutes only: when it is spent, sign in again and ask again. */
export async function ask(params, headers = {}) {
  const isOurs = session.token && !Object.keys(headers).some((name) => /^authorization$/i.test(name));
  if (!isOurs) return post(params, headers);
  const answer = await post(params, { ...headers, authorization: `Bearer ${session.token}` });
  if (answer.errors?.[0]?.extensions?.code !== "UNAUTHENTICATED") return answer;
  await signIn(session.person, session.password);
  return session.token ? post(params, { ...headers, authorization: `Bearer ${session.token}` }) : answer;
}

async function post(params, headers = {}) {
  const answer = await fetch(URL, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/graphql-response+json, application/json",
      ...headers,
    },
    body: JSON.stringify(params),
  });
  return answer.json();
}

function set(next) {
  session = next;
  for (const listener of listeners) listener();
}

function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
