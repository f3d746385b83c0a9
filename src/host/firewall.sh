# shellcheck shell=bash
# Keeps containers away from the host's credentials, counts what passes the published ports (PORTS, IPV6), and reserves
# these. Runs at every boot, and when packets.sh misses a rule. What is there already stays, with its counter.
set -euo pipefail

# Adds a rule at the top, where no other rule has ended a packet's way yet.
ensure() { # tool, chain, rule
  local tool=$1 chain=$2
  shift 2
  "$tool" -w 30 -C "$chain" "$@" 2>/dev/null || "$tool" -w 30 -I "$chain" "$@"
}

# Docker makes this chain when it starts, or takes over the one it finds with all its rules.
iptables -w 30 -N DOCKER-USER 2>/dev/null || true

ensure iptables DOCKER-USER -i docker+ -d 169.254.169.254/32 -j DROP

# What containers send to the outside. AWS's services on the host's own link (169.254.0.0/16) are no traffic to pay for.
ensure iptables DOCKER-USER -i docker+ ! -o docker+ ! -d 169.254.0.0/16 -m comment --comment "wake-on-dns sent"

for port in $PORTS; do
  rule=(-p "${port%%:*}" -m comment --comment "wake-on-dns $port")
  # At this point docker has replaced the destination by the container's: only conntrack knows the published port.
  ensure iptables DOCKER-USER "${rule[@]}" ! -i docker+ -m conntrack --ctorigdstport "${port#*:}" --ctdir ORIGINAL
  [[ $IPV6 != no ]] || continue
  # IPv6 is not forwarded: docker's proxy on the host takes it in, and answers.
  ensure ip6tables INPUT "${rule[@]}" ! -i docker+ --dport "${port#*:}"
  ensure ip6tables OUTPUT "${rule[@]}" ! -o lo --sport "${port#*:}"
done

# Linux gives no connection of its own such a port: "tcp:80 udp:2456:2457" becomes 80,2456-2457.
reserved=${PORTS//[tu][cd]p:/}
reserved=${reserved//:/-}
sysctl --quiet --write "net.ipv4.ip_local_reserved_ports=${reserved// /,}"
