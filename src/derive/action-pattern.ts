/**
 * Whether an action of an IAM policy takes in another, its wildcards `*` and `?` read and case left out. Walks along the
 * text instead of making a regular expression: a template could name a pattern that never comes to an end.
 */
export function matchesAction(pattern: string, action: string): boolean {
  const [wanted, text] = [pattern.toLowerCase(), action.toLowerCase()]
  let at = 0
  let star = -1
  let resume = 0
  let index = 0
  while (index < text.length) {
    if (wanted[at] === '*') {
      star = at
      resume = index
      at += 1
    } else if (wanted[at] === '?' || wanted[at] === text[index]) {
      at += 1
      index += 1
    } else if (star >= 0) {
      // The last star takes in one character more.
      resume += 1
      index = resume
      at = star + 1
    } else {
      return false
    }
  }
  return /^\**$/.test(wanted.slice(at))
}
