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
