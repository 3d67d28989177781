import stringWidth from 'fast-string-width'
import type {Result} from '../../../src/model/report.ts'
import {html, type Markup} from '../../escape/html.ts'
import {visible} from '../../escape/visible.ts'
import {marks} from '../../story/status.ts'
import type {Anchors} from '../anchors.ts'

/** A place in the drawing, in units of its view box. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** What fails, by name, and where the page tells of it. */
export interface Failing {
  readonly names: ReadonlyMap<string, Result>
  readonly anchors: Anchors
}

/** Of a letter of the drawing, on average and rather more than less. SVG can't wrap or cut text by itself. */
const letterWidth = 7.4

/** As much of a text as fits into `width`, ending with an ellipsis where it is cut. */
export function fitted(raw: string, width: number): string {
  const text = visible(raw)
  const room = Math.max(2, Math.floor(width / letterWidth))
  if (stringWidth(text) <= room) return text
  let kept = ''
  for (const {segment} of new Intl.Segmenter('en').segment(text)) {
    if (stringWidth(kept + segment) > room - 1) break
    kept += segment
  }
  return `${kept}…`
}

/** A line of text with the whole of it as its tooltip where it had to be cut. */
export function label(raw: string, x: number, y: number, width: number, style = ''): Markup {
  const text = fitted(raw, width)
  const whole = text === visible(raw) ? null : html`<title>${raw}</title>`
  return html`<text class="${style}" x="${x}" y="${y}">${text}${whole}</text>`
}

/** `inside`, marked and leading to the check that has a finding about one of the names; as it is where there is none. */
export function linked(names: readonly string[], failing: Failing, inside: (failed: boolean) => Markup): Markup {
  const result = names.map(name => failing.names.get(name)).find(found => found !== undefined)
  if (result === undefined) return inside(false)
  const anchor = failing.anchors.get(result.check) ?? ''
  return html`<a class="failed" href="#${anchor}" aria-label="${names[0] ?? ''}: ${result.title}, failed">${inside(true)}</a>`
}

/** The name, with the mark of what fails before it. */
export function marked(name: string, failed: boolean): string {
  return failed ? `${marks.fail} ${name}` : name
}

export function rectangle({x, y, width, height}: Box, style: string, radius = 6): Markup {
  return html`<rect class="${style}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>`
}
