/** The style of the reference. It follows the reader's scheme, and fits a phone. */
export const REFERENCE_STYLE = `
:root {
  color-scheme: light dark;
  --text: light-dark(#1b2430, #e6e9ee);
  --quiet: light-dark(#4d5868, #aab4c2);
  --page: light-dark(#ffffff, #12161c);
  --panel: light-dark(#f3f5f8, #1c222b);
  --line: light-dark(#d5dbe3, #333d4a);
  --link: light-dark(#0b5cad, #7db8f5);
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  display: grid;
  grid-template-columns: 16rem minmax(0, 1fr);
  margin: 0;
  background: var(--page);
  color: var(--text);
  font: 1rem/1.55 system-ui, sans-serif;
}
a { color: var(--link); }
a:focus-visible, button:focus-visible, input:focus-visible, summary:focus-visible, [tabindex]:focus-visible {
  outline: 3px solid var(--link);
  outline-offset: 2px;
}
.skip { position: absolute; left: -100vw; padding: 0.5rem 1rem; background: var(--page); }
.skip:focus { left: 0; z-index: 1; }
nav {
  position: sticky;
  top: 0;
  height: 100vh;
  overflow-y: auto;
  padding: 1.5rem 1rem;
  border-right: 1px solid var(--line);
  background: var(--panel);
}
nav ul { margin: 0; padding: 0; list-style: none; }
nav a { display: block; padding: 0.25rem 0.5rem; color: var(--text); text-decoration: none; }
nav a:hover { text-decoration: underline; }
nav .tag { margin-top: 1rem; padding: 0 0.5rem; color: var(--quiet); font-weight: 600; }
main { max-width: 60rem; padding: 1.5rem 2rem 6rem; }
h1 { margin-top: 0; }
h2 { margin-top: 3.5rem; border-bottom: 1px solid var(--line); }
h3 { margin: 2.5rem 0 0.5rem; }
h4 { margin: 1.5rem 0 0.5rem; }
code, pre { font-family: ui-monospace, monospace; font-size: 0.9em; }
code { overflow-wrap: anywhere; }
th code, td code { white-space: nowrap; }
pre {
  overflow-x: auto;
  margin: 0.5rem 0;
  padding: 0.75rem 1rem;
  border-radius: 6px;
  background: var(--panel);
  line-height: 1.45;
}
.route .method {
  padding: 0.1rem 0.5rem;
  border: 1px solid var(--line);
  border-radius: 4px;
  font-weight: 600;
}
.search { display: grid; gap: 0.25rem; padding: 0 0.5rem 1rem; }
.search[hidden] { display: none; }
.search input {
  width: 100%;
  padding: 0.4rem 0.5rem;
  border: 1px solid var(--quiet);
  border-radius: 4px;
  background: var(--page);
  color: var(--text);
  font: inherit;
}
#found { min-height: 1.5em; color: var(--quiet); font-size: 0.9em; }
.copy {
  display: block;
  margin: 0.5rem 0 -0.25rem auto;
  padding: 0.1rem 0.6rem;
  border: 1px solid var(--line);
  border-radius: 4px;
  background: var(--page);
  color: var(--text);
  font: inherit;
  font-size: 0.85em;
}
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.4rem 0.75rem 0.4rem 0; border-bottom: 1px solid var(--line); }
th, td { text-align: left; vertical-align: top; }
tbody th { font-weight: 400; }
small { color: var(--quiet); font-size: 0.9em; }
.answers { display: grid; grid-template-columns: 3.5rem minmax(0, 1fr); gap: 0.25rem 0.5rem; }
.answers { margin: 0; }
dt { font-weight: 600; }
dd { margin: 0; }
details { margin: 0.5rem 0; border: 1px solid var(--line); border-radius: 6px; padding: 0 0.75rem; }
summary { padding: 0.5rem 0; cursor: pointer; }
@media (max-width: 50rem) {
  body { display: block; }
  nav { position: static; height: auto; border: 0; border-bottom: 1px solid var(--line); }
  nav { columns: 2; }
  nav li { break-inside: avoid; }
  table { min-width: 36rem; }
  main { padding: 1rem; }
}
@media print {
  body { display: block; }
  nav { display: none; }
}
`;
