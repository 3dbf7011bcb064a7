// What the pages share: the token behind `#`, a question to the API, and the outcome.

export const byId = (id) => document.getElementById(id);
export const words = document.querySelector("main").dataset;

/** The token of the address, which is then taken out of the address and its history. */
export function takeToken() {
  const token = location.hash.slice(1);
  if (token) history.replaceState(null, "", location.pathname + location.search);
  return token;
}

/** The other language's page keeps the token, which its address does not have any more. */
export function keepToken(token) {
  for (const link of document.querySelectorAll("header a[hreflang]")) link.hash = token;
}

/** The one field of a document with `$input`; errors are raised. */
export async function ask(query, variables) {
  const answer = await fetch("/graphql", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/graphql-response+json",
      "accept-language": document.documentElement.lang,
    },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await answer.json();
  const [payload] = Object.values(data ?? {});
  if (payload == null) throw new Error(errors?.[0]?.message ?? answer.statusText);
  return payload;
}

/** Says how it ended, to people who listen too. */
export function tell(is, heading, ...more) {
  const outcome = byId("outcome");
  const title = document.createElement("h2");
  title.textContent = heading;
  outcome.replaceChildren(title, ...more);
  outcome.dataset.is = is;
  outcome.hidden = false;
}

export function paragraph(text) {
  const made = document.createElement("p");
  made.textContent = text;
  return made;
}
