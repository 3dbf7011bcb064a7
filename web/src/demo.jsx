/* The pane beside the editor: the story step by step, and the people one can be. */

import { useEffect } from "react";

import { useGraphiQL, useGraphiQLActions } from "@graphiql/react";

import { useOffered } from "./offered.js";
import { signIn, signOut, useSession } from "./session.js";
import { filled } from "./story.js";

const IS_ZH = navigator.language.startsWith("zh");
document.documentElement.lang = IS_ZH ? "zh" : "en";

const say = (zh, en) => (IS_ZH ? zh : en);

export const DEMO_PLUGIN = { title: say("演示", "Demo"), icon: Icon, content: Demo };

/** In the corner of the page: whom the next request is asked as. */
export function Who() {
  const { person } = useSession();
  return (
    <span className="who">
      <a href="/">Spotcheck</a>
      <span className={person ? "who-name" : "who-name who-nobody"} data-login={person?.login ?? ""}>
        {person ? `${person.name} · ${roleOf(person)}` : say("访客", "a visitor")}
      </span>
      {person && (
        <button type="button" className="who-out" onClick={signOut}>
          {say("退出", "Sign out")}
        </button>
      )}
    </span>
  );
}

function Demo() {
  const { people, story } = useOffered();
  const { trouble } = useSession();
  const activeTabIndex = useGraphiQL((state) => state.activeTabIndex);
  useEffect(() => {
    document.querySelector(".graphiql-tab-active")?.scrollIntoView({ inline: "nearest" });
  }, [activeTabIndex]);
  return (
    <div className="demo">
      {trouble && <p role="alert">{trouble}</p>}
      <h2>{say("故事", "The story")}</h2>
      <p>
        {people.length > 0
          ? say("点击一步：打开文档，并以其中人物登录，然后按 ▶。", "Choose a step: it opens and signs you in as its person. Then press ▶.")
          : say("点击一步打开文档，然后按 ▶。", "Choose a step, then press ▶.")}
      </p>
      <ol>
        {story.map((step) => (
          <Step key={step.name} step={step} />
        ))}
      </ol>
      {people.length > 0 && <People />}
    </div>
  );
}

function Step({ step }) {
  const { people, password } = useOffered();
  const { tabs, activeTabIndex, queryEditor } = useGraphiQL((state) => state);
  const { addTab, changeTab, setOperationName } = useGraphiQLActions();
  const session = useSession();
  const teller = people.find(({ login }) => login === step.by);
  const isOpen = tabs[activeTabIndex]?.title === step.name;

  async function open() {
    const index = tabs.findIndex(({ title }) => title === step.name);
    if (index === -1) addTab();
    else if (index !== activeTabIndex) changeTab(index);
    queryEditor.setValue(filled(step.document));
    // The editor finds the name out a moment later; who presses ▶ at once must not send another's.
    setOperationName(step.name);
    if (teller && session.person?.login !== teller.login) await signIn(teller, password);
    if (!teller && session.person) await signOut();
  }

  return (
    <li>
      <button type="button" data-step={step.name} aria-current={isOpen} onClick={open}>
        <span>{say(step.zh, step.en)}</span>
        <small>{teller ? `${teller.name} · ${roleOf(teller)}` : say("任何人", "anyone")}</small>
      </button>
    </li>
  );
}

function People() {
  const { people, password } = useOffered();
  const { person } = useSession();
  return (
    <>
      <h2>{say("人物", "The people")}</h2>
      <p>{say("点击姓名即可登录。人物均为虚构。", "Click a name to sign in. All people are invented.")}</p>
      <ul>
        {people.map((each) => (
          <li key={each.login}>
            <button
              type="button"
              data-person={each.login}
              aria-pressed={person?.login === each.login}
              onClick={() => signIn(each, password)}
            >
              <span>
                <span lang="zh">{each.name}</span> · {roleOf(each)}
              </span>
              <small lang={each.at ? "zh" : undefined}>{each.at || each.login}</small>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function roleOf(person) {
  return say(person.role.zh, person.role.en);
}

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <circle cx="9" cy="8" r="3.5" />
      <path d="M2.5 20c0-3.6 2.9-6 6.5-6s6.5 2.4 6.5 6" />
      <path d="M15.5 4.8a3.5 3.5 0 0 1 0 6.4M18 14.6c2.2.9 3.5 2.8 3.5 5.4" />
    </svg>
  );
}
