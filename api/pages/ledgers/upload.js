// A file to its address (tus 1.0): piece by piece, and on from where the server says after a break.

import { hexOf, sha256 } from "/verify/sha256.js";

const PIECE = 1024 * 1024;
const TRIES = 6;
const TUS = { "tus-resumable": "1.0.0" };

export async function hashOf(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  // Missing on pages that came over plain HTTP from another machine.
  if (!crypto.subtle) return hexOf(sha256(bytes));
  return hexOf(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/** Send what is missing. Throws what the server refuses it for; `null` after too many broken connections. */
export async function send(file, url, progress, language, broken) {
  for (let tries = 0; tries < TRIES; ) {
    try {
      let offset = await arrived(url, language);
      progress(offset / file.size);
      while (offset < file.size) {
        offset = await piece(file, url, offset, language);
        progress(offset / file.size);
        tries = 0;
      }
      return true;
    } catch (error) {
      if (error.isFinal) throw error;
      tries += 1;
      broken();
      await new Promise((go) => setTimeout(go, Math.min(500 * 2 ** tries, 15000)));
    }
  }
  return false;
}

async function arrived(url, language) {
  const answer = await fetch(url, { method: "HEAD", headers: { ...TUS, "accept-language": language } });
  if (!answer.ok) await refuse(answer);
  return Number(answer.headers.get("upload-offset"));
}

async function piece(file, url, offset, language) {
  const headers = { ...TUS, "content-type": "application/offset+octet-stream", "upload-offset": String(offset), "accept-language": language };
  const answer = await fetch(url, { method: "PATCH", headers, body: file.slice(offset, offset + PIECE) });
  if (!answer.ok) await refuse(answer);
  return Number(answer.headers.get("upload-offset"));
}

async function refuse(answer) {
  const body = await answer.json().catch(() => ({}));
  const error = new Error(body.errors?.[0]?.message ?? `${answer.status} ${answer.statusText}`);
  // Another offset, or a store that is away for a moment: asked again, it may go on.
  error.isFinal = answer.status < 500 && answer.status !== 409;
  throw error;
}
