import {UnusableInput} from '../model/errors.ts'

/** A stack as its user names it, with the region that an ARN brings along. */
export interface StackReference {
  readonly name: string
  readonly region: string | null
}

const arn = /^arn:(aws[a-z-]*):cloudformation:([a-z0-9-]+):(\d{12}):stack\/([A-Za-z][A-Za-z0-9-]*)\/([0-9a-f-]+)$/
const stackName = /^[A-Za-z][A-Za-z0-9-]{0,127}$/

/**
 * Reads a stack name or ARN. Throws UnusableInput where it is neither, or where the ARN is of another region than given. One
 * that merely stands in the environment gives way to the ARN.
 */
export function stackReference(text: string, region: string | null, environmentRegion?: string): StackReference {
  const next = 'Give the name of a stack, or its ARN as CloudFormation shows it.'
  const refuse = (message: string) => new UnusableInput([{message, location: null}], next)
  const own = arn.exec(text)?.[2]
  if (own !== undefined) {
    if (region !== null && region !== own && region !== environmentRegion)
      throw refuse(`the ARN is of ${own}, but --region says ${region}`)
    return {name: text, region: own}
  }
  if (!stackName.test(text)) throw refuse(`"${text}" is neither a stack name nor a stack ARN`)
  return {name: text, region}
}

/** The name of a stack that is given by its name or ARN. */
export function stackNameIn(text: string): string {
  return arn.exec(text)?.[4] ?? stackReference(text, null).name
}
