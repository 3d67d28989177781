import {stackArnPattern, stackNamePattern} from '../model/aws-names.ts'
import {UnusableInput} from '../model/errors.ts'

/** A stack as its user names it, with the region that an ARN brings along. */
export interface StackReference {
  readonly name: string
  readonly region: string | null
}

/**
 * Reads a stack name or ARN. Throws UnusableInput where it is neither, or where the ARN is of another region than given. One
 * that merely stands in the environment gives way to the ARN.
 */
export function stackReference(text: string, region: string | null, environmentRegion?: string): StackReference {
  const next = 'Give the name of a stack, or its ARN as CloudFormation shows it.'
  const refuse = (message: string) => new UnusableInput([{message, location: null}], next)
  const own = regionOfArn(text)
  if (own !== null) {
    if (region !== null && region !== own && region !== environmentRegion)
      throw refuse(`the ARN is of ${own}, but --region says ${region}`)
    return {name: text, region: own}
  }
  if (!stackNamePattern.test(text)) throw refuse(`"${text}" is neither a stack name nor a stack ARN`)
  return {name: text, region}
}

/** The region that an ARN of a stack names; null where it is none. */
export function regionOfArn(text: string): string | null {
  return stackArnPattern.exec(text)?.[2] ?? null
}

/** The name of a stack that is given by its name or ARN. */
export function stackNameIn(text: string): string {
  return stackArnPattern.exec(text)?.[4] ?? stackReference(text, null).name
}
