import {unitName} from '../../../openvidu/services.ts'
import {countOf, inForm, settingsIn} from '../lines.ts'
import {momentOfSystemd} from '../moments.ts'
import {definePart} from '../part.ts'

const properties = 'LoadState ActiveState SubState UnitFileState Result NRestarts StateChangeTimestamp'.split(' ')

/** systemctl(1) show. A unit that is not there has properties, too. */
export const unit = definePart({
  id: 'unit',
  roles: ['master', 'media'],
  seconds: 10,
  bytes: 230,
  script: () => `systemctl show ${unitName} --no-pager ${properties.map(name => `-p ${name}`).join(' ')}`,
  parse: lines => {
    const values = settingsIn(lines)
    const word = (name: string, form = /^[a-z-]{1,30}$/) => inForm(values.get(name), form, name)
    return {
      load: word('LoadState'),
      active: word('ActiveState'),
      sub: word('SubState'),
      enabled: word('UnitFileState', /^[a-z-]{0,30}$/),
      result: word('Result'),
      restarts: countOf(values.get('NRestarts'), 'NRestarts'),
      since: momentOfSystemd(values.get('StateChangeTimestamp') ?? ''),
    }
  },
})
