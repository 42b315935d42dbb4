import { useEffect, useRef, useState } from "preact/hooks";
import type { Entry } from "#workbench/types";
import { kinds, search, sections } from "./search";
import { routeOf, useStore } from "./store";

const Link = ({
  entry,
  caption,
  onGo,
}: {
  readonly entry: Entry;
  readonly caption?: string;
  readonly onGo: () => void;
}) => {
  const { route } = useStore();
  return (
    <li>
      <a
        href={`#/${routeOf(entry)}`}
        aria-current={route === routeOf(entry) ? "page" : undefined}
        title={entry.endpoint}
        onClick={onGo}
      >
        <span class={entry.isImportant ? "important" : undefined}>{entry.label}</span>
        {caption && <span class="caption">{caption}</span>}
        {!entry.isSafe && (
          <span class="dot" title="May write">
            <span class="hidden">, may write</span>
          </span>
        )}
      </a>
    </li>
  );
};

const links = (nav: HTMLElement | null) => [...(nav?.querySelectorAll<HTMLAnchorElement>("a") ?? [])];

/** The list on the left, with the search over it: / goes there, arrows walk through it, Escape leads back. */
export const Nav = ({ onGo }: { readonly onGo: () => void }) => {
  const { start } = useStore();
  const [text, setText] = useState("");
  const nav = useRef<HTMLElement>(null);
  const box = useRef<HTMLInputElement>(null);
  const { entries, groups } = start.component;

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof Element && event.target.matches("input, textarea, select");
      if (event.key !== "/" || isTyping) return;
      event.preventDefault();
      box.current?.focus();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      setText("");
      box.current?.focus();
    }
    if (event.key === "Enter" && event.target === box.current) links(nav.current)[0]?.click();
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const all = links(nav.current);
    const next = all.indexOf(document.activeElement as HTMLAnchorElement) + by;
    if (next < 0) box.current?.focus();
    else all[next]?.focus();
  };

  const found = text.trim() === "" ? undefined : search(entries, text);
  return (
    <nav ref={nav} aria-label="What the component offers" onKeyDown={onKeyDown}>
      <div class="search">
        <input
          ref={box}
          type="search"
          aria-label="Search"
          placeholder="Search  /"
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </div>
      {found ? (
        <>
          <p class="nav-title" role="status">
            {found.length === 0 ? "Nothing found" : `${found.length} found`}
          </p>
          <ul>
            {found.map((entry) => (
              <Link
                key={routeOf(entry)}
                entry={entry}
                caption={entry.kind === "actions" ? entry.group : kinds.find(({ kind }) => kind === entry.kind)?.title}
                onGo={onGo}
              />
            ))}
          </ul>
        </>
      ) : (
        sections(entries, groups).map(({ title, kind, entries: listed }) => (
          <section key={`${kind} ${title}`} aria-label={title}>
            <h2 class="nav-title">{title}</h2>
            <ul>
              {listed.map((entry) => (
                <Link key={routeOf(entry)} entry={entry} onGo={onGo} />
              ))}
            </ul>
          </section>
        ))
      )}
    </nav>
  );
};
