# shellcheck shell=bash
# Stops all containers of ECS and waits until they have exited. Each has the grace period of its service, and stops after the
# services that need it (STOPS: service, seconds, these services). Where docker cannot wait for these, it stops all the same.
set -euo pipefail

list=$(docker ps --filter label=com.amazonaws.ecs.cluster --format '{{.ID}} {{.Label "com.amazonaws.ecs.container-name"}}')
[[ $list ]] || exit 0

declare -A ids=()
while read -r id service; do ids[$service]+=" $id"; done <<<"$list"

stop() { # service
  local grace=$STOP_GRACE_SECONDS first='' entry
  for entry in $STOPS; do [[ $entry != "$1:"* ]] || IFS=: read -r _ grace first <<<"$entry"; done
  # shellcheck disable=SC2086 # each id is an argument
  for entry in ${first//,/ }; do [[ ! ${ids[$entry]-} ]] || docker wait ${ids[$entry]} >/dev/null || true; done
  # shellcheck disable=SC2086
  docker stop -t "$grace" ${ids[$1]}
}
for service in "${!ids[@]}"; do stop "$service" & done
wait
