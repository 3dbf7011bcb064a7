// What a client's developer writes on top of the generated types; it is compiled, not run.
import type {
  AssignmentQuery,
  FileInspectionResultMutation,
  RefreshSessionMutation,
  SignInMutation,
} from "./generated/graphql.ts";

export function filed(answer: FileInspectionResultMutation): string {
  const payload = answer.fileInspectionResult;
  switch (payload.__typename) {
    case "InspectionResultFiled":
      return payload.inspection?.record?.hash ?? "not visible";
    case "InvalidInput":
      return payload.violations.map((each) => `${each.field}: ${each.message}`).join("; ");
    default:
      // All other members are refusals: those of today, and those still to come.
      return `${payload.code}: ${payload.message}`;
  }
}

export function tokens(answer: SignInMutation | RefreshSessionMutation): string | undefined {
  const payload = "signIn" in answer ? answer.signIn : answer.refreshSession;
  if (payload.__typename === "SignedIn" || payload.__typename === "SessionRefreshed") {
    return payload.accessToken;
  }
  return undefined;
}

export function signable(screen: AssignmentQuery): { text: string; hash: string } | undefined {
  const { canonical, hash } = screen.inspection?.record ?? {};
  // Versions older than the canonical form have neither.
  return canonical && hash ? { text: canonical, hash } : undefined;
}
