# shellcheck shell=bash
# Keeps containers away from the host's credentials, and counts the packets to the published ports (PORTS, IPV6).
# Runs at every boot, and when packets.sh misses a rule. What is there already stays as it is, with its counter.
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

for port in $PORTS; do
  rule=(-p "${port%%:*}" ! -i docker+ -m comment --comment "wake-on-dns $port")
  # At this point docker has replaced the destination by the container's: only conntrack knows the published port.
  ensure iptables DOCKER-USER "${rule[@]}" -m conntrack --ctorigdstport "${port#*:}" --ctdir ORIGINAL
  # IPv6 is not forwarded, it ends in docker's proxy on the host.
  [[ $IPV6 == no ]] || ensure ip6tables INPUT "${rule[@]}" --dport "${port#*:}"
done
