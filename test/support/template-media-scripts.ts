import {drain} from '../../src/openvidu/limits.ts'
import type {TemplateContext} from './template-context.ts'
import {bootstrap} from './template-scripts.ts'

/* Scripts of the media nodes, our own as those of `template-scripts.ts`. */

export function mediaBoot(context: TemplateContext): string {
  return `${bootstrap(context, 'OpenViduMediaNodeLaunchTemplate')}/usr/local/bin/install.sh || /usr/local/bin/set_as_unhealthy.sh
`
}

export function mediaInstall(): string {
  return `#!/bin/bash
set -euo pipefail
. /usr/local/lib/openvidu.sh
until [ "$(value_of ALL_SECRETS_GENERATED)" = true ]; do sleep 5; done
version=$(value_of OPENVIDU_VERSION)
curl -fsSLo /root/install_ov_media_node.sh \\
  "https://s3.eu-west-1.amazonaws.com/get.openvidu.io/pro/ha/$version/install_ov_media_node.sh"
sh /root/install_ov_media_node.sh --redis-password="$(value_of REDIS_PASSWORD)"
systemctl start openvidu
`
}

/** Without it a media node that could not be installed stays in service. */
export function setAsUnhealthy(): string {
  return `#!/bin/bash
set -euo pipefail
. /usr/local/lib/openvidu.sh
aws autoscaling set-instance-health --instance-id "$(metadata instance-id)" --health-status Unhealthy
`
}

/** Lets rooms end, asks for more time while they go on, and then tells the group that the node may go. */
export function stopMediaNode(): string {
  return `#!/bin/bash
set -euo pipefail
. /usr/local/lib/openvidu.sh
hook=(
  --lifecycle-hook-name 'StopMediaNodeLifecycleHook-\${AWS::Region}-\${AWS::StackName}'
  --auto-scaling-group-name 'openvidu-ha-media-asg-\${AWS::Region}-\${AWS::StackName}'
  --instance-id "$(metadata instance-id)"
)
for service in openvidu ingress egress; do docker kill --signal SIGQUIT "$service" || true; done
while docker ps --format '{{.Names}}' | grep -xE 'openvidu|ingress|egress' > /dev/null; do
  # More often than every ${drain.heartbeatTimeoutSeconds} s, when the hook would give up.
  if [ $((SECONDS / ${drain.heartbeatIntervalSeconds})) -gt "\${!beats:-0}" ]; then
    beats=$((SECONDS / ${drain.heartbeatIntervalSeconds}))
    aws autoscaling record-lifecycle-action-heartbeat "\${!hook[@]}"
  fi
  sleep 5
done
aws autoscaling complete-lifecycle-action --lifecycle-action-result CONTINUE "\${!hook[@]}"
`
}
