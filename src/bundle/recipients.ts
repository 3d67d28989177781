import {Encrypter} from 'age-encryption'
import {readBounded} from '../files/bounded-read.ts'
import {type Problem, UnusableInput} from '../model/errors.ts'

const largestFile = 65_536
const most = 100

/**
 * Whom a bundle is encrypted to, from what `--encrypt-to` was given: recipients of age (`age1…`), or files with one a line and
 * comments, as age takes them. Throws UnusableInput with every one that is of no use, so that nothing is collected for a bundle
 * that could not be encrypted.
 */
export function readRecipients(given: readonly string[]): readonly string[] {
  const problems: Problem[] = []
  const recipients = new Set<string>()
  const take = (text: string, location: Problem['location']): void => {
    const fault = recipientFault(text)
    if (fault === null) recipients.add(text)
    else problems.push({message: fault, location})
  }
  for (const text of given) {
    if (text.startsWith('age1') || looksLikeKey(text)) take(text, null)
    else for (const {recipient, line} of recipientsIn(text, problems)) take(recipient, {file: text, line})
  }
  if (recipients.size === 0 && problems.length === 0) problems.push({message: 'no recipient is given', location: null})
  if (recipients.size > most) problems.push({message: `there are more than ${most} recipients`, location: null})
  if (problems.length > 0) {
    throw new UnusableInput(
      problems,
      'Give --encrypt-to a recipient such as age1…, as age-keygen prints it, or a file with one on each line.',
    )
  }
  return [...recipients]
}

/** Refuses what the library takes no key from; the text itself may be a secret key, so it is not told. */
function recipientFault(text: string): string | null {
  if (/^AGE-SECRET-KEY-/i.test(text)) return 'a secret key is no recipient: give the public one, age1…'
  if (text.startsWith('ssh-')) return 'keys of SSH are not taken: give a recipient of age, age1…'
  try {
    new Encrypter().addRecipient(text)
    return null
  } catch {
    return `"${text.slice(0, 12)}…" is no recipient of age`
  }
}

function looksLikeKey(text: string): boolean {
  return /^(AGE-SECRET-KEY-|ssh-)/i.test(text)
}

interface Listed {
  readonly recipient: string
  readonly line: number
}

function recipientsIn(file: string, problems: Problem[]): readonly Listed[] {
  const read = readBounded(file, largestFile)
  if (!('bytes' in read)) {
    const why = 'failure' in read ? read.failure : 'is larger than any file of recipients'
    problems.push({message: `the file of recipients ${why}`, location: {file}})
    return []
  }
  const listed = read.bytes
    .toString('utf8')
    .split('\n')
    .map((text, index) => ({recipient: text.trim(), line: index + 1}))
    .filter(({recipient}) => recipient !== '' && !recipient.startsWith('#'))
  if (listed.length === 0) problems.push({message: 'holds no recipient', location: {file}})
  return listed
}
