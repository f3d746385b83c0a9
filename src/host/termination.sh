# shellcheck shell=bash
# If Auto Scaling terminates this host and keeper fails to stop its tasks, the host stops them itself before the lifecycle
# hook ends. If the state is InService or unknown, it does nothing.
set -euo pipefail

# shellcheck source=src/host/metadata.sh
source "${0%/*}/metadata.sh"

# True if the agent runs a task and is stopping none: a second SIGTERM could damage a save. A task that is being stopped is
# RUNNING until its containers have exited. An agent that does not answer may be stopping one, unless it is off.
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-introspection.html
is_left_alone() {
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
  # At the third look in a row keeper has had two minutes.
  if ((looks > 2)) && is_left_alone; then
    echo "terminating, but ECS stops no task: stopping agent and containers"
    # The agent stops first, or ECS would start the task again: systemd stops in reverse order, and container-stop.service
    # starts before ecs.service. A shutdown meanwhile waits for the same stop and sends no second SIGTERM. The volumes
    # stay mounted: their plugin's unit does not depend on the agent's (aws/amazon-ecs-agent, packaging).
    systemctl stop --no-block ecs.service container-stop.service
    exit
  fi
done
