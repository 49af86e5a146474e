//! `neutron_lib`: the sizes and words that migrations of Neutron and its plugins are written with.

use crate::python::class::Library;
use crate::python::value::Value;

pub static LIBRARIES: &[&Library] = &[
    &Library { name: "neutron_lib", ..Library::EMPTY },
    &Library { name: "neutron_lib.db", ..Library::EMPTY },
    &Library {
        name: "neutron_lib.db.constants",
        values: Some(|_| values(DATABASE)),
        ..Library::EMPTY
    },
    &Library { name: "neutron_lib.constants", values: Some(|_| values(WORDS)), ..Library::EMPTY },
];

/// A constant as it is written.
#[derive(Clone, Copy)]
enum Constant {
    Number(i128),
    Word(&'static str),
    Words(&'static [&'static str]),
}

use Constant::{Number, Word, Words};

static DATABASE: &[(&str, Constant)] = &[
    ("NAME_FIELD_SIZE", Number(255)),
    ("LONG_DESCRIPTION_FIELD_SIZE", Number(1024)),
    ("DESCRIPTION_FIELD_SIZE", Number(255)),
    ("PROJECT_ID_FIELD_SIZE", Number(255)),
    ("DEVICE_ID_FIELD_SIZE", Number(255)),
    ("DEVICE_OWNER_FIELD_SIZE", Number(255)),
    ("UUID_FIELD_SIZE", Number(36)),
    ("STATUS_FIELD_SIZE", Number(16)),
    ("IP_ADDR_FIELD_SIZE", Number(64)),
    ("MAC_ADDR_FIELD_SIZE", Number(32)),
    ("RESOURCE_TYPE_FIELD_SIZE", Number(255)),
    ("FQDN_FIELD_SIZE", Number(255)),
    ("AZ_HINTS_DB_LEN", Number(255)),
    ("ETHERTYPE_FIELD_SIZE", Number(40)),
    ("EXPAND_BRANCH", Word("expand")),
    ("CONTRACT_BRANCH", Word("contract")),
    ("DB_INTEGER_MAX_VALUE", Number(2_147_483_647)),
];

static WORDS: &[(&str, Constant)] = &[
    ("ACTIVE", Word("ACTIVE")),
    ("DOWN", Word("DOWN")),
    ("ERROR", Word("ERROR")),
    ("INACTIVE", Word("INACTIVE")),
    ("ANY_DIRECTION", Word("any")),
    ("INGRESS_DIRECTION", Word("ingress")),
    ("EGRESS_DIRECTION", Word("egress")),
    ("VALID_DIRECTIONS", Words(&["ingress", "egress"])),
    ("VALID_DIRECTIONS_AND_ANY", Words(&["any", "ingress", "egress"])),
    ("IPv4", Word("IPv4")),
    ("IPv6", Word("IPv6")),
    ("IP_VERSION_4", Number(4)),
    ("IP_VERSION_6", Number(6)),
    ("DEFAULT_NETWORK_MTU", Number(1500)),
    ("IPV4_MIN_MTU", Number(68)),
    ("IPV6_MIN_MTU", Number(1280)),
    ("MIN_VLAN_TAG", Number(1)),
    ("MAX_VLAN_TAG", Number(4094)),
    ("PROTO_NAME_TCP", Word("tcp")),
    ("PROTO_NAME_UDP", Word("udp")),
    ("HA_ROUTER_STATE_ACTIVE", Word("active")),
    ("HA_ROUTER_STATE_STANDBY", Word("standby")),
    ("HA_ROUTER_STATE_UNKNOWN", Word("unknown")),
    ("PORT_NUMA_POLICY_REQUIRED", Word("required")),
    ("PORT_NUMA_POLICY_PREFERRED", Word("preferred")),
    ("PORT_NUMA_POLICY_LEGACY", Word("legacy")),
    ("PORT_NUMA_POLICY_SOCKET", Word("socket")),
    ("PORT_NUMA_POLICIES", Words(&["required", "preferred", "legacy", "socket"])),
    ("DEVICE_OWNER_AGENT_GW", Word("network:floatingip_agent_gateway")),
    ("DEVICE_OWNER_DHCP", Word("network:dhcp")),
    ("DEVICE_OWNER_DISTRIBUTED", Word("network:distributed")),
    ("DEVICE_OWNER_DVR_INTERFACE", Word("network:router_interface_distributed")),
    ("DEVICE_OWNER_FLOATINGIP", Word("network:floatingip")),
    ("DEVICE_OWNER_HA_REPLICATED_INT", Word("network:ha_router_replicated_interface")),
    ("DEVICE_OWNER_LOCAL_IP", Word("network:local_ip")),
    ("DEVICE_OWNER_ROUTED", Word("network:routed")),
    ("DEVICE_OWNER_ROUTER_GW", Word("network:router_gateway")),
    ("DEVICE_OWNER_ROUTER_HA_INTF", Word("network:router_ha_interface")),
    ("DEVICE_OWNER_ROUTER_INTF", Word("network:router_interface")),
    ("DEVICE_OWNER_ROUTER_SNAT", Word("network:router_centralized_snat")),
];

fn values(rows: &[(&'static str, Constant)]) -> Vec<(&'static str, Value)> {
    let value = |constant| match constant {
        Number(number) => Value::Int(number),
        Word(word) => Value::str(word),
        Words(words) => Value::tuple(words.iter().map(Value::str).collect::<Vec<_>>()),
    };
    rows.iter().map(|(name, constant)| (*name, value(*constant))).collect()
}
