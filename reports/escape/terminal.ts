import {visible} from './visible.ts'

/**
 * One line that a terminal can only print, and that is no command for the runner of GitHub whose log shows the terminal: it
 * looks for `::command::` where a line begins, whatever blanks stand before it, and for `##[command]` anywhere. Any word may
 * begin a line once it is wrapped. Colours are put around it afterwards, never before.
 */
export function plain(text: string): string {
  return visible(text)
    .replace(/(^|\s):(?=:[a-z-]+(?:\s|::|$))/gi, '$1\\u{3a}')
    .replaceAll('##[', '#\\u{23}[')
}
