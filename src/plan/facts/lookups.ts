import {type Unknown, unknown} from '../../model/fact.ts'

/** One sentence for all, so that reports can tell many gaps of one cause at once. */
const detail = 'only AWS can tell; run with credentials and without --offline'

function seenBy(action: string): Unknown {
  return unknown('not-requested', detail, action)
}

/** The facts that a template and its parameters can't tell, with the IAM action that would. */
export const lookups = {
  subnets: seenBy('ec2:DescribeSubnets'),
  routes: seenBy('ec2:DescribeRouteTables'),
  natGateways: seenBy('ec2:DescribeNatGateways'),
  internetGateways: seenBy('ec2:DescribeInternetGateways'),
  networkAcls: seenBy('ec2:DescribeNetworkAcls'),
  vpc: seenBy('ec2:DescribeVpcs'),
  vpcDns: seenBy('ec2:DescribeVpcAttribute'),
  zones: seenBy('ec2:DescribeAvailabilityZones'),
  certificates: seenBy('acm:DescribeCertificate'),
  listenerCertificates: seenBy('acm:DescribeCertificate'),
  typeOfferings: seenBy('ec2:DescribeInstanceTypeOfferings'),
  images: seenBy('ssm:GetParameters'),
  keyPair: seenBy('ec2:DescribeKeyPairs'),
  vcpuQuota: seenBy('servicequotas:GetServiceQuota'),
  namedBuckets: seenBy('s3:ListBucket'),
} as const satisfies {readonly [fact: string]: Unknown}
