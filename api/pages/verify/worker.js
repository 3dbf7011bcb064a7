// Checks beside the page, which goes on answering: a province's draw takes seconds.

import { Difference, NothingToCheck, read, verify } from "./dr1.js";

onmessage = ({ data }) => postMessage(checked(data));

function checked({ text, before, slip }) {
  try {
    const proof = read(text);
    const found = verify(proof, before === null ? null : read(before), slip === null ? [] : [read(slip)]);
    const { stage, reason, commitment, revealed, frozen } = proof;
    const { task_code, committed_at, redraws, entropy } = frozen;
    const told = { stage, reason, commitment, revealed, frozen: { task_code, committed_at, redraws, entropy } };
    return { is: "SAME", proof: told, found };
  } catch (error) {
    if (error instanceof Difference) return { is: "DIFFERENT", code: error.code, where: error.where, what: error.what };
    if (error instanceof NothingToCheck) return { is: "NOTHING", what: error.message };
    return { is: "FAILED", what: String(error) };
  }
}
