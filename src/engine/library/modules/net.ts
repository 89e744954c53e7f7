/** `net`: IP addresses, networks, `host:port` texts. Nothing here asks the network: `fqdn`, which in the real engine looks names up, knows only
 *  the loopback names, so that the result of a program does not depend on where it runs. */
import { EvaluationFault } from '../../faults/evaluation.ts'
import { Dict, type Value } from '../../model/value.ts'
import { displayValue } from '../../values/format-value.ts'
import { declare, type Arguments, type Builtin } from '../declare.ts'
import { integerOf, listOf, requireAll, textOf } from './arguments.ts'
import { defineModule, missingArguments, type SystemModule } from './system-module.ts'
import { formatAddress, parseAddress, parseAddress4, parseAddress6, toAddress4, toAddress6, type Address } from './net/address.ts'
import {
  allocateSubnets,
  contains,
  formatNetwork,
  hostOf,
  netmaskOf,
  parseNetwork,
  subnetOf,
  type Attempt,
  type Network,
} from './net/cidr.ts'
import {
  isGlobalUnicast,
  isInterfaceLocalMulticast,
  isLinkLocalMulticast,
  isLinkLocalUnicast,
  isLoopback,
  isMulticast,
  isUnspecified,
} from './net/classes.ts'
import { joinHostPort, splitHostPort } from './net/host-port.ts'

export function netModule(): SystemModule {
  return defineModule('net', [
    declare('CIDR_host(cidr: str, host_num: int) -> str', (_, args) => networkHost(args)),
    declare('CIDR_netmask(cidr: str) -> str', (_, args) => networkMask(args)),
    declare('CIDR_subnet(cidr: str, additional_bits: int, net_num: int) -> str', (_, args) => networkSubnet(args)),
    declare('CIDR_subnets(cidr: str, additional_bits: [int]) -> [str]', (_, args) => networkSubnets(args)),
    declare('split_host_port(ip_end_point: str) -> [str]', (_, args) => {
      const [endPoint] = requireAll(args, 'split_host_port', ['ip_end_point'])
      return splitHostPort(textOf(endPoint))
    }),
    declare('join_host_port(host: str, port: int|str) -> str', (_, args) => {
      const [host, port] = requireAll(args, 'join_host_port', ['host', 'port'])
      return joinHostPort(displayValue(host), displayValue(port))
    }),
    declare('fqdn(name?: str) -> str', (_, args) => {
      const name = textOf(args.at(0, 'name'))
      return name === '' || name === '127.0.0.1' || name === '::1' ? 'localhost' : name
    }),
    declare('parse_IP(ip: str) -> str', (_, args) => canonical(ipArgument(args, 'IP_string'))),
    declare('to_IP4(ip: str) -> str', (_, args) => convertToVersion4(ipArgument(args, 'IP_string'))),
    declare('to_IP6(ip: str) -> str', (_, args) => convertToVersion6(ipArgument(args, 'IP_string'))),
    declare('IP_string(ip: str) -> str', (_, args) => canonical(ipArgument(args, 'IP_string'))),
    declare('is_IPv4(ip: str) -> bool', (_, args) => parseAddress4(ipArgument(args, 'is_IPv4')) !== undefined),
    declare('is_IPv6(ip: str) -> bool', (_, args) => parseAddress6(ipArgument(args, 'is_IPv6')) !== undefined),
    test('is_IP', () => true),
    test('is_loopback_IP', isLoopback),
    test('is_multicast_IP', isMulticast),
    test('is_interface_local_multicast_IP', isInterfaceLocalMulticast),
    test('is_link_local_multicast_IP', isLinkLocalMulticast),
    test('is_link_local_unicast_IP', isLinkLocalUnicast),
    test('is_global_unicast_IP', isGlobalUnicast),
    test('is_unspecified_IP', isUnspecified),
    declare('parse_CIDR(cidr: str) -> {str:any}', (_, args) => {
      const [cidr] = requireAll(args, 'parse_CIDR', ['cidr'])
      const network = parseNetwork(textOf(cidr))
      if ('fault' in network) return new Dict()
      const { address, length } = network.value
      return new Dict(
        new Map<string, Value>([
          ['ip', formatAddress(address)],
          ['mask', length],
        ]),
      )
    }),
    declare('is_IP_in_CIDR(ip: str, cidr: str) -> bool', (_, args) => isInNetwork(args)),
  ])
}

function ipArgument(args: Arguments, functionName: string): string {
  if (!args.has(0, 'ip')) throw missingArguments(functionName, ['ip'])
  return textOf(args.at(0, 'ip'))
}

/** A predicate of an address; false for a text that is none. */
function test(name: string, accepts: (address: Address) => boolean): Builtin {
  const nameInFault = name === 'is_multicast_IP' ? 'kcl_net_is_multicast_IP' : name
  return declare(`${name}(ip: str) -> bool`, (_, args) => {
    const address = parseAddress(ipArgument(args, nameInFault))
    return address !== undefined && accepts(address)
  })
}

function canonical(text: string): string {
  const address = parseAddress(text)
  return address === undefined ? '' : formatAddress(address)
}

/** Failure is a result here, not a fault. */
function convertToVersion4(text: string): string {
  const address = parseAddress(text)
  if (address === undefined) return `can not both parse ${text} to ipv6 and ipv4,err:invalid IPv6 address syntax`
  const converted = toAddress4(address)
  return converted === undefined ? `can not parse ${text} ipv6 to ipv4!` : formatAddress(converted)
}

function convertToVersion6(text: string): string {
  const address = parseAddress(text)
  if (address === undefined) return `can not both parse ${text} to ipv6 and ipv4,err:invalid IPv4 address syntax`
  return formatAddress(toAddress6(address))
}

function networkHost(args: Arguments): Value {
  const [cidr, number] = requireAll(args, 'CIDR_host', ['cidr', 'host_num'])
  const network = networkArgument('CIDR_host', cidr)
  const host = BigInt(integerOf(number))
  const address = hostOf(network, host)
  if (address === undefined) {
    throw new EvaluationFault(`CIDR_host() prefix of ${network.length} does not accommodate a host numbered ${host}`)
  }
  return formatAddress(address)
}

function networkMask(args: Arguments): Value {
  const [cidr] = requireAll(args, 'CIDR_netmask', ['cidr'])
  const network = networkArgument('CIDR_netmask', cidr)
  if (network.address.version === 6) throw new EvaluationFault('CIDR_netmask() IPv6 addresses cannot have a netmask')
  return formatAddress(netmaskOf(network))
}

function networkSubnet(args: Arguments): Value {
  const [cidr, bits, number] = requireAll(args, 'CIDR_subnet', ['cidr', 'additional_bits', 'net_num'])
  const network = networkArgument('CIDR_subnet', cidr)
  const additionalBits = BigInt(integerOf(bits))
  if (additionalBits < 0n) throw new EvaluationFault('CIDR_subnet() invalid additional_bits: cannot be negative')
  return formatNetwork(valueOf('CIDR_subnet', subnetOf(network, additionalBits, BigInt(integerOf(number)))))
}

function networkSubnets(args: Arguments): Value {
  const [cidr, requests] = requireAll(args, 'CIDR_subnets', ['cidr', 'additional_bits'])
  const network = networkArgument('CIDR_subnets', cidr)
  return valueOf('CIDR_subnets', allocateSubnets(network, integersOf(listOf(requests)))).map(formatNetwork)
}

/** Checked one by one, each before what it asks for is. */
function* integersOf(list: readonly Value[]): Generator<bigint> {
  for (const item of list) yield BigInt(integerOf(item))
}

/** An IPv4 address in an IPv6 network is looked for in its mapped form. */
function isInNetwork(args: Arguments): Value {
  const [ip, cidr] = requireAll(args, 'is_IP_in_CIDR', ['ip', 'cidr'])
  const address = parseAddress(textOf(ip))
  if (address === undefined) throw new EvaluationFault('is_IP_in_CIDR() invalid ip: invalid IP address syntax')
  const network = networkArgument('is_IP_in_CIDR', cidr)
  return contains(network, network.address.version === 6 ? toAddress6(address) : address)
}

function networkArgument(functionName: string, cidr: Value): Network {
  const network = parseNetwork(textOf(cidr))
  if ('fault' in network) throw new EvaluationFault(`${functionName}() invalid cidr: ${network.fault}`)
  return network.value
}

function valueOf<T>(functionName: string, attempt: Attempt<T>): T {
  if ('fault' in attempt) throw new EvaluationFault(`${functionName}() ${attempt.fault}`)
  return attempt.value
}
