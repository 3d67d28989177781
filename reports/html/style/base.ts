/** Colours, type and what every section shares. Every pair of colours that carries text has a contrast of 4.5 or more. */
export const base = `
:root {
  color-scheme: light dark;
  --ground: #ffffff;
  --raised: #f6f8fa;
  --ink: #1c2128;
  --quiet: #57606a;
  --line: #d8dee4;
  --link: #0a5bb8;
  --fail: #b3261e;
  --fail-ground: #fdf1f0;
  --medium: #8a5200;
  --unknown: #7a5a00;
  --unknown-ground: #fdf7e6;
  --pass: #1a7037;
  --pass-ground: #eff8f1;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
  --mono: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0f1318;
    --raised: #171c23;
    --ink: #e4e9ef;
    --quiet: #9aa6b2;
    --line: #2d3640;
    --link: #7db5f5;
    --fail: #ff8f86;
    --fail-ground: #2a1716;
    --medium: #f0b35e;
    --unknown: #e3b955;
    --unknown-ground: #262013;
    --pass: #6fcf8b;
    --pass-ground: #13231a;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0;
  background: var(--ground);
  color: var(--ink);
  font: 1rem/1.55 var(--sans);
  overflow-wrap: anywhere;
}
main { max-width: 64rem; margin: 0 auto; padding: 2.5rem 1.5rem 5rem; }
h1, h2, h3, p, ul, pre, table { margin: 0; }
h1 { font-size: 2rem; line-height: 1.2; font-weight: 650; letter-spacing: -0.015em; }
h2 { font-size: 1.25rem; line-height: 1.3; font-weight: 650; letter-spacing: -0.005em; }
h3 { font-size: 1rem; line-height: 1.4; font-weight: 650; }
section[id] { margin-top: 3rem; }
h2 + * { margin-top: 1rem; }
a { color: var(--link); text-underline-offset: 0.15em; text-decoration-thickness: 1px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
code, pre { font-family: var(--mono); font-size: 0.875em; }
ul { padding: 0; list-style: none; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 0.9375rem; }
th, td { padding: 0.5rem 1rem 0.5rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { font-weight: 500; }
thead th { color: var(--quiet); font-size: 0.8125rem; }
th:last-child, td:last-child { padding-right: 0; }
.note { margin-top: 0.75rem; color: var(--quiet); font-size: 0.875rem; }
.skip { position: absolute; left: -99rem; padding: 0.5rem 1rem; background: var(--ground); }
.skip:focus { left: 0.5rem; top: 0.5rem; }
[hidden] { display: none; }
`
