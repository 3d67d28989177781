import {AwsError} from '../protocol/aws-error.ts'
import type {Answers} from './answers.ts'

/** Without a wish for others the list holds only these: AWS's own surprise. */
const listedByDefault = ['RSA_1024', 'RSA_2048']

export const acm: Answers<typeof import('@aws-sdk/client-acm')> = {
  DescribeCertificate: ({CertificateArn = ''}, {account}) => {
    if (!/^arn:[\w-]+:acm:[\w-]*:\d+:[\w/-]+$/.test(CertificateArn)) {
      throw new AwsError(
        'ValidationException',
        `1 validation error detected: Value '${CertificateArn}' at 'certificateArn' failed to satisfy constraint`,
      )
    }
    const found = account.certificates.find(certificate => certificate.CertificateArn === CertificateArn)
    if (found !== undefined) return {Certificate: found}
    const owner = CertificateArn.split(':')[4]
    throw new AwsError(
      'ResourceNotFoundException',
      `Could not find certificate ${CertificateArn}${owner === account.accountId ? '' : ` in account ${account.accountId}`}.`,
    )
  },

  ListCertificates: ({CertificateStatuses, Includes}, {account}) => {
    const keyTypes: readonly string[] = Includes?.keyTypes ?? listedByDefault
    const shown = account.certificates.filter(
      ({KeyAlgorithm, Status = ''}) =>
        keyTypes.includes(KeyAlgorithm.replaceAll('-', '_')) &&
        (CertificateStatuses === undefined || (CertificateStatuses as readonly string[]).includes(Status)),
    )
    return {
      CertificateSummaryList: shown.map(certificate => ({
        CertificateArn: certificate.CertificateArn,
        DomainName: certificate.DomainName,
        SubjectAlternativeNameSummaries: certificate.SubjectAlternativeNames?.slice(0, 100),
        HasAdditionalSubjectAlternativeNames: (certificate.SubjectAlternativeNames?.length ?? 0) > 100,
        Status: certificate.Status,
        Type: certificate.Type,
        KeyAlgorithm: certificate.KeyAlgorithm,
        InUse: (certificate.InUseBy?.length ?? 0) > 0,
        RenewalEligibility: certificate.RenewalEligibility,
        NotBefore: certificate.NotBefore,
        NotAfter: certificate.NotAfter,
        CreatedAt: certificate.CreatedAt,
        IssuedAt: certificate.IssuedAt,
      })),
    }
  },
}
