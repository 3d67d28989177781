import {createHash} from 'node:crypto'
import type {Report} from '../src/model/report.ts'
import {html as markup, ours} from './escape/html.ts'
import type {ReportFormat} from './format.ts'
import {anchorsOf} from './html/anchors.ts'
import {checks} from './html/checks.ts'
import {head} from './html/head.ts'
import {nodes} from './html/nodes.ts'
import {requirements} from './html/requirements.ts'
import {script} from './html/script.ts'
import {style} from './html/style/index.ts'
import {topology} from './html/topology.ts'
import {waivers} from './html/waivers.ts'
import {verdictOf} from './story/verdict.ts'

/** One page that needs nothing else: no network, no script to be read, no other file. */
export const html: ReportFormat = {
  id: 'html',
  extension: 'html',
  render: report => page(report),
}

/** Nothing loads and nothing runs but the style and the script below, which the browser knows by their hashes. */
const policy = [
  "default-src 'none'",
  `style-src '${hashOf(style)}'`,
  `script-src '${hashOf(script)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

function page(report: Report): string {
  const anchors = anchorsOf(report.results)
  const {status} = verdictOf(report)
  const name = report.target.stackName ?? `${report.target.kind} stack`
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${status.toUpperCase()}: ${name}, examined by ${report.tool.name}</title>
<style>${ours(style)}</style>
</head>
<body>
<a class="skip" href="#checks">Skip to the checks</a>
<main>
${head(report)}
${topology(report, anchors)}
${checks(report, anchors)}
${waivers(report)}
${nodes(report)}
${requirements(report, anchors)}
</main>
<script>${ours(script)}</script>
</body>
</html>
`.toString()
}
