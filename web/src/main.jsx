/* GraphiQL with the story in its tabs and the demo's people beside them. */

import "./workers.js";
import "graphiql/style.css";
import "./style.css";

import { GraphiQL, HISTORY_PLUGIN } from "graphiql";
import { createRoot } from "react-dom/client";

import { DEMO_PLUGIN, Who } from "./demo.jsx";
import { OfferedContext } from "./offered.js";
import { ask } from "./session.js";
import { filled, remember } from "./story.js";

const FIRST = `# Spotcheck 抽查
#
# Write a query and press Ctrl-Enter; Ctrl-Space completes. The book on the left is the schema.
# 在此编写查询，Ctrl-Enter 运行，Ctrl-空格 补全；左侧书本图标是模式文档。

query Regions {
  regions(parent: "000000") {
    code
    name
  }
}
`;

const WIDTH = "graphiql:docExplorerFlex";

async function offers() {
  const answer = await fetch("/ide/demo.json");
  return answer.ok ? answer.json() : { people: [], story: [] };
}

async function fetcher(params, options) {
  // GraphiQL hands over what is in its headers editor; what stands there wins.
  const answer = await ask(params, options?.headers);
  remember(answer);
  return answer;
}

function Ide({ offered }) {
  const tabs = offered.story.map(({ document }) => ({ query: filled(document) }));
  const hasDemo = tabs.length > 0;
  return (
    <OfferedContext.Provider value={offered}>
      <GraphiQL
        fetcher={fetcher}
        defaultQuery={FIRST}
        defaultTabs={hasDemo ? tabs : undefined}
        defaultEditorToolsVisibility={false}
        plugins={hasDemo ? [HISTORY_PLUGIN, DEMO_PLUGIN] : undefined}
        visiblePlugin={hasDemo ? DEMO_PLUGIN.title : undefined}
        shouldPersistHeaders={false}
        showPersistHeadersSettings={false}
      >
        <GraphiQL.Logo>
          <Who />
        </GraphiQL.Logo>
      </GraphiQL>
    </OfferedContext.Provider>
  );
}

// The pane takes a third of the width by itself; queries need it more.
if (!localStorage.getItem(WIDTH)) localStorage.setItem(WIDTH, "0.27");

const offered = await offers();
createRoot(document.getElementById("root")).render(<Ide offered={offered} />);
