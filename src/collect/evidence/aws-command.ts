import {quoted} from '../../nodes/probe/quoted.ts'

/** A command line of the AWS CLI that gets what this run could not: names from AWS are quoted where a shell would mind them. */
export function awsCommand(
  operation: string,
  region: string,
  options: Readonly<Record<string, string | true>>,
): string {
  const words = [...Object.entries(options), ['region', region] as const].flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [`--${name}`, /^[A-Za-z0-9_.:/@=-]+$/.test(value) ? value : quoted(value)],
  )
  return `aws ${operation} ${words.join(' ')}`
}
