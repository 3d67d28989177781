import {dummyCredentials, type Lab} from './index.ts'

export interface ClientSettings {
  readonly endpoint: string
  readonly region: string
  readonly credentials: typeof dummyCredentials
  readonly maxAttempts: number
}

/** Settings that point an unmodified SDK client at the lab from within a test: `new EC2Client(clientSettings(lab))`. */
export function clientSettings(lab: Pick<Lab, 'endpoint' | 'account'>, maxAttempts = 1): ClientSettings {
  return {endpoint: lab.endpoint, region: lab.account.region, credentials: dummyCredentials, maxAttempts}
}
