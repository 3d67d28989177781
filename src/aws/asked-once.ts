import type {AwsSession} from './session.ts'

/** The question, asked once in a session about each subject: several look-ups then share the answer, or the failure. */
export function askedOnce<T>(
  ask: (session: AwsSession, subject: string) => Promise<T>,
): (session: AwsSession, subject?: string) => Promise<T> {
  const answers = new WeakMap<AwsSession, Map<string, Promise<T>>>()
  return (session, subject = '') => {
    const ofSession = answers.get(session) ?? new Map<string, Promise<T>>()
    answers.set(session, ofSession)
    const answer = ofSession.get(subject) ?? ask(session, subject)
    ofSession.set(subject, answer)
    return answer
  }
}
