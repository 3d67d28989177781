/**
 * Whether a text fits a pattern with the wildcards `*` and `?` of IAM policies. Walks along the text instead of making a
 * regular expression: a policy could name a pattern that never comes to an end.
 */
export function matchesWildcards(pattern: string, text: string): boolean {
  let at = 0
  let star = -1
  let resume = 0
  let index = 0
  while (index < text.length) {
    if (pattern[at] === '*') {
      star = at
      resume = index
      at += 1
    } else if (pattern[at] === '?' || pattern[at] === text[index]) {
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
  return /^\**$/.test(pattern.slice(at))
}

/** Whether an action of an IAM policy takes in another: case counts for nothing there. */
export function matchesAction(pattern: string, action: string): boolean {
  return matchesWildcards(pattern.toLowerCase(), action.toLowerCase())
}
