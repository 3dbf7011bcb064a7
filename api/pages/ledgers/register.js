// Who one is, and what is asked of the register. Tokens stay in memory: closing the page signs out of it.

const DEVICE = `ledgers-${Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16)).join("")}`;
const SESSION = "... on SignedIn { accessToken refreshToken } ... on Refusal { code message }";
let tokens = null;

export class Refused extends Error {}
export class SignedOut extends Error {}

/** Sign in by the public mutation, as any client does. */
export async function signIn(login, password, language) {
  const input = { login, password, deviceId: DEVICE };
  const answer = await post(`mutation($input: SignInInput!) { signIn(input: $input) { ${SESSION} } }`, { input }, language);
  tokens = kept(answer.signIn);
}

export async function signOut() {
  const before = tokens;
  tokens = null;
  if (before) await send("mutation { signOut { __typename } }", {}, "zh", before.accessToken).catch(() => {});
}

/** The data of an answer, as who one is. A token lives minutes only: when it is spent, the session goes on. */
export async function ask(document, variables, language) {
  return (await asOneIs((token) => send(document, variables, language, token))).data;
}

/** One mutation: its success. Throws Refused with the message. */
export async function mutate(name, input, shows, language) {
  const type = `${name[0].toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation($input: ${type}!) { ${name}(input: $input) { ... on Refusal { code message } ${shows} } }`;
  const data = await ask(document, { input: { operationId: operationId(), ...input } }, language);
  if (data[name].code) throw new Refused(data[name].message);
  return data[name];
}

/** Anything else of the server's, with the token. */
export async function get(path, language) {
  const answer = await asOneIs(async (token) => {
    const response = await fetch(path, { headers: { authorization: `Bearer ${token}`, "accept-language": language } });
    return response.ok ? { response } : await response.json();
  });
  return answer.response;
}

async function asOneIs(request) {
  if (!tokens) throw new SignedOut();
  let answer = await request(tokens.accessToken);
  if (answer.errors?.[0]?.extensions?.code === "UNAUTHENTICATED") {
    await goOn();
    answer = await request(tokens.accessToken);
  }
  if (answer.errors) throw new Refused(answer.errors[0].message);
  return answer;
}

async function goOn() {
  const input = { refreshToken: tokens.refreshToken, deviceId: DEVICE };
  try {
    const document = "mutation($input: RefreshSessionInput!) { refreshSession(input: $input) { ... on SessionRefreshed { accessToken refreshToken } ... on Refusal { code message } } }";
    tokens = kept((await post(document, { input }, "zh")).refreshSession);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tokens = null;
    throw new SignedOut();
  }
}

function kept(session) {
  if (!session.accessToken) throw new Refused(session.message);
  return session;
}

async function post(document, variables, language) {
  const answer = await send(document, variables, language, null);
  if (answer.errors) throw new Refused(answer.errors[0].message);
  return answer.data;
}

async function send(query, variables, language, token) {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/graphql-response+json, application/json",
      "accept-language": language,
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

/** A UUID; `crypto.randomUUID` is missing on pages that came over plain HTTP. */
function operationId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
