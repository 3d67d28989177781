import type {ServiceQuota} from '@aws-sdk/client-service-quotas'
import {AwsError} from '../protocol/aws-error.ts'
import type {Answers} from './answers.ts'

export const serviceQuotas: Answers<typeof import('@aws-sdk/client-service-quotas')> = {
  GetServiceQuota: ({ServiceCode, QuotaCode}, {account}) => ({
    Quota: quota(account.quotas, ServiceCode, QuotaCode),
  }),

  GetAWSDefaultServiceQuota: ({ServiceCode, QuotaCode}, {account}) => ({
    Quota: quota(account.defaultQuotas, ServiceCode, QuotaCode),
  }),

  ListServiceQuotas: ({ServiceCode}, {account}) => ({
    Quotas: account.quotas.filter(one => one.ServiceCode === ServiceCode),
  }),
}

function quota(quotas: readonly ServiceQuota[], service = '', code = ''): ServiceQuota {
  const found = quotas.find(({ServiceCode, QuotaCode}) => ServiceCode === service && QuotaCode === code)
  if (found === undefined) {
    throw new AwsError(
      'NoSuchResourceException',
      'The request failed because the specified service quota does not exist.',
    )
  }
  return found
}
