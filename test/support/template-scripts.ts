import {secretKeysOf} from '../../src/openvidu/secret-keys.ts'
import {defaultModulesOf} from '../../src/openvidu/services.ts'
import type {TemplateContext} from './template-context.ts'

/*
 * Scripts of our own: short enough to read, complete enough that a node could take its slot and fetch the installer.
 * Texts for Fn::Sub: `${Name}` is CloudFormation's, `${!name}` and `$name` are the shell's.
 */

/** The version that the template installs; `main`, a development build, where the generation is not released. */
export function versionOf({generation}: Pick<TemplateContext, 'generation'>): string {
  return generation === 'next' ? 'main' : generation
}

/** Spreads the masters: the list of subnets repeated until all four slots have one. */
export function subnetProcessorCode({withZones}: {readonly withZones: boolean}): string {
  const zones = [
    "        found = boto3.client('ec2').describe_subnets(SubnetIds=given)['Subnets']",
    "        zones = {subnet['SubnetId']: subnet['AvailabilityZone'] for subnet in found}",
    "        answer.update({f'Zone{slot}': zones[answer[f'Subnet{slot}']] for slot in SLOTS})",
  ]
  return `${[
    ...(withZones ? ['import boto3'] : []),
    'import cfnresponse',
    '',
    'SLOTS = range(1, 5)',
    '',
    '',
    'def handler(event, context):',
    '    # Whatever happens has to be answered: without an answer the stack waits for an hour.',
    '    try:',
    "        given = event['ResourceProperties']['Subnets']",
    "        answer = {f'Subnet{slot}': given[(slot - 1) % len(given)] for slot in SLOTS}",
    ...(withZones ? zones : []),
    '        cfnresponse.send(event, context, cfnresponse.SUCCESS, answer)',
    '    except Exception as error:',
    "        cfnresponse.send(event, context, cfnresponse.FAILED, {'Error': str(error)})",
  ].join('\n')}\n`
}

const ownAddress = `token=$(curl -fsS -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' http://169.254.169.254/latest/api/token)
metadata() { curl -fsS -H "X-aws-ec2-metadata-token: $token" "http://169.254.169.254/latest/meta-data/$1"; }
`

/** Sourced by the other scripts. */
export function sharedFunctions(): string {
  return `export AWS_DEFAULT_REGION='\${AWS::Region}'
secret='\${OpenViduSharedInfo}'

value_of() {
  aws secretsmanager get-secret-value --secret-id "$secret" --query SecretString --output text | jq -r --arg key "$1" '.[$key]'
}

save() {
  aws secretsmanager get-secret-value --secret-id "$secret" --query SecretString --output text \\
    | jq --arg key "$1" --arg value "$2" '.[$key] = $value' > /run/openvidu-secret.json
  aws secretsmanager update-secret --secret-id "$secret" --secret-string file:///run/openvidu-secret.json > /dev/null
}

${ownAddress}`
}

/** Stores the private address of a master under its slot, where the other nodes look for it. */
export function claimSlot({generation}: TemplateContext): string {
  const store =
    generation === 'next'
      ? `aws ssm put-parameter --overwrite --type String --value "$(metadata local-ipv4)" \\
  --name "/openvidu/\${AWS::StackName}/master-node-$1-private-ip"`
      : 'save "MASTER_NODE_$1_PRIVATE_IP" "$(metadata local-ipv4)"'
  return `#!/bin/bash
# Argument: the slot of this master, 1 to 4.
set -euo pipefail
. /usr/local/lib/openvidu.sh
${store}
`
}

/** What master 1 writes into the secret, as the shell reads it; the keys that are missing here are made up. */
function knownValues({figures, takes}: TemplateContext): ReadonlyMap<string, string> {
  const given: Readonly<Record<string, string>> = {
    OPENVIDU_VERSION: '"$OPENVIDU_VERSION"',
    DOMAIN_NAME: "'${DomainName}'",
    OPENVIDU_PRO_LICENSE: "'${OpenViduLicense}'",
    OPENVIDU_RTC_ENGINE: "'${RTCEngine}'",
    ENABLED_MODULES: `'${defaultModulesOf(figures).join(',')}'`,
    OPENVIDU_URL: "'https://${DomainName}'",
    LIVEKIT_URL: "'wss://${DomainName}'",
    DASHBOARD_URL: "'https://${DomainName}/dashboard'",
    GRAFANA_URL: "'https://${DomainName}/grafana'",
    MINIO_URL: "'https://${DomainName}/minio-console'",
    ...(takes('TurnDomainName') ? {LIVEKIT_TURN_DOMAIN_NAME: '"$(given \'${TurnDomainName}\' none)"'} : {}),
    MEET_INITIAL_ADMIN_PASSWORD: '"$(given \'${InitialMeetAdminPassword}\' "$(openssl rand -hex 16)")"',
    MEET_INITIAL_API_KEY: "'${InitialMeetApiKey}'",
  }
  const values = new Map<string, string>()
  for (const {name, fixedValue} of secretKeysOf(figures)) {
    const value = given[name] ?? fixedValue
    if (value !== null) values.set(name, value)
  }
  return values
}

/** Installs OpenVidu on a master. Argument: its slot. */
export function masterInstall(context: TemplateContext): string {
  const known = knownValues(context)
  const madeUp = secretKeysOf(context.figures).filter(({name, credential}) => credential && !known.has(name))
  const flags = context.takes('AdditionalInstallFlags') ? ` $(echo '\${AdditionalInstallFlags}' | tr , ' ')` : ''
  return `#!/bin/bash
# Argument: the slot of this master, 1 to 4. Master 1 makes up the credentials, the others wait for them.
set -euo pipefail
OPENVIDU_VERSION=${versionOf(context)}
. /usr/local/lib/openvidu.sh
given() { if [ -n "$1" ]; then echo "$1"; else echo "$2"; fi; }

if [ "$1" = 1 ]; then
${[...known].map(([name, value]) => `  save ${name} ${value}`).join('\n')}
  for key in \\
${madeUp.map(({name}) => `    ${name}`).join(' \\\n')}
  do save "$key" "$(openssl rand -hex 16)"; done
  save ALL_SECRETS_GENERATED true
fi
until [ "$(value_of ALL_SECRETS_GENERATED)" = true ]; do sleep 5; done

curl -fsSLo /root/install_ov_master_node.sh \\
  "https://s3.eu-west-1.amazonaws.com/get.openvidu.io/pro/ha/$OPENVIDU_VERSION/install_ov_master_node.sh"
sh /root/install_ov_master_node.sh --domain-name='\${DomainName}' --openvidu-pro-license='\${OpenViduLicense}' \\
  --rtc-engine='\${RTCEngine}'${flags}
systemctl start openvidu
${context.since('3.8.0') ? readinessGate : ''}`
}

/** New in 3.8.0, and what tells its text from that of 3.7.0. */
const readinessGate = `
healthy() { timeout 300 sh -c 'until curl -fsSo /dev/null http://127.0.0.1:7880/health/caddy; do sleep 5; done'; }
if ! healthy; then
  echo 'OpenVidu is not healthy after 300s: restarting it'
  systemctl restart openvidu
  healthy
fi
`

/** Mounts the data volume of the first generation that waits in this zone, and prints the slot that is written on it. */
export function attachVolume(): string {
  return `#!/bin/bash
set -euo pipefail
. /usr/local/lib/openvidu.sh
volume=$(aws ec2 describe-volumes --query 'Volumes[0].VolumeId' --output text --filters \\
  'Name=tag:OpenViduStack,Values=\${AWS::StackName}' Name=status,Values=available \\
  "Name=availability-zone,Values=$(metadata placement/availability-zone)")
aws ec2 attach-volume --volume-id "$volume" --instance-id "$(metadata instance-id)" --device /dev/sdh > /dev/null
until [ -b /dev/sdh ]; do sleep 1; done
blkid /dev/sdh > /dev/null || mkfs.ext4 -q /dev/sdh
mkdir -p /opt/openvidu
mount /dev/sdh /opt/openvidu
aws ec2 describe-tags --filters "Name=resource-id,Values=$volume" Name=key,Values=OpenViduSlot --query 'Tags[0].Value' --output text
`
}

/** User data of a master: the scripts, its slot, the signal, and the installation, which may take longer than the stack waits. */
export function masterBoot(context: TemplateContext, slot: number): string {
  const signal = context.makes(`MasterNodesWaitCondition${slot}`)
    ? `cfn-signal --exit-code 0 --stack '\${AWS::StackName}' --region '\${AWS::Region}' --resource MasterNodesWaitCondition${slot}\n`
    : ''
  return `${bootstrap(context, 'OpenViduMasterLaunchTemplate')}/usr/local/bin/claim_slot.sh ${slot}
${signal}/usr/local/bin/install.sh ${slot}
`
}

/** The same for a master of a group, whose slot is that of the volume it gets. */
export function masterGroupBoot(context: TemplateContext): string {
  return `${bootstrap(context, 'OpenViduMasterLaunchTemplate')}slot=$(/usr/local/bin/attach_volume.sh)
/usr/local/bin/claim_slot.sh "$slot"
/usr/local/bin/install.sh "$slot"
`
}

/** The start of all user data: tools, then the scripts that the launch template's metadata holds. */
export function bootstrap(context: TemplateContext, launchTemplate: string): string {
  const tools = context.since('3.2.0')
    ? `export DEBIAN_FRONTEND=noninteractive PATH=/opt/cfn/bin:/snap/bin:$PATH
apt-get update
apt-get install -y jq python3-venv
snap install aws-cli --classic
python3 -m venv /opt/cfn
/opt/cfn/bin/pip install https://s3.amazonaws.com/cloudformation-examples/aws-cfn-bootstrap-py3-latest.tar.gz
`
    : `yum install -y aws-cfn-bootstrap jq
export PATH=/opt/aws/bin:$PATH
`
  return `#!/bin/bash
set -euo pipefail
${tools}cfn-init --stack '\${AWS::StackName}' --region '\${AWS::Region}' --resource ${launchTemplate}
`
}
