import type {LabAccount, LabBucket, LabCertificate} from './account.ts'
import {hoursAgo, type Setting} from './setting.ts'

const day = 24

/** The certificates that the parameters name, issued and far from their end. */
export function certificates(setting: Setting): LabCertificate[] {
  const {parameters} = setting
  const wanted = [
    [parameters.OpenViduCertificateARN, parameters.DomainName],
    [parameters.TurnCertificateARN, parameters.TurnDomainName],
  ] as const
  return wanted.flatMap(([certificateArn = '', domain = '']) => {
    // What is no ARN, and what lies in another region, ACM does not have here.
    if (!certificateArn.startsWith(`arn:${setting.partition}:acm:${setting.region}:`)) return []
    return [certificate(setting, certificateArn, domain === '' ? 'example.com' : domain)]
  })
}

/** An issued certificate, renewed by ACM. */
export function certificate(setting: Setting, certificateArn: string, domain: string): LabCertificate {
  return {
    CertificateArn: certificateArn,
    DomainName: domain,
    SubjectAlternativeNames: [domain],
    DomainValidationOptions: [
      {
        DomainName: domain,
        ValidationDomain: domain,
        ValidationStatus: 'SUCCESS',
        ValidationMethod: 'DNS',
        ResourceRecord: {Name: `_token.${domain}.`, Type: 'CNAME', Value: '_token.acm-validations.aws.'},
      },
    ],
    Subject: `CN=${domain}`,
    Issuer: 'Amazon',
    Serial: '0a:1b:2c:3d:4e:5f:60:71:82:93:a4:b5:c6:d7:e8:f9',
    CreatedAt: hoursAgo(setting, 101 * day),
    IssuedAt: hoursAgo(setting, 101 * day),
    Status: 'ISSUED',
    Type: 'AMAZON_ISSUED',
    NotBefore: hoursAgo(setting, 101 * day),
    NotAfter: hoursAgo(setting, -294 * day),
    KeyAlgorithm: 'RSA-2048',
    SignatureAlgorithm: 'SHA256WITHRSA',
    InUseBy: [],
    KeyUsages: [{Name: 'DIGITAL_SIGNATURE'}, {Name: 'KEY_ENCIPHERMENT'}],
    ExtendedKeyUsages: [{Name: 'TLS_WEB_SERVER_AUTHENTICATION', OID: '1.3.6.1.5.5.7.3.1'}],
    RenewalEligibility: 'INELIGIBLE',
    Options: {CertificateTransparencyLoggingPreference: 'ENABLED'},
  }
}

/** The buckets that the parameters name, as a careful owner keeps them. */
export function namedBuckets(setting: Setting): LabAccount['buckets'] {
  const {S3AppDataBucketName: app = '', S3ClusterDataBucketName: cluster = ''} = setting.parameters
  return [...new Set([app, cluster])].filter(name => name !== '').map(name => bucket(setting, name, 900))
}

export function bucket(setting: Setting, name: string, age: number): LabBucket {
  return {
    name,
    region: setting.region,
    createdAt: hoursAgo(setting, age),
    own: true,
    publicAccessBlock: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
    versioning: 'Enabled',
    // Since 2023 S3 encrypts every new object with keys of its own.
    encryption: [{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: 'AES256'}, BucketKeyEnabled: false}],
  }
}
