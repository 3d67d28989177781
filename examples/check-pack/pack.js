import {definePack} from 'openvidu-doctor/checks'
import ownDomain from './checks/own-domain.js'

const pack = definePack({name: 'acme', version: '1.0.0', checks: [ownDomain]})

/** @type {import('openvidu-doctor/checks').ChecksHook} */
export default function checks() {
  return pack
}
