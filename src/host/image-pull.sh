# shellcheck shell=bash
# Pulls the public images (IMAGES) while the ECS agent starts. With prefer-cached the agent uses existing images (pullContainer
# in agent/engine/docker_task_engine.go of aws/amazon-ecs-agent inspects the image first). If it pulls at the same time, both
# share each layer's download (distribution/xfer of moby/moby). A failure is only logged; the agent pulls the image itself.
for image in $IMAGES; do docker pull --quiet "$image" & done
wait
