/**
 * Whether a text fits a pattern in which `*` stands for any text, case counting. Walks along the text instead of making a
 * regular expression: the pattern comes from AWS.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  const last = rest.pop()
  if (last === undefined) return pattern === text
  if (!text.startsWith(first)) return false
  let at = first.length
  for (const part of rest) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return text.length - last.length >= at && text.endsWith(last)
}

/**
 * Whether an ARN is one that AWS Backup selects by the pattern: `*` at the end, or in the place of a whole field such as the
 * region. Source: AWS Backup, assigning resources.
 */
export function matchesArn(pattern: string, arn: string): boolean {
  const open = pattern.endsWith('*')
  const fields = (open ? pattern.slice(0, -1) : pattern).split(':')
  const own = arn.split(':')
  const last = fields.length - 1
  if (open ? last >= own.length : fields.length !== own.length) return false
  return fields.every((field, index) => {
    if (index < last) return field === '*' || field === own[index]
    return open ? own.slice(last).join(':').startsWith(field) : field === own[index]
  })
}
