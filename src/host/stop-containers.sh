# shellcheck shell=bash
# Stops all containers of ECS and waits until they have exited, at most STOP_GRACE_SECONDS.
set -euo pipefail

containers=$(docker ps --quiet --filter label=com.amazonaws.ecs.cluster)
# One call for all: docker stops them at the same time.
# shellcheck disable=SC2086 # each id is an argument
[[ -z $containers ]] || docker stop -t "$STOP_GRACE_SECONDS" $containers
