/*
 * The official pages that requirements and remedies point to. Kept in one place: a page that moves is one change.
 */

const guide = 'https://openvidu.io/latest/docs/self-hosting'
/** The installation guide of High Availability on AWS. */
export const installationGuide = `${guide}/ha/aws/install/`
export const administration = `${guide}/ha/aws/admin/`
export const upgrade = `${guide}/ha/aws/upgrade/`
export const onPremisesInstall = `${guide}/ha/on-premises/install-nlb/`
export const onPremisesAdministration = `${guide}/ha/on-premises/admin/`
export const faultTolerance = `${guide}/production-ready/fault-tolerance/`
export const performance = `${guide}/production-ready/performance/`
export const configuration = `${guide}/configuration/changing-config/`
export const modules = `${guide}/how-to-guides/enable-disable-modules/`
export const backup = `${guide}/how-to-guides/backup-and-restore/`
export const certificate = `${guide}/how-to-guides/create-configure-AWS-certificate/`
export const externalStorage = `${guide}/how-to-guides/external-s3/`
export const firstGuide = 'https://openvidu.io/3.0.0-beta1/docs/self-hosting/ha/aws/install'
export const installScript =
  'https://github.com/OpenVidu/openvidu/blob/v3.8.0/openvidu-deployment/pro/ha/install_ov_master_node.sh'
export const createStack = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html'
export const createFunction = 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html'
export const networkBalancer =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html'
export const instanceQuotas = 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-on-demand-instances.html'

/** How CloudFormation reads a template's parameters and their constraints. */
export const cloudFormationParameters =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html'
/** Records that lead a domain to a load balancer. */
export const domainRecords =
  'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-to-elb-load-balancer.html'
/** Certificates of TLS listeners: names, wildcards, keys. */
export const tlsCertificates =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/tls-listener-certificates.html'
/** States and renewal of ACM certificates. */
export const acmRenewal = 'https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html'
export const acmTroubleshooting = 'https://docs.aws.amazon.com/acm/latest/userguide/troubleshooting.html'
export const subnetAddresses = 'https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html'
export const publicAddresses = 'https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html'
export const routeTables = 'https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html'
export const natTroubleshooting = 'https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html'
/** Growing the file system of a volume that was enlarged. */
export const growFileSystem = 'https://docs.aws.amazon.com/ebs/latest/userguide/recognize-expanded-volume-linux.html'
/** The time server that instances have at 169.254.169.123. */
export const timeReference = 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configure-ec2-ntp.html'
/** Resizing an instance that is stopped for it. */
export const resizeInstance = 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-resize.html'
export const sentinelPage = 'https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/'
export const replicaSetTroubles = 'https://www.mongodb.com/docs/manual/tutorial/troubleshoot-replica-sets/'
export const vpcDns = 'https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html'
export const networkAclRules = 'https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html'
export const securityGroupRules = 'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html'
export const instanceTypeFinder = 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-discovery.html'
export const keyPairs = 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-key-pairs.html'
export const deleteOnTermination =
  'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configure-root-volume-delete-on-termination.html'
export const volumeEncryption = 'https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html'
export const lifecycleHooks = 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/lifecycle-hooks.html'
export const groupHealthChecks = 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/health-checks-overview.html'
export const targetTracking = 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html'
export const targetGroupHealthChecks =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html'
export const targetRegistration =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html'
/** Which zones of a load balancer stay in DNS, and cross-zone balancing. */
export const balancerZones =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html#availability-zones'
export const balancerAttributes =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html#load-balancer-attributes'
export const instanceProfilePermissions =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html'
/** What happens to a resource when its stack is deleted. */
export const deletionPolicies =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html'
/** The status checks of instances, and what to do when one fails. */
export const statusChecks =
  'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-system-instance-status-check.html'
/** What a node needs so that Systems Manager manages it, step by step. */
export const managedNodesTroubleshooting =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-troubleshooting-managed-nodes.html'
export const launchFailuresPage =
  'https://docs.aws.amazon.com/autoscaling/ec2/userguide/ts-as-instancelaunchfailure.html'
export const scalingLimits = 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html'
export const suspendedProcesses =
  'https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-suspend-resume-processes.html'
export const instanceRefresh = 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-instance-refresh.html'

/* CloudFormation, in the user guide of the service. */
const cloudFormationGuide = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide'
export const stackStatusCodes = `${cloudFormationGuide}/view-stack-events.html`
export const stackTroubleshooting = `${cloudFormationGuide}/troubleshooting.html`
export const continueUpdateRollback = `${cloudFormationGuide}/using-cfn-updating-stacks-continueupdaterollback.html`
export const stackFailureOptions = `${cloudFormationGuide}/stack-failure-options.html`
export const terminationProtection = `${cloudFormationGuide}/using-cfn-protect-stacks.html`
export const stackDrift = `${cloudFormationGuide}/using-cfn-stack-drift.html`
export const changeSets = `${cloudFormationGuide}/using-cfn-updating-stacks-changesets.html`
/** Snapshots that Data Lifecycle Manager makes by itself. */
export const snapshotLifecycle = 'https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-lifecycle.html'
export const restoreSecret = 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_restore-secret.html'
/** A shell on a node through Systems Manager. */
export const sessions =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-sessions-start.html'
/** What cloud-init says of itself, and where its logs are. */
export const cloudInitDebugging = 'https://docs.cloud-init.io/en/latest/howto/debugging.html'
export const dockerOnUbuntu = 'https://docs.docker.com/engine/install/ubuntu/'
