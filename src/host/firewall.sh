# shellcheck shell=bash
# Blocks containers from the host's credentials, counts traffic of the ports of players (PORTS, IPV6), and reserves all
# published ports (PORTS, OTHER_PORTS). Runs at every boot, and when packets.sh misses a rule. Existing rules stay, with their
# counters.
set -euo pipefail

# Adds a rule at the top, so that it sees every packet.
ensure() { # tool, chain, rule
  "$1" -w 30 -C "${@:2}" 2>/dev/null || "$1" -w 30 -I "${@:2}"
}

# Adds a rule that packets.sh finds by name.
count() { # tool, chain, name, rule
  ensure "$1" "$2" -m comment --comment "wake-on-dns $3" "${@:4}"
}

# Docker creates this chain when it starts, or keeps an existing one with its rules.
iptables -w 30 -N DOCKER-USER 2>/dev/null || true

ensure iptables DOCKER-USER -i docker+ -d 169.254.169.254/32 -j DROP

# Traffic between containers and the outside. AWS's link-local services (169.254.0.0/16) are free.
count iptables DOCKER-USER sent -i docker+ ! -o docker+ ! -d 169.254.0.0/16
count iptables DOCKER-USER received ! -i docker+ -o docker+

for port in $PORTS; do
  # Only connections count, not scans: TCP after its handshake, UDP with packets in both directions for over two seconds
  # (https://github.com/torvalds/linux/blob/v6.1/net/netfilter/nf_conntrack_proto_udp.c). At this point docker has replaced
  # the destination with the container's: only conntrack knows the published port.
  rule=("$port" -p "${port%%:*}" ! -i docker+
    -m conntrack --ctstatus ASSURED --ctdir ORIGINAL --ctorigdstport "${port#*:}")
  count iptables DOCKER-USER "${rule[@]}"
  [[ $IPV6 != no ]] || continue
  # IPv6 is not forwarded: docker's proxy on the host receives and sends it.
  count ip6tables INPUT "${rule[@]}"
  count ip6tables OUTPUT "$port" -p "${port%%:*}" ! -o lo --sport "${port#*:}"
done

# Reserves the ports from the ephemeral range: "tcp:80 udp:2456:2457" becomes 80,2456-2457.
reserved="$PORTS $OTHER_PORTS"
reserved=${reserved//[tu][cd]p:/}
reserved=$(xargs <<<"${reserved//:/-}")
sysctl --quiet --write "net.ipv4.ip_local_reserved_ports=${reserved// /,}"
