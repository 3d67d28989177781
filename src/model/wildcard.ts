/** Whether a text fits a pattern in which `*` stands for any text, case counting: a condition of AWS Backup. */
export function matchesStars(pattern: string, text: string): boolean {
  return fits(pattern, text, null)
}

/** Whether a text fits a pattern with the wildcards `*` and `?` of IAM policies, case counting. */
export function matchesWildcards(pattern: string, text: string): boolean {
  return fits(pattern, text, '?')
}

/** Whether an action of an IAM policy takes in another: case counts for nothing there. */
export function matchesAction(pattern: string, action: string): boolean {
  return matchesWildcards(pattern.toLowerCase(), action.toLowerCase())
}

/** Walks along the text instead of making a regular expression: a pattern from AWS could be one that never comes to an end. */
function fits(pattern: string, text: string, one: '?' | null): boolean {
  let at = 0
  let star = -1
  let resume = 0
  let index = 0
  while (index < text.length) {
    if (pattern[at] === '*') {
      star = at
      resume = index
      at += 1
    } else if (at < pattern.length && (pattern[at] === one || pattern[at] === text[index])) {
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
