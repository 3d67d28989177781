/** Why Auto Scaling could not start a node, by the error of EC2, beside the failures F31 to F34 that have a number. */
export interface LaunchFailure {
  /** JavaScript regular expression, to be used with the flag `i` on a text of bounded length. */
  readonly pattern: string
  readonly cause: string
  readonly remedy: string
}

// Wordings of the Auto Scaling user guide, troubleshooting; none was seen in a real account.
export const launchFailures: readonly LaunchFailure[] = [
  {
    pattern: 'Invalid IAM Instance Profile',
    cause: 'The instance profile of the launch template is gone or holds no role.',
    remedy: 'Restore the instance profile and its role.',
  },
  {
    pattern: 'security group .{1,200} does not exist|InvalidGroup\\.NotFound',
    cause: 'A security group of the launch template is gone.',
    remedy: 'Restore the security group of the media nodes.',
  },
  {
    pattern: 'key pair .{1,300} does not exist|InvalidKeyPair\\.NotFound',
    cause: 'The key pair of the launch template is gone.',
    remedy: 'Import a key pair of the same name.',
  },
  {
    pattern: 'Client\\.InternalError|KMS',
    cause: 'Auto Scaling may not use the KMS key that encrypts the disks.',
    remedy: 'Let the service-linked role of Auto Scaling use the key.',
  },
  {
    pattern: 'InvalidAMIID|(AMI|image).{1,200} does not exist',
    cause: 'The image of the launch template is gone.',
    remedy: 'Make a version of the launch template with an image that exists.',
  },
  {
    pattern: 'launch template.{1,300} does not exist|InvalidLaunchTemplate',
    cause: 'The launch template, or the version that the group uses, is gone.',
    remedy: 'Restore the launch template, or give the group a version that exists.',
  },
  {
    pattern: 'InsufficientFreeAddressesInSubnet|(insufficient|not enough|not have enough) free addresses',
    cause: 'A subnet of the media nodes has no free address left.',
    remedy: 'Free addresses in the subnet, or add another one to the group.',
  },
  {
    pattern: 'subnet.{1,200} does not exist|InvalidSubnetID',
    cause: 'A subnet of the group is gone.',
    remedy: 'Take the subnet out of the group.',
  },
  {
    pattern: 'not authorized|UnauthorizedOperation',
    cause: 'Auto Scaling is not allowed to start the node.',
    remedy: 'Look for a service control policy or a changed service-linked role that forbids it.',
  },
]
