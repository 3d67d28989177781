/** The drawing of the topology. */
export const drawing = `
.scroll { overflow-x: auto; padding-bottom: 0.25rem; }
.topology { display: block; height: auto; font-family: var(--sans); }
/* On a narrow screen it is moved instead of shrunk: its letters stay as large as they are. */
@media (min-width: 60rem) { .topology { max-width: 100%; } }
.topology text { fill: var(--ink); font-size: 13px; }
.topology .place { font-size: 14px; font-weight: 650; }
.topology .name { font-weight: 550; }
.topology .quiet { fill: var(--quiet); font-size: 12px; }
.topology .zone { fill: var(--raised); }
.topology .box { fill: var(--ground); stroke: var(--line); }
.topology .box.failed { fill: var(--fail-ground); stroke: var(--fail); stroke-width: 1.5px; }
.topology a.failed { cursor: pointer; }
.topology a.failed > text { fill: var(--fail); }
.topology a.failed:hover > text { text-decoration: underline; }
.topology a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.topology .arrow { fill: none; stroke: var(--quiet); stroke-width: 1.25px; }
.dot rect { fill: var(--pass); fill-opacity: 0.75; }
.dot.failed rect { fill: var(--fail); fill-opacity: 1; }
.dot.unseen rect { fill: var(--ground); stroke: var(--unknown); stroke-width: 1.5px; }
.topology .sign { font-size: 11px; font-weight: 700; text-anchor: middle; fill: var(--ground); }
.topology .dot.unseen .sign { fill: var(--unknown); }
`
