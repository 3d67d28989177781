/** The head of the page: what was examined, the verdict, the numbers. */
export const head = `
.tool { color: var(--quiet); font-size: 0.8125rem; margin-bottom: 0.75rem; }
.facts { margin-top: 0.375rem; color: var(--quiet); }
.verdict {
  --tone: var(--unknown);
  --tone-ground: var(--unknown-ground);
  margin-top: 2rem;
  padding: 1.5rem 1.75rem;
  border-radius: 10px;
  background: var(--tone-ground);
}
.verdict.fail { --tone: var(--fail); --tone-ground: var(--fail-ground); }
.verdict.pass { --tone: var(--pass); --tone-ground: var(--pass-ground); }
.word { color: var(--tone); font-size: 0.875rem; font-weight: 700; letter-spacing: 0.06em; text-transform: uppercase; }
.sentence { margin-top: 0.125rem; font-size: 1.375rem; line-height: 1.35; font-weight: 600; letter-spacing: -0.01em; }
.bar { display: block; width: 100%; height: 8px; margin-top: 1.25rem; border-radius: 4px; background: var(--line); }
.bar .fail { fill: var(--fail); }
.bar .error { fill: var(--fail); fill-opacity: 0.6; }
.bar .waived { fill: var(--quiet); }
.bar .unknown { fill: var(--unknown); }
.bar .pass { fill: var(--pass); }
.coverage { margin-top: 0.75rem; font-size: 0.9375rem; }
.tally { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin-top: 0.25rem; font-size: 0.9375rem; }
.tally li { color: var(--quiet); }
.tally a { color: var(--ink); text-decoration-color: var(--line); }
.tally b { font-weight: 650; font-variant-numeric: tabular-nums; }
.tally .fail b { color: var(--fail); }
.tally .unknown b { color: var(--unknown); }
.tally .pass b { color: var(--pass); }
`
