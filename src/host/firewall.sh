# shellcheck shell=bash
# Keeps containers away from the host's credentials, counts what passes the ports of players (PORTS, IPV6), and reserves
# these and all other published ones (OTHER_PORTS). Runs at every boot, and when packets.sh misses a rule. What is there already stays, with its counter.
set -euo pipefail

# Adds a rule at the top, where no other rule has ended a packet's way yet.
ensure() { # tool, chain, rule
  "$1" -w 30 -C "${@:2}" 2>/dev/null || "$1" -w 30 -I "${@:2}"
}

# What packets.sh finds again by its name.
count() { # tool, chain, name, rule
  ensure "$1" "$2" -m comment --comment "wake-on-dns $3" "${@:4}"
}

# Docker makes this chain when it starts, or takes over the one it finds with all its rules.
iptables -w 30 -N DOCKER-USER 2>/dev/null || true

ensure iptables DOCKER-USER -i docker+ -d 169.254.169.254/32 -j DROP

# What containers exchange with the outside. AWS's services on the host's own link (169.254.0.0/16) are no traffic to pay for.
count iptables DOCKER-USER sent -i docker+ ! -o docker+ ! -d 169.254.0.0/16
count iptables DOCKER-USER received ! -i docker+ -o docker+

for port in $PORTS; do
  # Only connections count, no scan: TCP after its handshake, UDP that both sides keep up for longer than two seconds
  # (https://github.com/torvalds/linux/blob/v6.1/net/netfilter/nf_conntrack_proto_udp.c). At this point docker has replaced
  # the destination by the container's: only conntrack knows the published port.
  rule=("$port" -p "${port%%:*}" ! -i docker+
    -m conntrack --ctstatus ASSURED --ctdir ORIGINAL --ctorigdstport "${port#*:}")
  count iptables DOCKER-USER "${rule[@]}"
  [[ $IPV6 != no ]] || continue
  # IPv6 is not forwarded: docker's proxy on the host takes it in, and answers.
  count ip6tables INPUT "${rule[@]}"
  count ip6tables OUTPUT "$port" -p "${port%%:*}" ! -o lo --sport "${port#*:}"
done

# Linux gives no connection of its own such a port: "tcp:80 udp:2456:2457" becomes 80,2456-2457.
reserved="$PORTS $OTHER_PORTS"
reserved=${reserved//[tu][cd]p:/}
reserved=$(xargs <<<"${reserved//:/-}")
sysctl --quiet --write "net.ipv4.ip_local_reserved_ports=${reserved// /,}"
