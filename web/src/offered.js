/* What this server offers beside its schema: the story, and the people of the demo. */

import { createContext, useContext } from "react";

export const OfferedContext = createContext({ people: [], story: [] });

export function useOffered() {
  return useContext(OfferedContext);
}
