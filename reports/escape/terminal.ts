import {visible} from './visible.ts'

/** One line that a terminal can only print. Colours are put around it afterwards, never before. */
export function plain(text: string): string {
  return visible(text)
}
