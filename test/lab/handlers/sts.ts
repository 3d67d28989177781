import type {Answers} from './answers.ts'

export const sts: Answers<typeof import('@aws-sdk/client-sts')> = {
  GetCallerIdentity: (_, {account}) => ({
    Account: account.accountId,
    Arn: account.callerArn,
    UserId: 'AROAEXAMPLE:doctor',
  }),
}
