/** The systemd units of the host. They refer to docker's units by name only, because an image may change those. */
export interface UnitProps {
  readonly scripts: string; // folder
  readonly settings: string; // file
  readonly stopGraceSeconds: number;
}

export function units({ scripts, settings, stopGraceSeconds }: UnitProps): Record<string, string> {
  // Units that a container needs while it saves: systemd stops in reverse order, so container-stop.service stops before
  // them. The volumes' units have no fixed names, but remote-fs.target comes after them.
  const needed =
    "docker.service amazon-ecs-volume-plugin.service amazon-efs-mount-watchdog.service remote-fs.target network-online.target";
  return {
    // Before the agent, so that no container starts without the rules; at shutdown the agent stops first and cannot
    // start a replacement. A rule that fails ("-") must not prevent the safe stop: packets.sh adds it later.
    // Starts the other units, at every boot.
    "container-stop.service": `[Unit]
Description=Set up the firewall, and let containers save at shutdown
Wants=${needed} image-pull.service packets.timer termination.service
After=${needed}
Before=ecs.service

[Service]
Type=oneshot
RemainAfterExit=yes
EnvironmentFile=${settings}
ExecStart=-bash ${scripts}/firewall.sh
ExecStop=bash ${scripts}/stop-containers.sh
TimeoutStartSec=90
TimeoutStopSec=${stopGraceSeconds + 60}

[Install]
WantedBy=multi-user.target
`,
    // It is started at once, so no unit waits for it. At shutdown it ends before docker, within 5 s.
    "image-pull.service": `[Unit]
Description=Pull the images while the agent starts
After=docker.service

[Service]
EnvironmentFile=${settings}
ExecStart=bash ${scripts}/image-pull.sh
TimeoutStopSec=5
`,
    "packets.service": `[Unit]
Description=Publish the traffic of the last minute
After=container-stop.service

[Service]
Type=oneshot
EnvironmentFile=${settings}
RuntimeDirectory=wake-on-dns
RuntimeDirectoryPreserve=yes
ExecStart=bash ${scripts}/packets.sh
TimeoutStartSec=50
`,
    // At shutdown it stops before container-stop.service, which it may stop itself. EC2 allows a shutdown only "several
    // minutes" (awslabs/amazon-eks-ami#2390 assumes three); a save may need 15, which only the lifecycle hook grants.
    "termination.service": `[Unit]
Description=Stop the containers at a termination if ECS does not
After=container-stop.service

[Service]
ExecStart=bash ${scripts}/termination.sh
Restart=on-failure
RestartSec=60
`,
    // In the middle of a CloudWatch minute: a reading can be 29 s late and still belongs to that minute.
    "packets.timer": `[Unit]
Description=Publish the traffic once a minute

[Timer]
OnCalendar=*:*:30
AccuracySec=1s
`,
  };
}
