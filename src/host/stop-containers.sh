# shellcheck shell=bash
# Stops all containers of ECS and waits until they have saved, at most STOP_GRACE_SECONDS.
set -euo pipefail

list=$(docker ps --quiet --filter label=com.amazonaws.ecs.cluster)
[[ -n $list ]] || exit 0
mapfile -t containers <<<"$list"

# One call for all: docker stops them at the same time.
docker stop -t "$STOP_GRACE_SECONDS" "${containers[@]}"
