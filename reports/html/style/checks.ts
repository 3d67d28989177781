/** The list of checks and what filters it. */
export const checks = `
#filter {
  display: flex;
  flex-wrap: wrap;
  align-items: end;
  gap: 0.75rem;
  padding-bottom: 1.25rem;
  border-bottom: 1px solid var(--line);
}
#filter[hidden] { display: none; }
#filter label { display: grid; gap: 0.25rem; color: var(--quiet); font-size: 0.8125rem; }
#filter .wide { flex: 1 1 14rem; }
#filter input, #filter select, #filter button {
  width: 100%;
  min-height: 2.375rem;
  padding: 0.375rem 0.625rem;
  border: 1px solid var(--line);
  border-radius: 6px;
  background: var(--ground);
  color: var(--ink);
  font: inherit;
  font-size: 0.9375rem;
}
#filter button { width: auto; padding-inline: 1rem; background: var(--raised); cursor: pointer; }
#shown { flex: 1 0 100%; color: var(--quiet); font-size: 0.875rem; }
.group { margin-top: 2rem; }
section.group > h3, details.group > summary { margin-bottom: 0.75rem; }
details.group > summary h3 { display: inline; }
.count { margin-left: 0.25rem; color: var(--quiet); font-weight: 400; font-variant-numeric: tabular-nums; }
summary { cursor: pointer; }
details.check { border: 1px solid var(--line); border-radius: 10px; }
details.check + details.check { margin-top: 0.75rem; }
.check > summary {
  display: grid;
  grid-template-columns: 5rem 1fr;
  align-items: baseline;
  gap: 0.125rem 0.75rem;
  padding: 0.875rem 1.25rem;
  list-style: none;
}
.check > summary::-webkit-details-marker { display: none; }
.check > summary:focus-visible { border-radius: 10px; }
.check .title { font-weight: 600; }
.check .meta { grid-column: 2; color: var(--quiet); font-size: 0.8125rem; }
.severity { font-size: 0.75rem; font-weight: 700; letter-spacing: 0.05em; text-transform: uppercase; color: var(--quiet); }
.severity.critical, .severity.high, .severity.error { color: var(--fail); }
.severity.medium { color: var(--medium); }
.check .body { padding: 0 1.25rem 1.25rem 7rem; }
.findings > li + li { margin-top: 1.5rem; }
.message { font-weight: 500; }
.subject { margin-top: 0.125rem; color: var(--quiet); font-size: 0.875rem; }
.evidence { margin-top: 0.625rem; font-size: 0.875rem; }
.evidence th, .evidence td { padding-block: 0.25rem; }
.evidence tbody th { color: var(--quiet); font-weight: 400; }
.evidence td { font-family: var(--mono); font-size: 0.8125rem; }
.partly, .waiver { margin-top: 1rem; font-size: 0.9375rem; }
.waivers li { margin-top: 0.5rem; font-size: 0.9375rem; }
.waivers .kept { color: var(--quiet); }
.waivers .due > span:first-child { color: var(--unknown); font-weight: 700; }
.findings .waiver { margin-top: 0.25rem; color: var(--quiet); font-size: 0.875rem; }
.partly > span:first-child { color: var(--unknown); font-weight: 700; }
.remedy { margin-top: 1.25rem; font-size: 0.9375rem; }
.remedy > * + * { margin-top: 0.625rem; }
pre { padding: 0.75rem 1rem; border-radius: 6px; background: var(--raised); white-space: pre-wrap; }
pre code { display: block; padding-left: 1.5em; text-indent: -1.5em; }
pre code + code { margin-top: 0.25rem; }
.body > pre + p { margin-top: 0.75rem; font-size: 0.9375rem; }
.gap { padding: 1rem 1.25rem; border-radius: 10px; background: var(--unknown-ground); }
.gap + .gap { margin-top: 0.75rem; }
.gap > p:first-child { font-size: 0.9375rem; margin-bottom: 0.5rem; }
.cure { display: block; color: var(--quiet); }
.row { display: grid; grid-template-columns: 1.25rem 1fr auto; gap: 0.125rem 0.5rem; align-items: baseline; padding: 0.375rem 0; font-size: 0.9375rem; }
.row .title { font-weight: 400; }
.row .meta { grid-column: 3; text-align: right; }
.row .why { display: block; color: var(--quiet); font-size: 0.875rem; }
.row.pass .mark { color: var(--pass); }
.row.unknown .mark { color: var(--unknown); font-weight: 700; }
.check:target, .group:target { scroll-margin-top: 1rem; }
details.check:target { border-color: var(--link); }
@media screen { .filtered { display: none; } }
@media (max-width: 40rem) {
  main { padding: 1.5rem 1rem 3rem; }
  h1 { font-size: 1.625rem; }
  .verdict { padding: 1.125rem 1.25rem; }
  .sentence { font-size: 1.1875rem; }
  .check > summary { grid-template-columns: 1fr; padding: 0.75rem 1rem; }
  .check .meta { grid-column: 1; }
  .check .body { padding: 0 1rem 1rem; }
  #filter .wide { flex-basis: 100%; }
  #filter label:not(.wide) { flex: 1 1 5rem; }
  .row { grid-template-columns: 1.25rem 1fr; }
  .row .meta { grid-column: 2; text-align: left; }
}
`
