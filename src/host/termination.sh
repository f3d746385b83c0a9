# shellcheck shell=bash
# Where Auto Scaling terminates this host and nobody has ECS stop its tasks (keeper is dead), the host stops them itself,
# before the lifecycle hook's time is over. A host that stays, or does not know, is left alone.
set -euo pipefail

# shellcheck source=src/host/metadata.sh
source "${0%/*}/metadata.sh"

# True if the agent lets a task run and stops none: a second SIGTERM could hurt a save. What it stops it knows as RUNNING
# until the containers have ended. One that runs and does not answer may be stopping some; one that is off stops none.
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-introspection.html
nothing_stops() {
  local tasks
  if tasks=$(fetch http://localhost:51678/v1/tasks 2>/dev/null); then
    [[ $tasks == *'"DesiredStatus":"RUNNING"'* && ! $tasks =~ '"DesiredStatus":"STOPPED","KnownStatus":"'[^S] ]]
  else
    [[ $(systemctl is-active ecs.service) == @(inactive|failed) ]]
  fi
}

# InService while the host stays, Terminated once the hook begins, an error (404) outside of a group:
# https://docs.aws.amazon.com/autoscaling/ec2/userguide/retrieving-target-lifecycle-state-through-imds.html
looks=0
while sleep 60; do
  looks=$((looks + 1))
  [[ $(metadata autoscaling/target-lifecycle-state 2>/dev/null) == Terminated ]] || looks=0
  # Two minutes for keeper.
  if ((looks > 2)) && nothing_stops; then
    echo "this host is terminated and ECS stops nothing: stopping the agent and the containers"
    # The agent goes first, or it would start the task again: container-stop.service is ordered before ecs.service, and
    # a stop takes the reverse order. A shutdown meanwhile waits for the same stop, and sends no second SIGTERM.
    systemctl stop --no-block ecs.service container-stop.service
    exit
  fi
done
