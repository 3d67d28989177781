import {regionPattern} from '../model/aws-names.ts'
import {UnusableInput} from '../model/errors.ts'

/** A region as it was given, null where it is empty. Throws UnusableInput for what can be none: a slip would be blamed on the rest. */
export function regionIn(given: string | undefined): string | null {
  if (given === undefined || given === '') return null
  if (regionPattern.test(given)) return given
  throw new UnusableInput(
    [{message: `"${given}" is no AWS region`, location: null}],
    'Give it as AWS writes it, such as eu-west-1 (--region, or AWS_REGION).',
  )
}
