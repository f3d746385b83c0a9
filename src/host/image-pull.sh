# shellcheck shell=bash
# Pulls the public images (IMAGES) while the ECS agent still starts: with prefer-cached it uses what is here (pullContainer
# in agent/engine/docker_task_engine.go of aws/amazon-ecs-agent inspects the image first). If the agent is sooner, both share
# each layer's download (distribution/xfer of moby/moby). What fails here is only logged; the agent pulls it itself.
for image in $IMAGES; do docker pull --quiet "$image" & done
wait
