/** On paper everything is told: nothing is folded or filtered away, and addresses can be read. */
export const print = `
@media print {
  :root {
    --ground: #ffffff; --raised: #f6f8fa; --ink: #000000; --quiet: #444c56; --line: #c8ced4; --link: #000000;
    --fail: #a01d16; --fail-ground: #ffffff; --medium: #704200; --unknown: #604700; --unknown-ground: #ffffff;
    --pass: #145a2b; --pass-ground: #ffffff;
    color-scheme: light;
  }
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  #filter, .skip { display: none; }
  .verdict, .gap { border: 1px solid var(--line); }
  details::details-content { display: block; content-visibility: visible; block-size: auto; }
  .message, .evidence tr, .row, .nodes tr, .requirements tr, pre, .topology { break-inside: avoid; }
  h2, h3, .check > summary { break-after: avoid; }
  .topology { max-width: 100%; }
  a[href^="https:"]::after { content: " (" attr(href) ")"; color: var(--quiet); font-size: 0.85em; }
  .requirements a[href^="https:"]::after { content: none; }
}
`
