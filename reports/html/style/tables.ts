/** Requirements and nodes. */
export const tables = `
.status { white-space: nowrap; }
.status > span { display: inline-block; width: 1.1em; font-weight: 700; }
.status.fail { color: var(--fail); font-weight: 600; }
.status.error { color: var(--fail); }
.status.unknown { color: var(--unknown); }
.status.pass > span { color: var(--pass); }
.status.waived, .status.not-applicable, .status.not-checked { color: var(--quiet); }
.requirements th:first-child { width: 4rem; }
.requirements th:last-child { width: 9.5rem; }
.requirements .checks { display: block; font-size: 0.8125rem; color: var(--quiet); }
.requirements .id { color: var(--quiet); }
.nodes th:first-child { width: 45%; }
.nodes tbody th { font-weight: 550; }
.about { display: block; color: var(--quiet); font-size: 0.8125rem; font-weight: 400; }
.nodes .ill { color: var(--fail); }
.nodes .unseen { color: var(--unknown); }
.services { columns: 2; margin-top: 0.5rem; color: var(--quiet); font-size: 0.875rem; }
.services span { color: var(--ink); }
.troubles { margin-top: 0.25rem; font-size: 0.9375rem; }
@media (max-width: 40rem) {
  .requirements th:first-child { width: 3.25rem; }
  .requirements th:last-child { width: 7.5rem; }
  .services { columns: 1; }
  th, td { padding-right: 0.625rem; }
}
`
