import {partitionOf} from '../openvidu/partitions.ts'

/** The parts of an ACM certificate's ARN that must fit the stack. */
export interface CertificateArn {
  readonly partition: string
  readonly region: string
}

/** What keeps a text from being usable as an ACM certificate's ARN. */
export type CertificateArnFault = 'empty' | 'iam' | 'malformed' | 'partition'

/** The faults in words that follow the parameter's name, for checks that tell all of them in one phrase. */
export const certificateArnFaults = {
  empty: 'is empty',
  iam: 'is an IAM server certificate',
  malformed: 'is not the ARN of an ACM certificate',
  partition: 'has a partition that does not fit its own region',
} as const satisfies Record<CertificateArnFault, string>

const acm = /^arn:(aws(?:-[a-z-]+)?):acm:([a-z]{2,4}(?:-[a-z]+)+-\d+):\d{12}:certificate\/[\w-]+$/
const iam = /^arn:aws(?:-[a-z-]+)?:iam::\d{12}:server-certificate\/./

/** Reads a certificate parameter. Whether the region is the stack's own is the caller's to say: it may not be known. */
export function readCertificateArn(text: string): CertificateArn | CertificateArnFault {
  if (text.trim() === '') return 'empty'
  if (iam.test(text)) return 'iam'
  const [, partition, region] = acm.exec(text) ?? []
  if (partition === undefined || region === undefined) return 'malformed'
  return partition === partitionOf(region) ? {partition, region} : 'partition'
}
