/* What the story's documents leave open, and what one step hands on to the next. */

let visit = "VISIT";
let hash = "HASH";

/** The document, to be run today, as an operation that nobody has sent before. */
export function filled(document) {
  return document
    .replaceAll('"OPERATION_ID"', `"${operationId()}"`)
    .replaceAll('"TODAY"', `"${today()}"`)
    .replaceAll('"NOW"', `"${new Date().toISOString()}"`)
    .replaceAll('"VISIT"', `"${visit}"`)
    .replaceAll('"HASH"', `"${hash}"`);
}

/** Keep the inspection that was assigned, and the hash of its record: the next steps are about them. */
export function remember(answer) {
  visit = answer.data?.assignInspection?.inspection?.id ?? visit;
  hash = answer.data?.fileInspectionResult?.inspection?.record?.hash ?? hash;
}

/** The date where the register is, as the server counts it. */
function today() {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date());
}

/** A UUID of version 7: its first 48 bits are the time. */
function operationId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const now = Date.now();
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 256 ** (5 - i)) % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
