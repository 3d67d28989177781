import {type Unknown, unknown} from '../../model/fact.ts'

function needsAws(what: string, action: string): Unknown {
  return unknown('not-requested', `${what} for AWS to say: run with credentials and without --offline`, action)
}

/** The facts that a template and its parameters can't tell, with the IAM action that would. */
export const lookups = {
  subnets: needsAws('what the subnets are is', 'ec2:DescribeSubnets'),
  routes: needsAws('where the subnets lead is', 'ec2:DescribeRouteTables'),
  networkAcls: needsAws('what the network ACLs let through is', 'ec2:DescribeNetworkAcls'),
  vpc: needsAws('whether the VPC exists is', 'ec2:DescribeVpcs'),
  vpcDns: needsAws('whether the VPC resolves names is', 'ec2:DescribeVpcAttribute'),
  zones: needsAws('which Availability Zones the region has is', 'ec2:DescribeAvailabilityZones'),
  certificates: needsAws('the state of the certificate is', 'acm:DescribeCertificate'),
  typeOfferings: needsAws('where the instance types are offered is', 'ec2:DescribeInstanceTypeOfferings'),
  images: needsAws('what the image resolves to is', 'ssm:GetParameter'),
  keyPair: needsAws('whether the key pair exists is', 'ec2:DescribeKeyPairs'),
  vcpuQuota: needsAws('the vCPU quota is', 'servicequotas:GetServiceQuota'),
  namedBuckets: needsAws('what the named buckets are is', 's3:ListBucket'),
} as const satisfies {readonly [fact: string]: Unknown}
